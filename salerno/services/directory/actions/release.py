"""Giving out directory information: the published fields, of those who did not refuse."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

from django.utils.translation import gettext as _

from salerno.policy.purposes import DIRECTORY_INFORMATION
from salerno.privacy.choices import consents_to
from salerno.privacy.context import Viewer, handover
from salerno.privacy.declare import Clause
from salerno.privacy.disclose import Party, Payload, disclose
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.law import Basis, in_force
from salerno.privacy.registry import registry
from salerno.privacy.subjects import grounds_of_each
from salerno.services.directory import queries, rules
from salerno.services.directory.models import Release
from salerno.services.directory.values import Asked, Inquiry, Listed

RECIPIENT = "inquirer"
CLAUSE_OF = {
    "name": "accounts.name",
    "photograph": "media.photograph",
    "city": "accounts.location",
    "state": "accounts.location",
    "country": "accounts.location",
    "course": "courses.enrolment",
    "dates": "courses.enrolment",
}
ANSWERED = ("name", "course", "dates")


@action(DIRECTORY_INFORMATION)
def release(*, by: Viewer, asked: Asked) -> tuple[Listed, ...]:
    """What is given out, each person's part written into their own ledger.

    Raises Refused (422) for a field that the published definition does not name, also where the
    list is only to be narrowed by it.
    """
    check_given_out()
    check_definition((*asked.fields, *asked.narrowed))
    if not (asked.fields and asked.recipient.strip() and asked.purpose.strip()):
        raise Refused(_("Say who asks, what for, and for which fields."), status=422)
    with handover(DIRECTORY_INFORMATION, ground="a release", viewer=Viewer.job("directory")):
        lines = _lawful(queries.listed(asked))
        _disclose(asked, lines)
    Release.objects.create(
        recipient=asked.recipient, purpose=asked.purpose, fields=list(asked.fields),
        course=asked.course, people=len({one.subject for one in lines}),
    )  # fmt: skip
    return tuple(lines)


@action(DIRECTORY_INFORMATION)
def answer(*, by: Viewer, inquiry: Inquiry) -> tuple[Listed, ...]:
    """Whether somebody of a name studies here. Of who refused, not even that they exist.

    Nobody of the name, somebody who refused, who is under 18, or who never enrolled: the same
    nothing, after the same statements.
    """
    check_given_out()
    fields = tuple(one for one in ANSWERED if one in queries.definition())
    asked = Asked(inquiry.recipient, inquiry.purpose, fields)
    with handover(DIRECTORY_INFORMATION, ground="an inquiry", viewer=Viewer.job("directory")):
        lines = _lawful(queries.listed_as(inquiry.name))
        _disclose(asked, lines)
    return tuple(lines)


def check_given_out() -> None:
    """Raises Refused (404) where the pack gives out nothing."""
    if not queries.is_given_out():
        raise Refused(_("We give out no directory information about anybody."), status=404)


def check_definition(fields: Iterable[str]) -> None:
    """Raises Refused (422) and names the field that is not directory information."""
    beyond = rules.outside(fields, queries.definition())
    if beyond:
        raise Refused(
            _("“%(name)s” is not directory information. Nothing was given out.")
            % {"name": beyond[0][:40]},
            status=422,
        )


def _lawful(lines: list[Listed]) -> list[Listed]:
    """Those whose own law gives a ground now, also where a policy brought this use after them."""
    people = {0, *(one.subject for one in lines)}  # nobody: the same statements for no lines
    grounds = grounds_of_each(people, DIRECTORY_INFORMATION)
    agreed = consents_to(people, DIRECTORY_INFORMATION)
    barred = {who for who, bases in grounds.items() if Basis.NONE in bases}
    barred |= {who for who, bases in grounds.items() if Basis.CONSENT in bases} - agreed.keys()
    return [one for one in lines if one.subject not in barred]


def _disclose(asked: Asked, lines: list[Listed]) -> None:
    """Write into the ledger what each person's lines hold, in one entry a person."""
    if not lines:
        return
    known = registry().clauses
    said: dict[int, dict[str, set[str]]] = {}
    for one in lines:
        for name, value in one.said(asked.fields).items():
            said.setdefault(one.subject, {}).setdefault(name, set()).add(value)
    rows = {
        subject: {_name(one): "; ".join(sorted(values.get(one, ()))) for one in asked.fields}
        for subject, values in said.items()
    }
    clauses: dict[str, Clause] = {_name(one): known[CLAUSE_OF[one]] for one in asked.fields}
    disclose(
        Payload("directory.information", clauses), RECIPIENT, rows,
        ground=f"{asked.recipient}: {asked.purpose}", party=_party(asked), is_handed=True,
    )  # fmt: skip


def _name(field: str) -> str:
    """A field as the ledger names it: a place is what was shown, and no later one follows it."""
    return f"shown_{field}" if CLAUSE_OF[field] == "accounts.location" else field


def _party(asked: Asked) -> Party:
    """The body that asks; the same name is the same body."""
    body = in_force().recipients[RECIPIENT]
    digest = sha256(asked.recipient.strip().casefold().encode()).hexdigest()[:16]
    return Party(f"b{digest}", asked.recipient, body.contract, body.country)
