"""Counting and advertising know readers by numbers; matching one back is a purpose of its own."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from salerno.policy.purposes import ACCOUNT, ADVERTS, ANALYTICS, EDITORIAL
from salerno.privacy import pseudonyms
from salerno.privacy.context import Viewer, entered
from salerno.privacy.errors import GateError, PurposeRefused
from salerno.privacy.models import LedgerEntry
from salerno.privacy.purposes import IDENTIFY, RECORD
from salerno.privacy.testing import expecting_refusals
from salerno.services.accounts.models import User
from salerno.services.adverts.views import asking
from salerno.services.analytics import queries, rules
from salerno.services.analytics.models import Opening
from salerno.services.analytics.tests.test_history import an_item, ann_who_lets, read
from tests import people
from tests.ground import pack

__all__ = ["pack"]
COUNTER = Viewer.job("analytics")


def view_of(item: int) -> list[rules.Length]:
    """What counting works on."""
    with entered(ANALYTICS, COUNTER, ground="test"):
        return queries.lengths([item])


@pytest.mark.clause("N-116", "works")
def test_counting_works_on_numbers_whose_key_lies_elsewhere(settings: Any) -> None:
    ann, item = ann_who_lets(), an_item("sleep")
    for seconds in (60, 240):
        read(item, ann, seconds)
    lines = view_of(item.id)
    [number] = {one.reader for one in lines}
    assert sorted(one.seconds for one in lines) == [60, 240]
    assert rules.middles(lines) == {item.id: 240.0}
    vendor = asking.vendor_id("plenty", ann.subject).value
    assert len({number, vendor, asking.vendor_id("bounty", ann.subject).value}) == 3
    assert (len(number), number == str(ann.subject)) == (32, False)
    for purpose in (ANALYTICS, ADVERTS):
        with expecting_refusals(), entered(purpose, COUNTER), pytest.raises(PurposeRefused):
            pseudonyms.person_of(number, "analytics")
    with entered(IDENTIFY, COUNTER, ground="test"):
        found = [
            pseudonyms.person_of(one, use)
            for one in (number, vendor) for use in ("analytics", "adverts.vendor:plenty")
        ]  # fmt: skip
        assert found == [ann.subject, None, None, ann.subject]
        settings.SECRET_KEY = "another house " * 5
        assert pseudonyms.person_of(number, "analytics") is None


def test_matching_reads_numbers_and_nothing_else() -> None:
    ann, item = ann_who_lets(), an_item("sleep")
    read(item, ann)
    for model, column in ((User, "email"), (Opening, "item_id")):
        job = entered(IDENTIFY, COUNTER, ground="test")
        with expecting_refusals(), job, pytest.raises(GateError):
            list(model.objects.values_list(column))
    for purpose in (ACCOUNT, EDITORIAL):
        with expecting_refusals(), entered(purpose, ann.viewer), pytest.raises(PurposeRefused):
            pseudonyms.person_of(view_of(item.id)[0].reader, "analytics")


@pytest.mark.parametrize("given", ["", "1", "x" * 32, "0" * 32, "A" * 32, "0" * 500, "\0" * 32])
def test_what_is_nobodys_number_is_said_to_be_nobodys(given: str) -> None:
    people.person()
    with pytest.raises(CommandError, match="nobody"):
        call_command("identify", given, use="analytics", ground="A letter of 3 May")


def test_the_operators_command_says_who_and_leaves_its_reason(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ann = people.person()
    number = pseudonyms.number(ann.subject, "analytics")
    with pytest.raises(CommandError, match="Say why"):
        call_command("identify", number, use="analytics", ground=" ")
    call_command("identify", number, use="analytics", ground="A letter of 3 May")
    assert capsys.readouterr().out.startswith(f"Subject {ann.subject}.")
    with entered(RECORD, COUNTER):
        assert LedgerEntry.objects.filter(kind="number matched").count() == 1
