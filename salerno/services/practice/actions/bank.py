"""Loading a bank, and the way of a question: written, reviewed by somebody else, live, retired."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django.db import IntegrityError, transaction
from django.http import Http404
from django.utils.translation import gettext as _

from salerno.policy.purposes import EDITORIAL, RESEARCH
from salerno.privacy import clock
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.services.catalog import actions as catalog
from salerno.services.catalog.values import Kind
from salerno.services.catalog.values import NewItem as NewEntry
from salerno.services.practice.clauses import EDITING_POINT
from salerno.services.practice.models import Bank, Editing, Item, Objective, revision
from salerno.services.practice.values import ItemState, NewBank, NewItem, NewObjective, Step

MOVES = {
    (ItemState.DRAFT, ItemState.REVIEW): Step.WROTE,
    (ItemState.REVIEW, ItemState.LIVE): Step.REVIEWED,
    (ItemState.REVIEW, ItemState.DRAFT): Step.RETURNED,
    (ItemState.LIVE, ItemState.RETIRED): Step.RETIRED,
}


@action(EDITORIAL)
def load_bank(*, by: Viewer, new: NewBank) -> int:
    """Load a bank from a file, or add what a file has to the bank of the same slug; its id.

    A question that is there already keeps what it is: a live one is never changed in place.
    Returns how many questions are new.
    """
    address = f"/practice/{new.slug}"
    entry = NewEntry(Kind.PAGE, address, new.title, new.summary, access=new.access)
    item_id = catalog.put(by=by, new=entry)
    columns = {
        "title": new.title,
        "summary": new.summary,
        "item_id": item_id,
        "exam_questions": new.exam_questions,
        "question_seconds": new.question_seconds,
        "pass_percent": new.pass_percent,
        "revision": revision(),
    }
    bank, _made = Bank.objects.update_or_create(slug=new.slug, defaults=columns)
    objectives = _blueprint(bank.pk, new.objectives)
    known = set(Item.objects.filter(bank=bank).values_list("key", flat=True))
    fresh = [one for one in new.items if one.key not in known]
    Item.objects.bulk_create(
        [
            Item(
                bank=bank,
                objective_id=objectives[one.objective],
                state=one.state,
                **columns_of(one),
            )
            for one in fresh
        ]
    )
    return len(fresh)


def _blueprint(bank_id: int, objectives: tuple[NewObjective, ...]) -> dict[str, int]:
    """Write the objectives, modules first; their ids by slug."""
    rows = Objective.objects.filter(bank_id=bank_id)
    ids = dict(rows.values_list("slug", "pk"))
    most = len(ids)
    for number, one in enumerate(sorted(objectives, key=lambda each: bool(each.parent)), most):
        row, _made = Objective.objects.update_or_create(
            bank_id=bank_id,
            slug=one.slug,
            defaults={
                "title": one.title, "weight": one.weight,
                "parent_id": ids[one.parent] if one.parent else None,
            },
            create_defaults={
                "title": one.title, "weight": one.weight, "number": number,
                "parent_id": ids[one.parent] if one.parent else None,
            },
        )  # fmt: skip
        ids[one.slug] = row.pk
    return ids


def columns_of(one: NewItem) -> dict[str, Any]:
    """A question as it is kept, without its bank, objective and state."""
    return {
        "key": one.key,
        "stem": one.stem,
        "ask": one.ask,
        "panel": asdict(one.panel) if one.panel.rows else {},
        "options": [{"text": text, "why": why} for text, why in one.options],
        "answer": one.answer,
        "rationale": one.rationale,
        "references": list(one.references),
        "slope": one.slope,
        "difficulty": one.difficulty,
    }


@action(EDITORIAL, collects=EDITING_POINT)
def write_item(
    *, by: Viewer, bank_id: int, objective_id: int, new: NewItem, item_id: int = 0
) -> int:
    """Write a draft, or change one; its id. Raises Refused for what is no draft of this bank."""
    if not Objective.objects.filter(
        pk=objective_id, bank_id=bank_id, parent__isnull=False
    ).exists():
        raise Refused(_("Choose an objective of this bank."), status=400)
    columns = columns_of(new) | {"objective_id": objective_id, "changed_at": clock.now()}
    try:
        with transaction.atomic():
            if not item_id:
                row = Item.objects.create(bank_id=bank_id, state=ItemState.DRAFT, **columns)
                Editing.objects.create(owner_id=by.known, item_id=row.pk, step=Step.WROTE)
                return int(row.pk)
            drafts = Item.objects.filter(pk=item_id, bank_id=bank_id, state=ItemState.DRAFT)
            changed = drafts.update(**columns)
    except IntegrityError as error:
        words = _("Another question has the key “%s”. Choose another key.")
        raise Refused(words % new.key, status=409) from error
    if not changed:
        raise Refused(_("Only a draft is changed. Make a new version of a live one."), status=409)
    if not Editing.objects.filter(owner_id=by.known, item_id=item_id, step=Step.WROTE).exists():
        Editing.objects.create(owner_id=by.known, item_id=item_id, step=Step.WROTE)
    return item_id


@action(EDITORIAL, collects=EDITING_POINT)
def move_item(*, by: Viewer, bank_id: int, item_id: int, to: str) -> None:
    """Move a question on. Raises Refused for a way there is not, and for one's own review."""
    row = Item.objects.filter(pk=item_id, bank_id=bank_id).values_list("state", flat=True).first()
    if row is None:
        raise Http404
    step = next((s for (a, b), s in MOVES.items() if a == row and b == to), None)
    if step is None:
        raise Refused(_("This question cannot go there from where it is."), status=409)
    if (
        to == ItemState.REVIEW
        and not Item.objects.exclude(rationale="").filter(pk=item_id).exists()
    ):
        raise Refused(_("Write why the answer is right, before somebody reviews it."), status=409)
    if step is Step.REVIEWED and _wrote(by.known, item_id):
        raise Refused(_("You wrote this question: somebody else reviews it."))
    moved = Item.objects.filter(pk=item_id, state=row).update(state=to, changed_at=clock.now())
    if not moved:
        raise Refused(_("Somebody moved this question meanwhile. Look again."), status=409)
    if step is not Step.WROTE:
        Editing.objects.create(owner_id=by.known, item_id=item_id, step=step)
    Bank.objects.filter(pk=bank_id).update(revision=revision())


