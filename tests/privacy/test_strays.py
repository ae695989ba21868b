"""A file that no row names goes; one that a row names, or may name soon, stays."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from salerno.policy.purposes import ACCOUNT
from salerno.privacy import clock, strays
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.services.media.clauses import PHOTOGRAPH_POINT
from salerno.services.media.models import Photograph
from tests.ground import pack
from tests.people import person

__all__ = ["pack"]


@pytest.mark.django_db
def test_what_no_row_names_goes_after_an_hour(settings: Any) -> None:
    ann = person()
    with entered(ACCOUNT, ann.viewer), acting(Act("test", PHOTOGRAPH_POINT)):
        row = Photograph(owner_id=ann.subject, key="k", width=1, height=1)
        row.file.save("x.webp", ContentFile(b"kept"), save=False)
        row.save(force_insert=True)
    folder = Path(settings.MEDIA_ROOT) / "photographs"
    old, young = folder / "old.webp", folder / "young.webp"
    for one in (old, young):
        one.write_bytes(b"of nobody any more")
    long_ago = (clock.now() - timedelta(hours=2)).timestamp()
    kept = Path(str(row.file.path))
    for one in (old, kept):
        os.utime(one, (long_ago, long_ago))
    assert strays.sweep() == 1
    assert {one.name for one in folder.iterdir()} == {"young.webp", kept.name}
    assert strays.sweep(timedelta()) == 1
    assert [one.name for one in folder.iterdir()] == [kept.name]


@pytest.mark.django_db
def test_an_empty_house_has_no_strays() -> None:
    with entered(ACCOUNT, Viewer.visitor()):
        assert strays.sweep(timedelta()) == 0
