"""Choices: what was shown, what was chosen, and what follows from it for the gate."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from salerno.policy.purposes import (
    ACCOUNT,
    ADVERTS,
    ANALYTICS,
    MARKETING_MAIL,
    PERSONALISE,
    PRACTICE,
    RESEARCH,
    SURVEYS,
)
from salerno.privacy import audit, choices, clock, law, receipts, subjects
from salerno.privacy.choices import Question, Standing, State, Words
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import CollectionPoint, Purpose
from salerno.privacy.errors import DeclarationError, Refused
from salerno.privacy.law import Basis, ChoiceForm, ClauseLaw, Term, TermKind
from salerno.privacy.ledger import canonical, commitment
from salerno.privacy.models import Choice, LedgerEntry, Notice
from salerno.privacy.purposes import RECORD
from salerno.privacy.registry import register_point
from tests.privacy.conftest import House, a_policy

DESK = register_point(CollectionPoint("test.desk", "The desk", (), ACCOUNT, channel="desk"))


@pytest.fixture(autouse=True)
def at_the_door(house: House) -> Iterator[None]:
    """Every test has entered a purpose."""
    with entered(ACCOUNT, Viewer.visitor()):
        yield


def question(*named: Purpose, topic: str = "offers", text: str = "May we?") -> Question:
    return Question(topic, ChoiceForm.OPT_IN, Words("choice", text), named)


def by_topic(subject: int) -> dict[str, Standing]:
    return {one.topic: one for one in choices.standing(subject)}


def test_giving_opens_the_purposes_named_and_no_other(house: House) -> None:
    person = house.person("eu")
    before = {p.id: subjects.is_open(person, p) for p in (RESEARCH, ANALYTICS, MARKETING_MAIL)}
    choices.choose(person, choices.ask(RESEARCH), State.GIVEN)
    after = {p.id: subjects.is_open(person, p) for p in (RESEARCH, ANALYTICS, MARKETING_MAIL)}
    assert before == {"research": False, "analytics": False, "marketing_mail": False}
    assert after == {"research": True, "analytics": False, "marketing_mail": False}


def test_giving_opens_what_rests_on_consent_only_in_the_persons_layer(house: House) -> None:
    person = house.person("eu")
    choices.choose(person, choices.ask(MARKETING_MAIL), State.GIVEN)
    assert subjects.is_open(person, MARKETING_MAIL)
    choices.withdraw(person, "marketing_mail")
    assert not subjects.is_open(person, MARKETING_MAIL)


def test_withdrawing_closes_at_once_and_giving_again_opens(house: House) -> None:
    person = house.person()
    choices.choose(person, choices.ask(RESEARCH), State.GIVEN)
    choices.withdraw(person, "research", form=ChoiceForm.UNSUBSCRIBE, channel="mail")
    withdrawn = by_topic(person)["research"]
    assert (withdrawn.state, withdrawn.form, withdrawn.channel, withdrawn.purposes) == (
        "withdrawn", "unsubscribe", "mail", ("research",),
    )  # fmt: skip
    assert not subjects.is_open(person, RESEARCH)
    assert not choices.is_given(person, "research")
    choices.choose(person, choices.ask(RESEARCH), State.GIVEN)
    assert subjects.is_open(person, RESEARCH)
    assert choices.is_given(person, "research")


def test_who_withdrew_stays_out_when_the_ground_of_the_purpose_changes(house: House) -> None:
    person, other = house.person(), house.person()
    for one in (person, other):
        choices.choose(one, choices.ask(RESEARCH), State.GIVEN)
    choices.withdraw(person, "research")
    ruled = law.in_force().purposes
    noticed = dict(ruled) | {"research": replace(ruled["research"], bases={"": Basis.NOTICE})}
    with law.under(a_policy(version=2, purposes=noticed)):
        assert [subjects.is_open(one, RESEARCH) for one in (person, other)] == [False, True]
    subjects.reopen(person, RESEARCH, "withdrawn")
    assert not subjects.is_open(person, RESEARCH)


def test_an_opt_out_closes_what_stood_open(house: House) -> None:
    person = house.person()
    assert subjects.is_open(person, MARKETING_MAIL)
    choices.choose(person, choices.ask(MARKETING_MAIL), State.REFUSED)
    assert not subjects.is_open(person, MARKETING_MAIL)


def test_a_purpose_agreed_to_elsewhere_stays_open(house: House) -> None:
    person = house.person()
    choices.choose(person, question(RESEARCH, topic="study.one"), State.GIVEN)
    choices.choose(person, question(RESEARCH, topic="study.two"), State.GIVEN)
    choices.withdraw(person, "study.one")
    assert subjects.is_open(person, RESEARCH)
    choices.withdraw(person, "study.two")
    assert not subjects.is_open(person, RESEARCH)


def test_who_agreed_to_nothing_has_nothing_to_withdraw(house: House) -> None:
    person = house.person()
    with pytest.raises(Refused) as refused:
        choices.withdraw(person, "research")
    assert str(refused.value) == ("Nothing was agreed to here, so there is nothing to withdraw.")
    assert choices.standing(person) == ()


def test_a_contract_about_a_service_opens_for_those_who_use_it(house: House) -> None:
    person, other = house.person(), house.person()
    subjects.start_service(person, "practice")
    for one in (person, other):
        choices.choose(one, question(PRACTICE), State.REFUSED)
        choices.choose(one, question(PRACTICE), State.GIVEN)
    assert (subjects.is_open(person, PRACTICE), subjects.is_open(other, PRACTICE)) == (True, False)


def test_what_the_law_gives_no_ground_to_cannot_be_agreed_to(house: House) -> None:
    person = house.person("california")
    with pytest.raises(Refused) as refused:
        choices.choose(person, choices.ask(ANALYTICS), State.GIVEN)
    assert str(refused.value) == ("The law that protects this person gives no ground for this use.")
    assert not subjects.is_open(person, ANALYTICS)
    assert choices.standing(person) == ()


@pytest.mark.clause("N-110", "refused")
def test_consent_is_never_bundled_and_never_assumed(house: House) -> None:
    person = house.person()
    with pytest.raises(DeclarationError) as refused:
        choices.choose(person, question(RESEARCH, SURVEYS), State.GIVEN)
    assert str(refused.value) == (
        "offers asks for research together with others: one consent, one use."
    )
    assert choices.standing(person) == ()
    assert not subjects.is_open(person, RESEARCH)
    assert not {"default", "ticked", "initial"} & set(Question.__dataclass_fields__)


@pytest.mark.clause("H-11", "works")
@pytest.mark.clause("H-11", "refused")
def test_a_broad_receipt_lists_its_purposes_one_by_one_and_enables_no_other(house: House) -> None:
    person = house.person()
    for purpose in (PERSONALISE, SURVEYS, MARKETING_MAIL):
        choices.choose(person, question(purpose, topic=f"off.{purpose.id}"), State.REFUSED)
    given = choices.choose(person, question(PERSONALISE, SURVEYS, topic="registration"), "given")
    listed = receipts.receipt(person, given)["consent_record"]["pii_processing"]["purposes"]
    assert [one["purpose"] for one in listed] == ["personalise", "surveys"]
    assert [subjects.is_open(person, one) for one in (PERSONALISE, SURVEYS)] == [True, True]
    assert not subjects.is_open(person, MARKETING_MAIL)


@pytest.mark.clause("N-102", "works")
def test_the_version_that_a_person_saw_on_a_date_is_on_record(house: House) -> None:
    person = house.person()
    start = clock.now()
    for days, version in ((0, 1), (10, 2)):
        with clock.clock_at(start + timedelta(days=days)), law.under(a_policy(version=version)):
            choices.show_notice(person, Words("policy", f"The policy, {version}"))
    seen = [
        choices.version_seen(person, "policy", start + timedelta(days=days))
        for days in (-1, 0, 9, 10)
    ]
    assert seen == [None, 1, 1, 2]


def test_a_notice_shown_again_unchanged_writes_nothing(house: House) -> None:
    person = house.person()
    first = choices.show_notice(person, Words("policy", "The policy"))
    again = choices.show_notice(person, Words("policy", "The policy"))
    changed = choices.show_notice(person, Words("policy", "The policy, mended"))
    german = choices.show_notice(person, Words("policy", "The policy", "de"))
    assert again == first
    assert len({first, changed, german}) == 3
    assert LedgerEntry.objects.count() == 3


@pytest.mark.clause("N-102", "refused")
@pytest.mark.clause("H-03", "refused")
@pytest.mark.parametrize("layer", ["none", "eu", "unknown"])
def test_mere_use_enables_no_purpose_that_rests_on_consent(house: House, layer: str) -> None:
    person = house.person(layer)
    with law.under(a_policy(version=2)):
        choices.show_notice(person, Words("policy", "We now study you as well."))
        assert not subjects.is_open(person, RESEARCH)
        assert choices.consent_to(person, RESEARCH) == ""
        assert choices.must_ask(person, choices.ask(RESEARCH))
        with pytest.raises(DeclarationError):
            choices.choose(person, choices.ask(RESEARCH), State.SHOWN)


@pytest.mark.clause("N-110", "works")
def test_a_receipt_holds_text_version_time_and_place(house: House) -> None:
    person = house.person()
    asked = Question(
        "research", ChoiceForm.OPT_IN, Words("choice", "May we?", "de", 4), (RESEARCH,)
    )
    with clock.clock_at(clock.now()):
        number = choices.choose(person, asked, State.GIVEN, point=DESK, channel="phone")
        at = clock.now().isoformat()
    made = receipts.receipt(person, number)
    processing = made["consent_record"]["pii_processing"]
    assert processing["privacy_notice"] == {
        "digest": asked.words.digest, "digest_method": "SHA-256", "kind": "choice", "version": 4,
        "text": "May we?",
    }  # fmt: skip
    assert processing["language"] == "de"
    assert processing["collection_method"] == {
        "point": "test.desk", "channel": "phone", "form": "opt_in"
    }  # fmt: skip
    assert made["consent_record"]["events"] == [
        {
            "event_time": at, "event_type": "explicit", "event_state": "consent_given",
            "entity_id": f"subject:{person}",
        }
    ]  # fmt: skip
    assert made["consent_record"]["record_id"] == made["receipt_id"] == number


def test_a_receipt_can_be_checked_without_asking_us(house: House) -> None:
    person = house.person()
    number = choices.choose(person, choices.ask(RESEARCH), State.GIVEN)
    proof = receipts.receipt(person, number)["integrity"]
    row = Choice.objects.filter(receipt=number)
    with entered(RECORD, Viewer.job("test")):
        stored = row.get()
    entry = LedgerEntry.objects.get(pk=stored.ledger_seq)
    assert commitment(proof["salt"], json.loads(proof["payload"])) == entry.commitment
    assert canonical(json.loads(proof["payload"])).decode() == proof["payload"]


def test_a_receipt_is_the_persons_own(house: House) -> None:
    person, other = house.person(), house.person()
    number = choices.choose(person, choices.ask(RESEARCH), State.GIVEN)
    with pytest.raises(Refused) as refused:
        receipts.receipt(other, number)
    assert refused.value.status == 404


def test_a_receipt_names_who_answers_and_what_is_used(house: House) -> None:
    person = house.person()
    number = choices.choose(person, question(topic="other"), State.REFUSED)
    unknown = replace(law.in_force(), operator=replace(law.in_force().operator, dpo_name=""))
    assert [
        one["party_role"]
        for one in receipts.receipt(person, number)["consent_record"]["party_identification"]
    ] == ["pii_controller", "data_protection_officer"]
    with law.under(unknown):
        parties = receipts.receipt(person, number)["consent_record"]["party_identification"]
    assert [one["party_role"] for one in parties] == ["pii_controller"]


def test_the_browsers_signal_closes_and_is_recorded_once(house: House) -> None:
    person = house.person()
    choices.choose(person, question(SURVEYS, topic="another"), State.GIVEN)
    assert choices.signal(person, gpc=False) == ()
    assert subjects.is_open(person, ADVERTS)
    closed = choices.signal(person, gpc=True, purposes=(RESEARCH,))
    assert [one.id for one in closed] == ["research", "adverts"]
    assert not subjects.is_open(person, ADVERTS)
    count = LedgerEntry.objects.count()
    choices.signal(person, gpc=True, purposes=(RESEARCH,))
    choices.signal(person, gpc=False)
    assert LedgerEntry.objects.count() == count
    assert by_topic(person)["browser_signal"].form == "browser_signal"
    choices.signal(person, gpc=True, purposes=(RESEARCH, SURVEYS))
    assert by_topic(person)["browser_signal"].purposes == ("research", "surveys", "adverts")
    assert not subjects.is_open(person, ADVERTS)


def test_the_signal_of_a_stranger_is_heeded_and_not_stored(house: House) -> None:
    assert choices.signal(None, gpc=True) == (ADVERTS,)
    assert LedgerEntry.objects.count() == 0


def test_signing_in_adopts_refusals_always_and_a_yes_only_where_nothing_was_said(
    house: House,
) -> None:
    visitor, person = house.person(), house.person()
    choices.show_notice(visitor, Words("policy", "The policy"))
    choices.choose(visitor, choices.ask(RESEARCH), State.GIVEN, point=DESK, channel="banner")
    choices.choose(visitor, question(SURVEYS, topic="surveys"), State.GIVEN)
    choices.choose(visitor, question(PERSONALISE, topic="front"), State.REFUSED)
    choices.choose(person, question(SURVEYS, topic="surveys"), State.REFUSED)
    choices.choose(person, question(PERSONALISE, topic="front"), State.GIVEN)
    choices.adopt(visitor, person)
    states = {one.topic: one.state for one in choices.standing(person)}
    assert states == {
        "notice.policy": "shown", "research": "given", "surveys": "refused", "front": "refused",
    }  # fmt: skip
    assert [subjects.is_open(person, one) for one in (RESEARCH, SURVEYS, PERSONALISE)] == [
        True, False, False,
    ]  # fmt: skip
    assert (by_topic(person)["research"].point, by_topic(person)["research"].channel) == (
        "test.desk", "banner",
    )  # fmt: skip
    count = LedgerEntry.objects.count()
    choices.adopt(visitor, person)
    assert LedgerEntry.objects.count() == count


def test_who_answered_is_asked_again_when_the_purpose_changed_or_grew(house: House) -> None:
    person = house.person()
    asked = choices.ask(RESEARCH)
    assert choices.must_ask(person, asked)
    choices.choose(person, asked, State.REFUSED)
    assert not choices.must_ask(person, asked)
    assert choices.must_ask(person, replace(asked, purposes=(RESEARCH, SURVEYS)))
    ruled = law.in_force().purposes
    changed = dict(ruled) | {"research": replace(ruled["research"], since_version=2)}
    with law.under(a_policy(version=2, purposes=changed)):
        assert choices.must_ask(person, asked)
        choices.choose(person, asked, State.GIVEN)
        assert not choices.must_ask(person, asked)


def test_the_pack_asks_nothing_about_a_purpose_without_a_choice(house: House) -> None:
    with pytest.raises(DeclarationError) as refused:
        choices.ask(ACCOUNT)
    assert str(refused.value) == "account: the pack asks no choice about it."


def test_a_topic_is_an_id() -> None:
    with pytest.raises(DeclarationError):
        question(topic="Offers!")


def test_a_text_is_kept_word_for_word_and_once(house: House) -> None:
    for _ in range(2):
        choices.choose(house.person(), question(SURVEYS, text="Truly?"), State.GIVEN)
    assert list(Notice.objects.values_list("text", "kind", "version")) == [("Truly?", "choice", 1)]


def test_a_receipt_names_the_term_of_everything_that_a_purpose_uses(house: House) -> None:
    person = house.person()
    terms = {
        "kernel.facts": ClauseLaw(Term(TermKind.DAYS, 30)),
        "kernel.ties": ClauseLaw(Term(TermKind.INDEFINITE, reason="as long as there is a use")),
    }
    clauses = dict(law.in_force().clauses) | terms
    del clauses["kernel.looks"]
    number = choices.choose(person, question(RECORD, topic="proof"), State.GIVEN)
    with law.under(a_policy(clauses=clauses)):
        made = receipts.receipt(person, number)
        (said,) = made["consent_record"]["pii_processing"]["purposes"]
    kept = {one["pii_attribute_id"]: one["retention_period"] for one in said["pii_information"]}
    assert kept["kernel.facts"] == "P30D"
    assert kept["kernel.ties"] == "as long as there is a use"
    assert kept["kernel.looks"] == ""
    assert kept["kernel.choices"] == "account"
    with law.under(a_policy(purposes={})):
        made = receipts.receipt(person, number)
    assert made["consent_record"]["pii_processing"]["purposes"] == [{"purpose": "record"}]


def test_signing_in_adopts_no_yes_to_which_the_persons_law_gives_no_ground(house: House) -> None:
    visitor, person = house.person(), house.person("california")
    choices.choose(visitor, choices.ask(ANALYTICS), State.GIVEN)
    choices.adopt(visitor, person)
    assert choices.standing(person) == ()
    choices.withdraw(visitor, "analytics")
    choices.adopt(visitor, person)
    assert by_topic(person)["analytics"].state == "withdrawn"


def test_who_follows_choices_hears_of_each_once(house: House) -> None:
    person, heard = house.person(), list[object]()

    def follower(*said: object) -> None:
        heard.append(said)

    for _ in range(2):
        choices.on_choice(follower)
    try:
        choices.choose(person, question(SURVEYS), State.REFUSED)
    finally:
        choices._followers.remove(follower)
    assert heard == [(person, (SURVEYS,), "refused")]
    assert "account: choice about offers" in [one.why for one in audit.records_of(person)]
