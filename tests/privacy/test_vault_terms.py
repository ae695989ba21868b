"""A vault has a term of its own, and work lets go of rows behind a sweep."""

from __future__ import annotations

from django.db.models import Q

from salerno.privacy import retention
from salerno.privacy.models import SweepReport
from salerno.privacy.registry import Table
from salerno.privacy.rights import vault
from tests.privacy.conftest import House
from tests.privacy.rights_room import Slip
from tests.privacy.sweeping import room, rows, slip

__all__ = ["room"]


class Passing:
    """Work that needs a slip for as long as the first sweep lasts."""

    name = "passing"

    def busy(self, table: Table) -> Q | None:
        swept = SweepReport.objects.exclude(finished_at=None).exists()
        return Q(label="used") if table.model is Slip and not swept else None

    def ending(self, table: Table, keys: object) -> None:
        """Nothing counted on it."""


def test_a_closed_account_is_no_finding_for_as_long_as_its_vault_has_a_term(room: House) -> None:
    ann = room.person()
    slip(ann, "young", 1)
    vault.close(ann, ground="a test")
    assert retention.nightly()
    assert retention.prove().lines == ()
    assert retention.red() == ()


def test_what_work_let_go_of_behind_a_sweep_is_swept_the_same_night(
    room: House,
) -> None:
    ann = room.person()
    slip(ann, "used", 40)
    retention.register_live(Passing())
    try:
        assert retention.nightly()
    finally:
        retention.forget_live(Passing.name)
    assert (rows(Slip, "label"), retention.red()) == ([], ())
