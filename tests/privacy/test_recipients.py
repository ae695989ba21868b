"""The nine classes of recipients, contracts that end, the switch, and the look before it leaves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any, ClassVar

import pytest

from salerno.policy.purposes import CORRESPONDENCE, CREDITS, RESEARCH
from salerno.policy.values import RecipientKind
from salerno.privacy import choices, clock, law, outbox, parcels
from salerno.privacy.context import Viewer, entered, handover
from salerno.privacy.disclose import Party, Payload, deliver_outbox, disclose, received
from salerno.privacy.errors import Refused
from salerno.privacy.models import ClosedCell, Disclosure
from salerno.privacy.outbox import Delivered, DeliveryFailed, Parcel
from salerno.privacy.purposes import RECORD
from salerno.privacy.subjects import close, keeping, start_service
from tests.privacy.conftest import ADDRESS, FIELDS, LETTER, SCORE, House, a_policy, carrier, send


class Edge:
    """The edge of the house: every parcel that an adapter is handed, and what it answers."""

    took: ClassVar[list[Parcel]] = []
    answers: ClassVar[list[DeliveryFailed]] = []

    def send(self, parcel: Parcel) -> None:
        Edge.took.append(parcel)
        if Edge.answers:
            raise Edge.answers.pop(0)


@pytest.fixture(autouse=True)
def edge(house: House, settings: Any) -> Iterator[type[Edge]]:
    settings.SALERNO_ADAPTERS = {"machine": f"{Edge.__module__}.Edge"}
    Edge.took.clear()
    Edge.answers.clear()
    with law.under(policy()), entered(CORRESPONDENCE, Viewer.visitor()):
        yield Edge


def policy(**changes: Any) -> law.Policy:
    given = {"adapter": "machine", "role": "controller", "address": "1 Other Row"} | changes
    return a_policy(recipients={"mail_carrier": carrier(**given)})


def refused(person: int, **changes: Any) -> str:
    with law.under(policy(**changes)), pytest.raises(Refused) as raised:
        send(person)
    return str(raised.value)


@pytest.mark.parametrize("kind", list(RecipientKind))
def test_each_class_needs_contract_mechanism_and_switch(house: House, kind: str) -> None:
    person, abroad = house.person(), house.person("eu")
    today = clock.today()
    ended = (today - timedelta(days=1)).isoformat()
    assert refused(person, kind=kind, contract="").startswith("There is no contract")
    assert refused(person, kind=kind, expires=ended) == (
        f"The contract with Our mail carrier ended on {ended}: nothing goes to it."
    )
    assert "is switched off" in refused(person, kind=kind, enabled=False)
    assert "no way to protect a transfer" in refused(abroad, kind=kind, mechanism="")
    with law.under(policy(kind=kind, expires=today.isoformat())):
        assert len(send(person)) == 1
        outbox.switch_off("mail_carrier", "they lost a disk")
        assert deliver_outbox() == Delivered()
        outbox.switch_on("mail_carrier")
        assert deliver_outbox() == Delivered(sent=1)


def test_the_contract_of_a_party_ends_by_itself(house: House) -> None:
    party = Party("s7", "Seven Ltd", "Agreement 7", "US", expires="2020-01-01")
    with pytest.raises(Refused, match="The contract with Seven Ltd ended on 2020-01-01"):
        disclose(LETTER, "mail_carrier", {house.person(): FIELDS}, ground="x", party=party)


@pytest.mark.clause("N-52", "refused")
def test_a_contract_that_ends_while_something_waits_stops_it(
    house: House, edge: type[Edge]
) -> None:
    person = house.person()
    send(person)
    with law.under(policy(expires="2020-01-01")):
        assert outbox.is_off("mail_carrier")
        assert deliver_outbox() == Delivered(stopped=1)
    assert edge.took == []


@pytest.mark.clause("N-97", "refused")
def test_a_recipient_abroad_is_not_switched_on_without_a_mechanism(house: House) -> None:
    outbox.switch_off("mail_carrier", "moved")
    with law.under(policy(country="BR", mechanism="")), pytest.raises(Refused) as raised:
        outbox.switch_on("mail_carrier")
    assert str(raised.value) == (
        "Our mail carrier is in BR, and no way to protect a transfer there is on record."
    )
    assert outbox.stopped() == {"mail_carrier": "moved"}
    with law.under(policy(country="BR", mechanism="scc")):
        outbox.switch_on("mail_carrier")
    assert outbox.stopped() == {}


@pytest.mark.clause("N-112", "refused")
def test_a_job_with_an_old_audience_looks_again_before_each_parcel_leaves(
    house: House, edge: type[Edge]
) -> None:
    people = [house.person() for _ in range(5)]
    for one in people:
        choices.choose(one, choices.ask(RESEARCH), "given")
    with handover(RESEARCH, ground="a study"):  # the audience of this morning
        disclose(LETTER, "mail_carrier", dict.fromkeys(people, FIELDS), ground="a study")
    kept, revoked, closed, contested, unfounded = people
    choices.choose(revoked, choices.ask(RESEARCH), "withdrawn")
    with entered(RECORD, Viewer.job("test")), keeping("behind the outbox's back"):
        close(closed, RESEARCH, "limit 1")
        ClosedCell.objects.create(owner_id=contested, clause=ADDRESS.id, reason="limit 2")
    topic = choices.Question(
        RESEARCH.id, law.ChoiceForm.REVOKE, choices.Words("choice", "No more."), ()
    )
    choices._append(unfounded, topic, "withdrawn", None, "page")
    assert deliver_outbox() == Delivered(sent=1, stopped=3)
    assert [one.about for one in edge.took] == [parcels.lane(kept, "mail_carrier", "machine")]
    assert [received(one)[-1].state for one in people] == ["sent", *["stopped"] * 4]


def test_what_the_pack_takes_back_is_not_delivered(house: House, edge: type[Edge]) -> None:
    for changes in ({"clauses": ()}, {"purposes": ("research",)}, {"enabled": False}):
        send(house.person())
        with law.under(policy(**changes)):
            assert deliver_outbox() == Delivered(stopped=1)
    with law.under(a_policy(recipients={})):
        send_under = house.person()
    send(send_under)
    with law.under(a_policy(recipients={})):
        assert deliver_outbox() == Delivered(stopped=1)
    assert edge.took == []


def test_of_one_person_one_parcel_at_a_time_in_order(house: House, edge: type[Edge]) -> None:
    person, other = house.person(), house.person()
    for _ in range(3):
        send(person)
    send(other)
    edge.answers.append(DeliveryFailed("Busy."))
    assert deliver_outbox() == Delivered(sent=1, again=1)
    mine = parcels.lane(person, "mail_carrier", "machine")
    assert [one.about == mine for one in edge.took] == [True, False]
    with clock.clock_ahead(timedelta(minutes=3)):
        assert deliver_outbox() == Delivered(sent=3)
    numbers = [one.number for one in edge.took if one.about == mine]
    assert numbers == sorted(numbers)
    assert len(set(numbers)) == 3


def test_the_same_person_has_another_name_for_each_recipient(house: House) -> None:
    person = house.person()
    names = {parcels.lane(person, one, "machine") for one in ("a", "b")}
    assert len(names) == 2
    assert parcels.lane(person, "a", "mail") == ""


def test_what_is_given_up_is_called_back_and_a_notice_never_is(
    house: House, edge: type[Edge]
) -> None:
    person, start = house.person(), clock.now()
    (number,) = send(person)
    edge.answers.append(DeliveryFailed("No.", final=True))
    assert deliver_outbox() == Delivered(sent=1, failed=1)
    first, second = edge.took
    assert (second.kind, second.payload["deliveries"]) == ("stop", [first.key])
    assert second.number > first.number
    send(person)
    edge.answers.extend(DeliveryFailed("No.", final=True) for _ in range(60))
    for day in range(1, 13):
        with clock.clock_at(start + timedelta(days=day)):
            deliver_outbox()
    with clock.clock_at(start + timedelta(days=20)):
        (words,) = outbox.unheard()
        assert words.endswith("mail_carrier has not taken what it is told of a right.")
        edge.answers.clear()
        assert deliver_outbox() == Delivered(sent=1)
        assert outbox.unheard() == []
    with entered(RECORD, Viewer.job("test")):
        assert Disclosure.objects.get(pk=number).state == "failed"


def test_who_asks_us_to_wait_is_waited_for(house: House, edge: type[Edge]) -> None:
    send(house.person())
    edge.answers.append(DeliveryFailed("Later.", after=timedelta(hours=5)))
    deliver_outbox()
    with clock.clock_ahead(timedelta(hours=4)):
        assert deliver_outbox() == Delivered()
    with clock.clock_ahead(timedelta(hours=5, seconds=1)):
        assert deliver_outbox() == Delivered(sent=1)


def test_pauses_grow_to_six_hours_and_differ() -> None:
    pauses = [outbox._pause("key", tries) for tries in range(1, 30)]
    assert all(timedelta(minutes=1.6) <= one <= timedelta(hours=6) for one in pauses)
    assert pauses[-1] > timedelta(hours=4)
    assert len({outbox._pause(f"key {one}", 3) for one in range(20)}) > 10


def test_a_recipient_is_a_value(house: House) -> None:
    one = replace(carrier(), expires="2027-03-31")
    assert not one.has_ended(clock.today().replace(year=2027, month=3, day=31))
    assert one.has_ended(clock.today().replace(year=2027, month=4, day=1))


@pytest.mark.clause("H-83", "refused")
def test_a_vendor_of_content_gets_a_name_of_its_own_for_somebody_and_no_other(
    house: House, edge: type[Edge]
) -> None:
    figures = Payload("test.figures", {"score": SCORE})
    named = Payload("test.named", {"score": SCORE, "to": ADDRESS})
    vendors = {
        one: carrier(
            id=one, name=one, adapter="machine", purposes=("credits",), clauses=(SCORE.id,)
        )
        for one in ("content_a", "content_b")
    }
    person = house.person()
    start_service(person, "credits")
    with law.under(a_policy(recipients=vendors)), handover(CREDITS, ground="a lesson of theirs"):
        for one in vendors:
            for asked, fields in (
                (named, {"score": 7, "to": "mary@example.org"}),  # identity was not granted
                (figures, {"score": 7, "to": "mary@example.org"}),  # nor declared to go out
            ):
                with pytest.raises(Refused):
                    disclose(asked, one, {person: fields}, ground="a lesson")
            disclose(figures, one, {person: {"score": 7}}, ground="a lesson")
        assert deliver_outbox() == Delivered(sent=2)
    first, second = edge.took
    assert (first.payload, second.payload) == ({"score": 7}, {"score": 7})
    assert len({first.about, second.about, str(person), ""}) == 4
    assert [one.about for one in edge.took] == [
        parcels.lane(person, one, "machine") for one in vendors
    ]
