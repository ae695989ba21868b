"""Disclosure: the one way out. What is not granted does not leave; what leaves is accounted for."""

from collections.abc import Iterator
from typing import Any

import pytest

from salerno.policy.purposes import (
    CORRESPONDENCE,
    CREDITS,
    RESEARCH,
)
from salerno.privacy import audit, choices, clock, law, ledger
from salerno.privacy.context import Viewer, current, entered, handover
from salerno.privacy.declare import Clause, Grade, Purpose
from salerno.privacy.disclose import (
    Payload,
    Received,
    deliver_outbox,
    disclose,
    received,
    recipients_of,
)
from salerno.privacy.errors import DeclarationError, Refused
from salerno.privacy.law import Policy
from salerno.privacy.models import Disclosure, Subject
from salerno.privacy.outbox import Delivered
from salerno.privacy.purposes import RECORD
from salerno.privacy.subjects import grant, keeping
from tests.privacy.conftest import (
    ADDRESS,
    FIELDS,
    LETTER,
    SCORE,
    House,
    a_policy,
    carrier,
    counts,
    send,
)


@pytest.fixture(autouse=True)
def at_the_door(house: House) -> Iterator[None]:
    """Every test has entered a purpose for which letters go out."""
    with entered(CORRESPONDENCE, Viewer.visitor()):
        yield


def with_carrier(**changes: Any) -> Policy:
    return a_policy(recipients={"mail_carrier": carrier(**changes)})


def refused_words(person: int, **fields: object) -> str:
    with pytest.raises(Refused) as refused:
        send(person, **fields)
    noted = [one for one in audit.records_of(person) if "refused" in one.why]
    assert noted[-1].why == f"disclosure refused: {refused.value}"
    assert counts() == (0, 0, 0)
    return str(refused.value)


def test_what_leaves_is_accounted_for_to_the_person(house: House) -> None:
    person, other = house.person(), house.person()
    with clock.clock_at(clock.now()):
        send(person)
        waits = Received(
            clock.now(), "Our mail carrier", ("text", "to"), ("test.address",), "correspondence",
            "contract", "Agreement 7", "US", "scc", "a confirmation", "waiting", None,
        )  # fmt: skip
        assert received(person) == (waits,)
        assert deliver_outbox() == Delivered(sent=1)
        (sent,) = received(person)
        assert (sent.state, sent.sent_at) == ("sent", clock.now())
    assert received(other) == ()
    assert recipients_of([person, other]) == {person: ("mail_carrier",)}
    assert counts() == (1, 0, 1)
    assert ledger.verify().is_whole


def test_many_persons_ask_for_as_many_statements_as_one(
    house: House, django_assert_max_num_queries: Any
) -> None:
    few, many = [[house.person("eu") for _ in range(n)] for n in (1, 12)]
    for person in few + many:
        choices.choose(person, choices.ask(RESEARCH), "given")
    counted = []
    with handover(RESEARCH, ground="a study"):
        for people in (few, many):
            with django_assert_max_num_queries(100) as statements:
                rows = dict.fromkeys(people, FIELDS)
                disclose(LETTER, "mail_carrier", rows, ground="a study")
            counted.append(len(statements))
    assert counted[0] == counted[1]


def test_one_call_accounts_for_each_person(house: House) -> None:
    people = [house.person() for _ in range(3)]
    numbers = disclose(LETTER, "mail_carrier", dict.fromkeys(people, FIELDS), ground="a notice")
    assert len(set(numbers)) == 3
    assert counts() == (3, 3, 3)
    assert current().durable
    assert current().subjects == set(people)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"contract": ""}, "There is no contract with Our mail carrier."),
        ({"enabled": False}, "Our mail carrier is switched off: the pack does not use it"),
        (
            {"purposes": ("research",)},
            "Our mail carrier receives nothing for this: Send the letters you need or asked for.",
        ),
        (
            {"clauses": ("test.score",)},
            "Our mail carrier does not receive this for Send the letters you need or asked for: "
            "Your address.",
        ),
    ],
)
def test_what_the_pack_does_not_grant_does_not_leave(
    house: House, changes: dict[str, Any], words: str
) -> None:
    person = house.person()
    with law.under(with_carrier(**changes)):
        assert refused_words(person) == words


def test_nobody_unknown_receives_anything(house: House) -> None:
    person = house.person()
    with law.under(a_policy(recipients={})):
        assert refused_words(person) == "mail_carrier is not in the list of recipients."


@pytest.mark.clause("N-105", "refused")
@pytest.mark.parametrize("role", ["controller", "joint"])
def test_a_controller_without_its_own_record_receives_nothing(house: House, role: str) -> None:
    person = house.person()
    with law.under(with_carrier(role=role)):
        assert refused_words(person) == (
            "Our mail carrier decides itself what the data is for and has no record of its own: "
            "nothing goes to it."
        )
    with law.under(with_carrier(role=role, address="12 Other Row")):
        assert len(send(person)) == 1


