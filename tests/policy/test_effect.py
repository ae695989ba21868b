"""The moment a version comes into force is carried out once, whole, for those who were there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from salerno.policy import store
from salerno.policy.values import Pack
from salerno.privacy import clock, subjects
from salerno.privacy.context import Viewer, entered
from salerno.privacy.law import Basis
from salerno.privacy.purposes import RECORD
from salerno.privacy.registry import registry
from salerno.web import effect
from salerno.web.models import VersionInEffect
from tests.policy.bench import FIRST, SECOND

pytestmark = pytest.mark.django_db
LATER = timedelta(days=1)


def test_a_new_version_closes_what_gives_no_ground_to_those_who_were_there(
    site: tuple[Pack, Pack],
) -> None:
    with clock.clock_at(FIRST + LATER):
        assert effect.carry_out() == ()
        purpose = next(
            one
            for one in registry().purposes.values()
            if not one.kernel and store.pack().policy.purpose(one.id).basis("eu") is Basis.NONE
        )
        with entered(RECORD, Viewer.job("test")):
            someone = subjects.new_subject(layer="eu")
            subjects.reopen(someone, purpose, "no_basis")  # as if it had come with version 2
            assert subjects.is_open(someone, purpose)
        effect.carry_out()
        assert subjects.is_open(someone, purpose)  # done before: once is enough
    with clock.clock_at(SECOND + LATER):
        effect.carry_out()
        assert not subjects.is_open(someone, purpose)
    assert list(VersionInEffect.objects.values_list("version", flat=True)) == [2]


def test_what_fails_halfway_is_not_taken_for_done(
    site: tuple[Pack, Pack], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        raise RuntimeError("the power failed")

    with clock.clock_at(FIRST + LATER):
        with monkeypatch.context() as patch:
            patch.setattr(effect, "apply_law_to_everybody", broken)
            with pytest.raises(RuntimeError):
                effect.carry_out()
        assert not VersionInEffect.objects.exists()
        effect.carry_out()
        assert VersionInEffect.objects.get().version == 1
