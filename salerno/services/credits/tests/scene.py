"""An accredited activity, boards under contract, and learners, made by the room's own verbs."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from salerno.policy.purposes import ACCOUNT, CREDITS, EDITORIAL
from salerno.privacy import clock
from salerno.privacy.context import Viewer, entered
from salerno.services.catalog.actions import put
from salerno.services.catalog.values import NewItem
from salerno.services.credits import actions, queries
from salerno.services.credits.values import (
    Activity,
    Asked,
    Body,
    ExamQuestion,
    Identity,
    NewActivity,
    NewBody,
    Sending,
)
from tests import people
from tests.people import Person

TYPES = (("pra", "AMA PRA Category 1 Credit", "credits"), ("moc", "MOC Part 2", "points"))
DIGEST = "ab" * 32
EDITOR = Viewer.visitor()
DESK = Viewer.job("desk")


def new_activity(slug: str = "fever", way: str = "exam", **changes: Any) -> NewActivity:
    """An activity that is whole."""
    now = clock.now()
    made = NewActivity(
        slug, f"/articles/{slug}", f"Of {slug}", ("Know it.",), way, 75, 2,
        now - timedelta(days=1), now + timedelta(days=365), "Nobody supported it.",
        "Nobody has an interest.", f"ACT-{slug}",
        {"pra": Decimal("1.00"), "moc": Decimal("0.50")},
        tuple(ExamQuestion(f"Question {n}", ("wrong", "right"), 1, "So.") for n in range(4)),
        (Asked("goals", "Were its goals reached?"), Asked("more", "What else?", is_scale=False)),
    )  # fmt: skip
    return replace(made, **changes)


def activity(slug: str = "fever", way: str = "exam", **changes: Any) -> Activity:
    """An activity on an accredited item."""
    new = new_activity(slug, way, **changes)
    with entered(EDITORIAL, EDITOR, ground="test"):
        put(by=EDITOR, new=NewItem("article", new.address, new.title, accredited=True))
        actions.put_all(by=EDITOR, types=TYPES, activities=(new,))
        found = queries.activity(slug)
    assert found is not None
    return found


def body(slug: str = "council", *, is_active: bool = True, **changes: Any) -> Body:
    """A board under contract."""
    made = NewBody(
        slug, f"Board of {slug}", "1 Street", "US", "json", ("board_id", "birthday"),
        ("pra", "moc"), f"Agreement {slug}", date(2026, 1, 1), date(2030, 1, 1), DIGEST, True,
    )  # fmt: skip
    new = replace(made, **changes)
    with entered(EDITORIAL, EDITOR, ground="test"):
        for kind, title, unit in TYPES:
            actions.put_type(by=EDITOR, slug=kind, title=title, unit=unit)
    with entered(CREDITS, DESK, ground="test"):
        number = actions.save_body(by=DESK, new=new)
        if is_active:
            actions.activate(by=DESK, body_id=number)
        found = queries.body(number)
    assert found is not None
    return found


def learner(name: str = "ann") -> Person:
    """Somebody who has begun a record."""
    who = people.person(f"{name}@example.org", f"{name.title()} Learner")
    with entered(ACCOUNT, who.viewer):
        actions.begin(by=who.viewer)
    return who


def identified(who: Person, *slugs: str, number: str = "D-4477120") -> Person:
    """The same, with what boards need."""
    numbers = dict.fromkeys(slugs or ("council",), number)
    said = Identity("Ann", "Learner", "MA 90210", "02-29", numbers)
    with entered(ACCOUNT, who.viewer):
        actions.save_identity(by=who.viewer, identity=said)
    return who


def passed(who: Person, one: Activity) -> Person:
    """Somebody who passed and evaluated an activity."""
    with entered(ACCOUNT, who.viewer):
        actions.answer(by=who.viewer, activity=one, given=[1] * len(one.exam))
        actions.evaluate(by=who.viewer, activity=one, answers={"goals": 5})
    return who


def claimed(who: Person, one: Activity, kind: str = "pra", amount: str = "1.00") -> str:
    """A claim; the number of its certificate."""
    with entered(ACCOUNT, who.viewer):
        return actions.claim(
            by=who.viewer, activity=one, kind=kind, amount=Decimal(amount), name="Ann Learner, MD"
        )


def agreed(who: Person, at: Body) -> str:
    """Let a board have the credits; the receipt."""
    with entered(ACCOUNT, who.viewer):
        return actions.authorise(by=who.viewer, body=at)


def taken_back(who: Person, at: Body) -> None:
    """Take that back."""
    with entered(ACCOUNT, who.viewer):
        actions.revoke(by=who.viewer, body=at)


def sent(at: Body) -> Sending:
    """What a run makes."""
    with entered(CREDITS, DESK, ground="test"):
        return actions.run(by=DESK, body_id=at.id)


def states(who: Person) -> list[str]:
    """Where the reports of somebody stand, the latest first."""
    with entered(ACCOUNT, who.viewer):
        return [one.state for one in queries.own_reports()]
