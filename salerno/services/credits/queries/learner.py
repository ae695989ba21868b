"""A learner's own: progress, record, certificates, identity and reports."""

from __future__ import annotations

from typing import Any

from salerno.policy.purposes import ACCOUNT, CREDITS
from salerno.privacy import choices
from salerno.privacy.context import handover, viewer
from salerno.privacy.doing import query
from salerno.services.credits import models, rules
from salerno.services.credits.queries.bodies import bodies, machine
from salerno.services.credits.values import (
    Activity,
    BodyLine,
    Certificate,
    Credit,
    Identity,
    Need,
    Progress,
    ReportLine,
    Try,
)

MOST = 1000


@query(ACCOUNT)
def progress(activity: Activity) -> Progress:
    """How far the viewer has come. Four statements."""
    rows = models.Try.objects.filter(activity_id=activity.id).order_by("number")
    tries = tuple(
        Try(number, percent or 0, (percent or 0) >= activity.pass_percent, at)
        for number, percent, at in rows.values_list("number", "percent", "at")
    )
    done = models.Completion.objects.filter(activity_id=activity.id)
    said = models.Evaluation.objects.filter(activity_id=activity.id)
    return Progress(
        tries,
        done.values_list("completed_at", flat=True).first(),
        said.values_list("at", flat=True).first(),
        tuple(_credits(activity_id=activity.id)),
    )


@query(ACCOUNT)
def own_credits() -> list[Credit]:
    """The viewer's record, the latest first. Two statements."""
    return _credits()


def _credits(**only: int) -> list[Credit]:
    rows = models.Credit.objects.filter(**only).select_related("activity", "type")
    found = list(rows.order_by("-completed_on", "-pk")[:MOST])
    known = models.Certificate.objects.filter(credit_id__in=[one.pk for one in found])
    numbers = dict(known.values_list("credit_id", "number"))
    return [_credit(one, numbers.get(one.pk, "")) for one in found]


def _credit(row: models.Credit, number: str) -> Credit:
    return Credit(
        row.pk, number, row.activity.title, row.activity.slug, row.type.slug, row.type.title,
        row.type.unit, row.amount, row.completed_on, row.claimed_at,
    )  # fmt: skip


@query(CREDITS)
def certificate(number: str) -> Certificate | None:
    """The certificate of a number, for whoever was given it. Two statements.

    Nothing is found by anything but the whole number, and nothing after its owner has left.
    """
    with handover(CREDITS, ground="a certificate is verified by its number", viewer=machine()):
        return _certificate(number)


@query(ACCOUNT)
def own_certificate(number: str) -> Certificate | None:
    """A certificate of the viewer's own. Two statements."""
    return _certificate(number)


def _certificate(number: str) -> Certificate | None:
    asked = "" if "\0" in number else number[:24]  # PostgreSQL takes no NUL
    row = models.Certificate.objects.filter(number=asked).first()
    if row is None or not row.name:
        return None
    credits = models.Credit.objects.filter(pk=row.credit_id).select_related("activity", "type")
    one = credits.first()
    if one is None:
        return None
    return Certificate(
        row.number, row.name, one.activity.title, one.activity.number, one.type.title,
        one.type.unit, one.amount, one.completed_on, one.claimed_at, one.activity.support,
    )  # fmt: skip


@query(ACCOUNT)
def identity() -> Identity:
    """Who the viewer is to boards. Two statements."""
    row = models.Identity.objects.first()
    rows = models.BoardNumber.objects.select_related("body")
    numbers = {one.body.slug: str(one.number) for one in rows}
    if row is None:
        return Identity(numbers=numbers)
    return Identity(row.given_name, row.family_name, row.licence, row.birthday, numbers)


@query(ACCOUNT)
def body_lines() -> list[BodyLine]:
    """The bodies that may receive credits, those with the viewer's yes first, and where each is."""
    me, known = viewer().known, identity()
    given = {one.topic: one.receipt for one in choices.standing(me) if one.state == "given"}
    lines = [one for one in bodies() if one.is_active or rules.topic(one.id) in given]
    lines.sort(key=lambda one: rules.topic(one.id) not in given)
    return [
        BodyLine(
            one,
            given.get(rules.topic(one.id), ""),
            tuple(str(Need(each).label) for each in rules.lacking(one.needs, known.known(one.slug)))
            + (() if known.given_name and known.family_name else _name_lacks()),
        )
        for one in lines
    ]


def _name_lacks() -> tuple[str, ...]:
    return (str(models.Identity._meta.get_field("given_name").verbose_name),)


@query(ACCOUNT)
def own_reports() -> list[ReportLine]:
    """What was reported of the viewer's credits, the latest first. Two statements."""
    rows = list(models.Report.objects.select_related("body").order_by("-asked_at", "-pk")[:MOST])
    ids = {one.credit_id for one in rows}
    credits = models.Credit.objects.filter(pk__in=ids).select_related("activity", "type")
    known = {one.pk: one for one in credits}
    return [_line(one, known[one.credit_id]) for one in rows if one.credit_id in known]


def _line(row: models.Report, credit: Any) -> ReportLine:
    return ReportLine(
        row.pk, row.number, row.body.name, credit.activity.title, credit.type.unit, credit.amount,
        row.state, row.asked_at, row.due_on, row.sent_at, row.answered_at, row.answer,
    )  # fmt: skip
