"""The ground of a room's tests: both packs, a folder of its own, no refusal left over."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from salerno.policy import store
from salerno.privacy import context
from tests.packs import PACKS


@pytest.fixture(params=PACKS, autouse=True)
def pack(request: pytest.FixtureRequest, tmp_path: Path, settings: Any, db: None) -> Iterator[str]:
    """The pack in force."""
    settings.SALERNO_DATA = tmp_path
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MAILERS = {"default": {"BACKEND": "salerno.services.post.backend.PostBackend"}}
    settings.PASSWORD_HASHERS = ["tests.people.QuickArgon2"]
    cache.clear()
    del context.refusals[:]
    with store.under(store.working(str(request.param))):
        yield str(request.param)
    left = list(context.refusals)
    del context.refusals[:]
    assert not left, f"The gate refused what the test did not expect: {left}"
