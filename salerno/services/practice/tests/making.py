"""Banks and learners for tests, made by the room's own verbs."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

from django.test import Client

from salerno.policy.purposes import EDITORIAL, PRACTICE
from salerno.privacy import clock
from salerno.privacy.context import Viewer, entered
from salerno.services.practice import actions, models, queries
from salerno.services.practice.values import Bank, NewBank, NewItem, NewObjective, Panel
from salerno.services.practice.values.study import Put, Wanted
from tests import people
from tests.people import Person

EDITOR = Viewer.visitor()  # tables about nobody; the door asks for the role
SECRET = "The reason that nobody reads before the answer"
LEAVES = ("rhythm", "valves", "airways", "pleura")


def new_bank(slug: str = "hearts-and-lungs", each: int = 4, **changes: Any) -> NewBank:
    """What a file would say. Option A is right in every question."""
    objectives = (
        NewObjective("heart", "Heart"),
        NewObjective("lung", "Lung"),
        NewObjective("rhythm", "Rhythm", "heart", 2.0),
        NewObjective("valves", "Valves", "heart"),
        NewObjective("airways", "Airways", "lung"),
        NewObjective("pleura", "Pleura", "lung"),
    )
    items = tuple(
        NewItem(
            f"{leaf}-{number}", leaf, f"A patient with {leaf} {number}.\n\nMore of the story.",
            f"What about {leaf} {number}?",
            (("Right option", ""), ("First wrong", f"{SECRET} B"), ("Second wrong", f"{SECRET} C")),
            0, f"{SECRET} A", ("A textbook, chapter 1",),
            Panel("Results", ("Test", "Value"), (("Sodium", "140"),)) if number == 0 else Panel(),
            1.0, (number - each / 2) / 2,
        )
        for leaf in LEAVES
        for number in range(each)
    )  # fmt: skip
    whole: dict[str, Any] = {
        "exam_questions": 5,
        "objectives": objectives,
        "items": items,
    } | changes
    return NewBank(slug, "Hearts and lungs", "A bank for tests", **whole)


def made_bank(slug: str = "hearts-and-lungs", **changes: Any) -> Bank:
    """A bank, loaded."""
    with entered(EDITORIAL, EDITOR):
        actions.load_bank(by=EDITOR, new=new_bank(slug, **changes))
        return queries.bank(slug)


def learner(name: str) -> tuple[Person, Client]:
    """Somebody who practises, with a browser."""
    person = people.person(f"{name.lower()}@example.org", f"{name} Quill")
    with entered(PRACTICE, person.viewer):
        actions.begin(by=person.viewer)
    return person, person.browser()


def ask(person: Person, bank: Bank, wanted: Wanted | None = None) -> Put | None:
    """The open question of somebody."""
    with entered(PRACTICE, person.viewer):
        return actions.put_question(by=person.viewer, bank=fresh(bank), wanted=wanted or Wanted())


def fresh(bank: Bank) -> Bank:
    """The bank as it stands now."""
    with entered(EDITORIAL, EDITOR):
        return queries.bank(bank.slug)


def respond(
    person: Person, bank: Bank, *, right: bool = True, sure: int = 80, wanted: Wanted | None = None
) -> int:
    """Answer the open question or a new one; the id of the answer."""
    put = ask(person, bank, wanted)
    assert put is not None
    with entered(PRACTICE, person.viewer):
        return actions.answer(
            by=person.viewer, bank=fresh(bank), answer_id=put.answer_id,
            chosen=0 if right else 1, sure=sure,
        )  # fmt: skip


def study(person: Person, bank: Bank, answers: list[tuple[bool, int]], at: datetime) -> None:
    """Give answers, a minute apart, from a moment on."""
    for number, (right, sure) in enumerate(answers):
        moment = at + timedelta(minutes=number)
        with clock.clock_at(moment):
            ask(person, bank)
        with clock.clock_at(moment + timedelta(seconds=30)):
            respond(person, bank, right=right, sure=sure)


def rows(person: Person, bank: Bank) -> list[models.Answer]:
    """The answers of somebody, in order."""
    with entered(PRACTICE, person.viewer):
        found = models.Answer.objects.filter(owner_id=person.subject, bank_id=bank.id, exam=None)
        return list(found.order_by("number"))


def answer_in(page: str) -> str:
    """The id that a question's page sends back."""
    found = re.search(r'name="answer" value="(\d+)"', page)
    assert found, page[:2000]
    return found.group(1)
