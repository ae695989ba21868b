"""The folder of a feed: one file a record, and what is taken back is not there any more."""

from collections.abc import Mapping

import pytest

from salerno.adapters.feed_drop import FeedDrop, feeds_folder
from salerno.privacy.outbox import DeliveryFailed, Holding
from tests.privacy.conftest import House

LEAD = {"feed": "halden", "record": "lead", "number": "a1", "name": "Ann"}
REMOVE = {"feed": "halden", "record": "remove", "number": "a1"}


def laid() -> list[str]:
    return sorted(str(one.relative_to(feeds_folder())) for one in feeds_folder().rglob("*.json"))


def test_a_record_is_laid_once_and_its_removal_takes_it_away(house: House) -> None:
    drop = FeedDrop()
    for _again in "ab":
        drop.deliver(LEAD, "key")
    drop.deliver(LEAD | {"number": "b2"}, "other")
    assert laid() == ["halden/key.a1.json", "halden/other.b2.json"]
    for _again in "ab":
        drop.deliver(REMOVE, "remove-a1")
    assert laid() == ["halden/other.b2.json", "halden/remove.a1.json"]
    assert "Ann" not in (feeds_folder() / "halden" / "remove.a1.json").read_text()


def test_what_was_taken_back_on_its_way_does_not_arrive(house: House) -> None:
    FeedDrop().deliver(REMOVE, "remove-a1")
    FeedDrop().deliver(LEAD, "key")
    assert laid() == ["halden/remove.a1.json"]


def test_what_was_laid_about_one_person_is_removed_by_their_prefix(house: House) -> None:
    drop = FeedDrop()
    assert isinstance(drop, Holding)
    assert drop.forget("abc") == 0
    drop.deliver(LEAD, "abc1")
    drop.deliver(LEAD | {"feed": "norden"}, "abc2")
    drop.deliver(LEAD | {"number": "b2"}, "def1")
    assert (drop.forget("abc"), laid()) == (2, ["halden/def1.b2.json"])


@pytest.mark.parametrize(
    "bad",
    [{}, LEAD | {"feed": "../etc"}, LEAD | {"feed": ""}, LEAD | {"feed": 7},
     LEAD | {"number": "*"}, LEAD | {"number": "a/b"}, LEAD | {"number": "x" * 99},
     {"to": "a@example.org", "subject": "s", "text": "t"}],
)  # fmt: skip
def test_what_is_no_record_of_a_feed_is_not_laid(house: House, bad: Mapping[str, object]) -> None:
    with pytest.raises(DeliveryFailed) as failed:
        FeedDrop().deliver(bad, "key")
    assert failed.value.final
    assert not feeds_folder().exists()


def test_a_folder_that_cannot_be_written_is_tried_again(house: House) -> None:
    feeds_folder().write_text("in the way")
    with pytest.raises(DeliveryFailed) as failed:
        FeedDrop().deliver(LEAD, "key")
    assert not failed.value.final
