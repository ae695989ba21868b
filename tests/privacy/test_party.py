"""A party: one of a class of recipients, named to the person, agreed to and switched by itself."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from salerno.policy.purposes import RESEARCH
from salerno.privacy import audit, choices, clock, law, outbox, subjects
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Clause, Grade
from salerno.privacy.disclose import Party, Payload, deliver_outbox, disclose, received
from salerno.privacy.errors import DeclarationError, Refused
from salerno.privacy.law import ChoiceForm
from salerno.privacy.models import Disclosure, Look
from salerno.privacy.outbox import Delivered
from salerno.privacy.purposes import RECORD
from salerno.privacy.receipts import receipt
from tests.privacy.conftest import FIELDS, LETTER, SCORE, House, a_policy, carrier

ACME = Party("acme", "Acme Labs", "Agreement 9", "NO", "study.acme")
OTHER = replace(ACME, id="other", name="Other Labs", topic="study.other")


@pytest.fixture(autouse=True)
def at_the_door(house: House) -> Iterator[None]:
    """Every test has entered the purpose of a study."""
    with entered(RESEARCH, Viewer.job("test")):
        yield


def agree(person: int, topic: str) -> str:
    words = choices.Words("consent", topic)
    question = choices.Question(topic, ChoiceForm.OPT_IN, words, (RESEARCH,))
    return choices.choose(person, question, "given")


def give(person: int, party: Party, **options: Any) -> None:
    disclose(LETTER, "mail_carrier", {person: FIELDS}, ground="a study", party=party, **options)


def test_the_person_reads_the_partys_own_name_and_contract(house: House) -> None:
    person = house.person()
    receipt = agree(person, "study.acme")
    give(person, ACME)
    (found,) = received(person)
    assert (found.recipient, found.contract, found.country) == ("Acme Labs", "Agreement 9", "NO")
    with entered(RECORD, Viewer.job("test")):
        row = Disclosure.objects.get()
    assert (row.recipient, row.choice, row.state) == ("mail_carrier.acme", receipt, "waiting")


@pytest.mark.parametrize("topic", ["research", "study.other", "study"])
def test_a_yes_to_something_else_is_no_yes_to_the_party(house: House, topic: str) -> None:
    person = house.person()
    agree(person, topic)
    with pytest.raises(Refused, match="There is no consent on record"):
        give(person, ACME)
    assert received(person) == ()


def test_a_yes_that_was_taken_back_is_none_though_another_stands(house: House) -> None:
    person = house.person()
    agree(person, "study.acme")
    agree(person, "study.other")
    give(person, ACME)
    give(person, OTHER)
    choices.withdraw(person, "study.acme")
    states = {one.recipient: one.state for one in received(person)}
    assert states == {"Acme Labs": "stopped", "Other Labs": "waiting"}
    with pytest.raises(Refused):
        give(person, ACME)
    assert deliver_outbox() == Delivered(sent=1)


def test_what_an_answer_hands_over_waits_for_nobody(house: House) -> None:
    person = house.person()
    agree(person, "study.acme")
    give(person, ACME, is_handed=True)
    (found,) = received(person)
    assert (found.state, found.sent_at) == ("sent", found.at)
    assert deliver_outbox() == Delivered()


@pytest.mark.parametrize("switched", ["mail_carrier.acme", "mail_carrier"])
def test_a_party_is_switched_off_by_itself_and_with_its_class(house: House, switched: str) -> None:
    person = house.person()
    for topic in ("study.acme", "study.other"):
        agree(person, topic)
    give(person, ACME)
    give(person, OTHER)
    outbox.switch_off(switched, "a breach")
    both = switched == "mail_carrier"
    assert [outbox.is_off(f"mail_carrier.{one}") for one in ("acme", "other")] == [True, both]
    with pytest.raises(Refused, match="Acme Labs is switched off: a breach"):
        give(person, ACME)
    assert deliver_outbox() == Delivered(sent=0 if both else 1)
    assert outbox.tell("mail_carrier.acme", {"remove": "7"}, "k") is False
    outbox.switch_on(switched)
    assert deliver_outbox() == Delivered(sent=2 if both else 1)
    assert outbox.tell("mail_carrier.acme", {"remove": "7"}, "k") is True
    assert (house.data / "outbox" / "k.json").exists()


def test_nothing_is_told_to_who_is_no_recipient_or_takes_nothing(
    house: House, settings: Any
) -> None:
    assert outbox.tell("nobody.acme", {}, "k") is False
    with law.under(a_policy(recipients={"mail_carrier": carrier(enabled=False)})):
        assert outbox.tell("mail_carrier.acme", {}, "k") is False
    (house.data / "outbox").write_text("in the way")
    assert outbox.tell("mail_carrier.acme", {"remove": "7"}, "k") is False


def test_a_party_without_a_contract_or_with_a_strange_id_is_none(house: House) -> None:
    person = house.person()
    agree(person, "study.acme")
    with pytest.raises(Refused, match="There is no contract with Acme Labs"):
        give(person, replace(ACME, contract=""))
    with pytest.raises(DeclarationError):
        replace(ACME, id="*")


def test_a_clause_that_the_class_is_not_granted_goes_to_no_party(house: House) -> None:
    person = house.person()
    agree(person, "study.acme")
    mine = Clause("test.mine", "Mine", "user.x", Grade.DIRECT, (RESEARCH,))
    for clause in (mine, SCORE):
        payload = Payload("test.x", {"x": clause})
        with pytest.raises(Refused):
            disclose(payload, "mail_carrier", {person: {"x": 1}}, ground="x", party=ACME)


def test_looks_at_many_are_one_entry_each(house: House, django_assert_max_num_queries: Any) -> None:
    officer = house.person()
    counted = []
    for some in ([house.person()], [house.person() for _ in range(9)]):
        with django_assert_max_num_queries(50) as asked:
            audit.record_looks(some, officer, role="an editor", reason="a file", clauses=(SCORE,))
        counted.append(len(asked))
    assert counted[0] == counted[1]
    with entered(RECORD, Viewer.job("test")):
        assert Look.objects.count() == 10


@pytest.mark.clause("H-16", "refused")
@pytest.mark.parametrize("grade", ["direct", "indirect", "pseudonymous"])
def test_what_is_labelled_as_naming_nobody_holds_no_field_that_could(grade: str) -> None:
    telling = Clause("test.told", "Told", "user.x", Grade(grade), (RESEARCH,))
    silent = Clause("test.counted", "Counted", "user.x", Grade.NONE, (RESEARCH,))
    assert Payload("test.release", {"n": silent}, names_nobody=True).clauses == (silent,)
    with pytest.raises(DeclarationError, match="labelled as naming nobody"):
        Payload("test.release", {"n": silent, "who": telling}, names_nobody=True)


@pytest.mark.clause("H-95", "works")
def test_each_moment_of_a_consent_has_a_receipt_with_its_own_text_and_date(house: House) -> None:
    person = house.person()
    first, second = datetime(2026, 11, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
    with clock.clock_at(first):
        at_collection = agree(person, "study.acme")
    with clock.clock_at(second):
        later = agree(person, "study.other")
    for number, text, at in ((at_collection, "study.acme", first), (later, "study.other", second)):
        said = receipt(person, number)["consent_record"]
        assert said["pii_processing"]["privacy_notice"]["text"] == text
        assert [one["event_state"] for one in said["events"]] == ["consent_given"]
        assert said["events"][0]["event_time"] == at.isoformat()


@pytest.mark.clause("H-95", "refused")
def test_a_later_consent_does_not_reach_back_to_what_its_text_leaves_out(house: House) -> None:
    person = house.person()
    words = choices.Words("consent", "study.acme")
    asked = choices.Question("study.acme", ChoiceForm.OPT_IN, words, (RESEARCH,))
    choices.choose(person, asked, "refused")
    agree(person, "study.other")  # later, to the same use, by somebody else
    assert subjects.is_open(person, RESEARCH)
    with pytest.raises(Refused, match="There is no consent on record"):
        give(person, ACME)
    give(person, OTHER)
    assert [one.recipient for one in received(person)] == ["Other Labs"]
