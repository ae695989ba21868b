"""The outbox: each payload is delivered once, later, or not at all, and then it is gone."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Any

import pytest

from salerno.adapters.file_drop import FileDrop, drop_folder
from salerno.policy.purposes import (
    CORRESPONDENCE,
    MARKETING_MAIL,
    RESEARCH,
)
from salerno.privacy import choices, clock, outbox
from salerno.privacy.context import Viewer, entered, handover
from salerno.privacy.disclose import (
    deliver_outbox,
    received,
)
from salerno.privacy.errors import Refused
from salerno.privacy.law import ChoiceForm
from salerno.privacy.models import Disclosure, OutboxItem, Subject
from salerno.privacy.outbox import Delivered, DeliveryFailed, Waiting
from salerno.privacy.purposes import RECORD
from salerno.privacy.subjects import close, is_open, keeping
from tests.privacy.conftest import FIELDS, House, counts, send


@pytest.fixture(autouse=True)
def at_the_door(house: House) -> Iterator[None]:
    """Every test has entered a purpose for which letters go out."""
    with entered(CORRESPONDENCE, Viewer.visitor()):
        yield


class Told:
    """An adapter whose answers a test tells it."""

    took: list[tuple[Mapping[str, Any], str]]
    answers: list[DeliveryFailed]

    def deliver(self, payload: Mapping[str, Any], key: str) -> None:
        Told.took.append((payload, key))
        if Told.answers:
            raise Told.answers.pop(0)


@pytest.fixture
def told(settings: Any) -> type[Told]:
    Told.took, Told.answers = [], []
    settings.SALERNO_ADAPTERS = {"mail": f"{Told.__module__}.Told"}
    return Told


def test_a_failed_delivery_is_tried_again_later_under_the_same_key(
    house: House, told: type[Told]
) -> None:
    person, start = house.person(), clock.now()
    send(person)
    told.answers = [DeliveryFailed("Busy."), DeliveryFailed("Busy still.")]
    runs = []
    for minutes in (0, 1, 2, 5, 6, 7):
        with clock.clock_at(start + timedelta(minutes=minutes, seconds=1)):
            runs.append(deliver_outbox())
            if minutes == 0:
                assert outbox.waiting() == (Waiting("mail_carrier", 1, 1, "Busy."),)
    again, nothing = Delivered(again=1), Delivered()
    assert runs == [again, nothing, again, nothing, Delivered(sent=1), nothing]
    assert told.took[0] == (FIELDS, told.took[0][1])
    assert len({key for _, key in told.took}) == 1
    assert received(person)[0].state == "sent"


def test_a_final_failure_and_too_many_tries_end_it(house: House, told: type[Told]) -> None:
    person, start = house.person(), clock.now()
    send(person)
    told.answers = [DeliveryFailed("No such place.", final=True)]
    with clock.clock_ahead(timedelta(seconds=1)):
        assert deliver_outbox() == Delivered(failed=1)
    assert received(person)[0].state == "failed"
    send(person)
    told.answers = [DeliveryFailed("Busy.")] * 20
    for day in range(1, 10):
        with clock.clock_at(start + timedelta(days=day)):
            deliver_outbox()
    assert len(told.took) == 1 + outbox.MOST_TRIES
    assert counts()[:2] == (2, 0)


def test_the_switch_stops_what_waits_and_what_comes(house: House, told: type[Told]) -> None:
    person = house.person()
    send(person)
    outbox.switch_off("mail_carrier", "they lost a disk")
    assert outbox.stopped() == {"mail_carrier": "they lost a disk"}
    assert deliver_outbox() == Delivered()
    with pytest.raises(Refused) as refused:
        send(person)
    assert str(refused.value) == "Our mail carrier is switched off: they lost a disk"
    outbox.switch_on("mail_carrier")
    assert deliver_outbox() == Delivered(sent=1)
    assert len(told.took) == 1


def test_who_withdraws_drops_out_of_what_waits_for_that_purpose(
    house: House, told: type[Told]
) -> None:
    person = house.person()
    send(person)
    with handover(MARKETING_MAIL, ground="an offer"):
        send(person)
    choices.choose(person, choices.ask(MARKETING_MAIL), "refused")
    states = {one.purpose: one.state for one in received(person)}
    assert states == {"correspondence": "waiting", "marketing_mail": "stopped"}
    assert counts()[1] == 1
    assert outbox.stop(person, ground="erased") == 1
    assert counts()[1] == 0
    assert deliver_outbox() == Delivered()


@pytest.mark.parametrize(
    ("withdrawn", "left"), [("study.two", "stopped"), ("study.one", "waiting")]
)
def test_what_rests_on_one_yes_stops_with_it_though_another_keeps_the_purpose_open(
    house: House, told: type[Told], withdrawn: str, left: str
) -> None:
    def say(topic: str, state: str) -> None:
        words = choices.Words("choice", "May we?")
        asked = choices.Question(topic, ChoiceForm.OPT_IN, words, (RESEARCH,))
        choices.choose(person, asked, state)

    person = house.person()
    say("study.one", "given")
    say("study.two", "given")
    with handover(RESEARCH, ground="a study"):
        send(person)  # rests on the yes that was said last
    say("study.three", "given")
    assert [one.state for one in received(person)] == ["waiting"], "a yes takes nothing back"
    say(withdrawn, "withdrawn")
    assert is_open(person, RESEARCH)
    assert [one.state for one in received(person)] == [left]


def test_who_was_closed_or_frozen_meanwhile_is_not_delivered(
    house: House, told: type[Told]
) -> None:
    person, frozen = house.person(), house.person()
    send(person)
    send(frozen)
    close(person, CORRESPONDENCE, "restricted")
    with keeping("frozen"):
        Subject.objects.filter(pk=frozen).update(state=Subject.State.FROZEN)
    assert deliver_outbox() == Delivered(stopped=2)
    assert told.took == []
    assert [one.state for one in received(person) + received(frozen)] == ["stopped", "stopped"]


def test_what_another_worker_claimed_is_left_to_it(house: House, told: type[Told]) -> None:
    send(house.person())
    with entered(RECORD, Viewer.job("other")), keeping("a claim"):
        item = OutboxItem.objects.select_related("disclosure").get()
        OutboxItem.objects.update(next_try_at=clock.now() + outbox.CLAIM)
        assert outbox._deliver_one(item) == Delivered()
    assert told.took == []


class Meanwhile(FileDrop):
    """An adapter that is about to lay a letter down when its person is taken out."""

    person = 0

    def deliver(self, payload: Mapping[str, Any], key: str) -> None:
        outbox.stop(Meanwhile.person, ground="erased")
        super().deliver(payload, key)


def test_what_is_taken_out_while_it_is_on_its_way_does_not_stay_here(
    house: House, settings: Any
) -> None:
    settings.SALERNO_ADAPTERS = {"mail": f"{Meanwhile.__module__}.Meanwhile"}
    Meanwhile.person, other = house.person(), house.person()
    send(Meanwhile.person)
    assert deliver_outbox() == Delivered(sent=1)
    assert list(drop_folder().iterdir()) == []
    send(other)
    assert deliver_outbox() == Delivered(sent=1)
    assert len(list(drop_folder().glob("*.eml"))) == 1


class Slow(FileDrop):
    """An adapter that takes so long that another worker has delivered it and is done."""

    def deliver(self, payload: Mapping[str, Any], key: str) -> None:
        super().deliver(payload, key)
        with keeping("another worker"):
            Disclosure.objects.update(state=Disclosure.State.SENT)
            OutboxItem.objects.all().delete()


def test_what_two_workers_delivered_stays_where_it_was_laid(house: House, settings: Any) -> None:
    settings.SALERNO_ADAPTERS = {"mail": f"{Slow.__module__}.Slow"}
    send(house.person())
    assert deliver_outbox() == Delivered(sent=1)
    assert len(list(drop_folder().glob("*.eml"))) == 1


def test_a_purpose_that_is_no_more_delivers_nothing(house: House, told: type[Told]) -> None:
    send(house.person())
    with keeping("a purpose of old"):
        Disclosure.objects.update(purpose="gone")
    assert deliver_outbox() == Delivered(stopped=1)


def test_a_limit_leaves_the_rest_for_the_next_run(house: House, told: type[Told]) -> None:
    for _ in range(3):
        send(house.person())
    assert outbox.deliver(limit=2) == Delivered(sent=2)
    assert outbox.deliver(limit=2) == Delivered(sent=1)
