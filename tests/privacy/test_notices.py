"""Who received a value hears of its correction, and of the person's erasure; nobody else does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from salerno.adapters.file_drop import drop_folder
from salerno.policy.purposes import CORRESPONDENCE
from salerno.privacy import choices, law, ledger, rights, subjects
from salerno.privacy.context import Viewer, entered
from salerno.privacy.disclose import Payload, deliver_outbox, disclose, received
from salerno.privacy.law import Recipient
from salerno.privacy.models import Disclosure
from salerno.privacy.outbox import key_of, switch_off
from salerno.privacy.purposes import RECORD
from salerno.services.accounts.clauses import EMAIL, NAME
from tests import people
from tests.ground import pack
from tests.people import Person, column, words

__all__ = ["pack"]

BADGE = Payload("test.badge", {"name": NAME, "note": NAME}, frozenset({"number"}))
OFFICE = Recipient(
    "office", "The badge office", "vendor", "Agreement 9", "US", "scc", ("correspondence",),
    (NAME.id, EMAIL.id), "", role="controller", address="9 Office Row",
)  # fmt: skip


@pytest.fixture(autouse=True)
def offices(pack: str) -> Iterator[None]:
    """Two offices outside that decide alone, and a carrier that does not."""
    others = {
        "office": OFFICE,
        "press": replace(OFFICE, id="press", name="The press office"),
        "printer": replace(OFFICE, id="printer", role="processor"),
    }
    held = law.in_force()
    with law.under(replace(held, recipients={**held.recipients, **others}, digest="offices")):
        yield


def send(who: Person, recipient: str = "office", name: str = "Ann Reader") -> int:
    fields = {"name": name, "note": "Welcome", "number": "7"}
    with entered(CORRESPONDENCE, Viewer.job("test")):
        return disclose(BADGE, recipient, {who.subject: fields}, ground="a badge")[0]


def notices() -> list[dict[str, Any]]:
    """What lies in the folder of deliveries and is a notice."""
    deliver_outbox()
    read = [json.loads(one.read_text()) for one in sorted(drop_folder().glob("*.json"))]
    return [one for one in read if "notice" in one]


def keys() -> list[str]:
    """The keys of the badges that were delivered, by name of file."""
    deliver_outbox()
    found = drop_folder().glob("*.json")
    return sorted(one.stem for one in found if "number" in json.loads(one.read_text()))


def rename(client: Client, name: str) -> None:
    assert client.post("/you/profile", {"name": name}).status_code == 302


def test_a_correction_reaches_who_received_the_old_value_under_the_key_of_the_delivery() -> None:
    ann, ben = people.person(), people.person("ben@example.org", "Ben Other")
    number = send(ann)
    send(ben, "press", "Ben Other")
    assert key_of(ann.subject, number) in keys()
    rename(ann.browser(), "Ann Writer")
    assert notices() == [
        {
            "notice": "corrected", "deliveries": [key_of(ann.subject, number)],
            "fields": ["name"], "values": {"name": "Ann Writer"},
        }
    ]  # fmt: skip


def test_the_same_value_saved_again_tells_nobody_and_a_second_correction_tells_once_more() -> None:
    ann = people.person()
    client = ann.browser()
    send(ann)
    rename(client, "Ann Reader")
    assert notices() == []
    rename(client, "Ann Writer")
    rename(client, "Ann Writer")
    assert len(notices()) == 1
    rename(client, "Ann Author")
    assert sorted(one["values"]["name"] for one in notices()) == ["Ann Author", "Ann Writer"]


def test_the_person_reads_that_the_recipient_was_told() -> None:
    ann = people.person()
    send(ann)
    rename(ann.browser(), "Ann Writer")
    page = words(ann.browser().get("/you/received"))
    assert "The badge office is being told: What was sent before was corrected." in page
    deliver_outbox()
    page = words(ann.browser().get("/you/received"))
    assert "The badge office was told: What was sent before was corrected." in page


def test_without_the_ground_the_recipient_hears_of_the_change_and_not_of_the_value() -> None:
    ann = people.person()
    send(ann)
    deliver_outbox()
    with entered(RECORD, Viewer.job("test")):
        subjects.close(ann.subject, CORRESPONDENCE, "objected")
    client = ann.browser()
    rename(client, "Ann Writer")
    (made,) = notices()
    assert (made["fields"], made["values"]) == (["name"], {})
    assert "Ann Writer" not in "".join(one.read_text() for one in drop_folder().glob("*.json"))
    rename(client, "Ann Writer")
    assert len(notices()) == 1


@pytest.mark.parametrize("ended", ["clause", "purpose", "consent", "off", "gone"])
def test_each_part_of_the_ground_counts(ended: str) -> None:
    ann = people.person()
    number = send(ann)
    deliver_outbox()
    changed = {
        "clause": replace(OFFICE, clauses=(EMAIL.id,)),
        "purpose": replace(OFFICE, purposes=()),
    }
    held = law.in_force()
    recipients = {**held.recipients, "office": changed.get(ended, OFFICE)}
    if ended == "gone":
        del recipients["office"]
    with entered(RECORD, Viewer.job("test")):
        if ended == "off":
            switch_off("office", "asked by its own officer")
        if ended == "consent":
            with subjects.keeping("test"):
                Disclosure.objects.filter(pk=number).update(choice="a receipt that does not stand")
    with law.under(replace(held, recipients=recipients, digest=f"ended-{ended}")):
        rename(ann.browser(), "Ann Writer")
    with entered(RECORD, Viewer.job("test")):
        told = [one for one in received(ann.subject) if one.ground.startswith("What was sent")]
    assert [(one.fields, one.purpose) for one in told] == [(("name",), "rights")]


def test_the_new_value_rests_on_the_choice_that_let_the_old_one_go() -> None:
    ann = people.person()
    number = send(ann)
    with entered(RECORD, Viewer.job("test")):
        question = choices.Question(
            "badge", law.ChoiceForm.OPT_IN, choices.Words("choice", "A badge?"), (CORRESPONDENCE,)
        )
        given = choices.choose(ann.subject, question, choices.State.GIVEN)
        with subjects.keeping("test"):
            Disclosure.objects.filter(pk=number).update(choice=given)
    rename(ann.browser(), "Ann Writer")
    (made,) = notices()
    assert made["values"] == {"name": "Ann Writer"}


def test_who_only_carries_and_who_was_sent_another_field_hear_nothing() -> None:
    ann = people.person()
    send(ann, "printer")
    send(ann)
    assert [sorted(one) for one in column("privacy_disclosure", "prints") if one not in ("{}", {})]
    client = ann.browser()
    client.post("/you/profile", {"name": "Ann Reader", "profession": "nurse"})
    assert notices() == []
    rename(client, "Ann Writer")
    with entered(RECORD, Viewer.job("test")):
        told = [one.recipient for one in received(ann.subject) if "corrected" in one.ground]
    assert told == ["The badge office"]


def test_an_erasure_is_passed_on_with_keys_and_nothing_else() -> None:
    ann, ben = people.person(), people.person("ben@example.org", "Ben Other")
    send(ann)
    send(ann)
    send(ann, "press")
    send(ben, "office", "Ben Other")
    before = keys()
    with entered(RECORD, Viewer.job("test")):
        assert set(rights.plan_erasure(ann.subject).recipients) >= {"office", "press"}
    rights.erase(ann.subject, ground="asked")
    made = notices()
    assert sorted(len(one["deliveries"]) for one in made) == [1, 2]
    assert {name for one in made for name in one} == {"notice", "deliveries"}
    assert {one["notice"] for one in made} == {"erased"}
    named = {key for one in made for key in one["deliveries"]}
    bens = next(one for one in before if one not in named)
    assert named == set(before) - {bens}
    assert ledger.verify().is_whole


def test_after_an_erasure_no_print_of_a_value_is_left() -> None:
    ann = people.person()
    send(ann)
    deliver_outbox()
    assert [one for one in column("privacy_disclosure", "prints") if one not in ("{}", {})]
    rights.erase(ann.subject, ground="asked")
    assert [one for one in column("privacy_disclosure", "prints") if one not in ("{}", {})] == []


def test_what_never_left_is_not_called_back() -> None:
    ann = people.person()
    send(ann)
    rights.erase(ann.subject, ground="asked")
    assert notices() == []


def test_a_letter_to_the_person_is_not_called_back() -> None:
    ann = people.person()
    client = Client()
    client.post("/password/forgotten", {"email": ann.email})
    deliver_outbox()
    rights.erase(ann.subject, ground="asked")
    assert notices() == []