def _wrote(subject: int, item_id: int) -> bool:
    rows = Editing.objects.filter(owner_id=subject, item_id=item_id, step=Step.WROTE)
    return rows.exists()


@action(EDITORIAL, collects=EDITING_POINT)
def revise_item(*, by: Viewer, bank_id: int, item_id: int) -> int:
    """A draft that is to replace a live or retired question; its id. The old one stays in history.

    Raises Http404 where there is no such question.
    """
    old = Item.objects.filter(
        pk=item_id, bank_id=bank_id, state__in=(ItemState.LIVE, ItemState.RETIRED)
    ).first()
    if old is None:
        raise Http404
    versions = Item.objects.filter(bank_id=bank_id, key__startswith=f"{old.key}-v").count()
    row = Item.objects.create(
        bank_id=bank_id, objective_id=old.objective_id, key=f"{old.key[:70]}-v{versions + 2}",
        state=ItemState.DRAFT, stem=old.stem, ask=old.ask, panel=old.panel, options=old.options,
        answer=old.answer, rationale=old.rationale, references=old.references, slope=old.slope,
        difficulty=old.difficulty, replaces_id=old.pk,
    )  # fmt: skip
    Editing.objects.create(owner_id=by.known, item_id=row.pk, step=Step.WROTE)
    return int(row.pk)


@action(RESEARCH)
def set_parameters(
    *, by: Viewer, bank_id: int, parameters: dict[int, tuple[float, float, int]]
) -> int:
    """Write calibrated slopes and difficulties, (slope, difficulty, answers) by question."""
    rows = list(Item.objects.filter(bank_id=bank_id, pk__in=parameters))
    for row in rows:
        row.slope, row.difficulty, row.calibrated_on = parameters[row.pk]
    Item.objects.bulk_update(rows, ("slope", "difficulty", "calibrated_on"), batch_size=500)
    Bank.objects.filter(pk=bank_id).update(revision=revision())
    return len(rows)