@pytest.mark.clause("N-119", "refused")
@pytest.mark.parametrize("layer", ["eu", "unknown"])
def test_a_row_of_an_eu_person_goes_nowhere_without_a_mechanism(house: House, layer: str) -> None:
    person, other = house.person(layer), house.person("california")
    with law.under(with_carrier(mechanism="")):
        assert refused_words(person) == (
            "Our mail carrier is in US, and no way to protect a transfer there is on record."
        )
        assert len(send(other)) == 1
    assert len(send(person)) == 1


@pytest.mark.clause("H-14", "refused")
def test_a_consent_does_not_stand_in_for_the_mechanism_of_a_transfer(house: House) -> None:
    person = house.person("eu")
    choices.choose(person, choices.ask(RESEARCH), "given")
    with (
        law.under(with_carrier(mechanism="")),
        handover(RESEARCH, ground="a study"),
        pytest.raises(Refused) as refused,
    ):
        send(person)
    assert "no way to protect a transfer there is on record" in str(refused.value)
    assert counts()[:2] == (0, 0)


def test_the_payload_holds_exactly_the_declared_fields(house: House) -> None:
    person = house.person()
    assert refused_words(person, phone="1", birth="2") == ("Not declared to go out: birth, phone.")
    with pytest.raises(Refused) as refused:
        disclose(LETTER, "mail_carrier", {person: {"to": "a", "text": "b"}}, ground="x")
    assert str(refused.value) == "Declared to go out, and not given: headers, html, subject."
    with pytest.raises(Refused) as refused:
        disclose(LETTER, "mail_carrier", {}, ground="x")
    assert str(refused.value) == "Nobody is named, so nothing goes out."
    assert counts() == (0, 0, 0)


def test_a_ground_is_said(house: House) -> None:
    with pytest.raises(Refused) as refused:
        disclose(LETTER, "mail_carrier", {house.person(): FIELDS}, ground=" ")
    assert str(refused.value) == "Say why this goes out."


@pytest.mark.parametrize("secret", [True, False])
def test_a_secret_and_a_clause_of_another_purpose_never_leave(house: House, secret: bool) -> None:
    uses: tuple[Purpose, ...] = (CORRESPONDENCE,) if secret else (CREDITS,)
    clause = Clause("test.hidden", "Hidden", "user.x", Grade.DIRECT, uses, secret=secret)
    shape = Payload("test.hidden", {"it": clause})
    with law.under(with_carrier(clauses=("test.hidden",))), pytest.raises(Refused) as refused:
        disclose(shape, "mail_carrier", {house.person(): {"it": 1}}, ground="x")
    assert str(refused.value).startswith("Our mail carrier does not receive this for ")


def test_who_did_not_agree_or_is_not_there_is_not_disclosed(house: House) -> None:
    person = house.person()
    with handover(RESEARCH, ground="a study"):
        assert refused_words(person) == (
            "This person did not agree to this, or ended it: Study how people learn and read."
        )
    with keeping("frozen"):
        Subject.objects.filter(pk=person).update(state=Subject.State.FROZEN)
    assert refused_words(person) == "This person is not here any more, or is frozen."


def test_consent_is_named_by_its_receipt_and_an_open_gate_is_not_enough(house: House) -> None:
    person, other = house.person(), house.person()
    receipt = choices.choose(person, choices.ask(RESEARCH), "given")
    grant(other, RESEARCH)
    with handover(RESEARCH, ground="a study"):
        send(person)
        with pytest.raises(Refused) as refused:
            send(other)
    assert str(refused.value) == (
        "There is no consent on record for this: Study how people learn and read."
    )
    with entered(RECORD, Viewer.job("test")):
        row = Disclosure.objects.get()
    assert (row.choice, row.basis, row.owner_id) == (receipt, "consent", person)


def test_the_kernels_own_letters_need_no_ground_in_the_pack(house: House) -> None:
    person = house.person()
    own = Clause("test.code", "A code", "user.x", Grade.DIRECT, (RECORD,))
    shape = Payload("test.code", {"to": own})
    bare = dict(law.in_force().purposes)
    del bare["record"]
    recipients = {"mail_carrier": carrier(purposes=("record",), clauses=("test.code",))}
    with law.under(a_policy(purposes=bare, recipients=recipients)), handover(RECORD, ground="x"):
        disclose(shape, "mail_carrier", {person: {"to": "a"}}, ground="a code")
        assert [one.basis for one in received(person)] == ["own"]


def test_the_shape_of_a_payload_has_an_id() -> None:
    assert LETTER.clauses == (ADDRESS,)
    with pytest.raises(DeclarationError):
        Payload("Not an id", {"x": SCORE})
