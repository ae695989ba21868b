"""Guardians of people from 13 to 17: asked by letter, free to answer, to look and to end it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.db.models import Q
from django.utils.translation import gettext as _

from salerno.policy.purposes import ACCOUNT
from salerno.privacy import audit, choices, clock, facts, rights
from salerno.privacy.context import Viewer, entered, handover
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.law import ChoiceForm
from salerno.privacy.models import Subject
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.subjects import keeping, new_subject
from salerno.services.accounts import clauses, rules
from salerno.services.accounts.clauses import GUARDIAN_POINT
from salerno.services.accounts.links import read_link, write_link
from salerno.services.accounts.models import Guardian, Particulars, Profile, User
from salerno.services.accounts.queries import subject_of_address
from salerno.services.accounts.values import Consent, GuardianLine, Program

YEARS = 6 * 365 * 24 * 3600  # how long a guardian's link opens: longer than anybody is a minor

type Ended = Callable[[int, int], None]
_on_end: list[Ended] = []


def on_guardian_end(leave: Ended) -> None:
    """Let a higher room end what a guardian no longer approves: (child, item)."""
    if leave not in _on_end:
        _on_end.append(leave)


def program_link(program: Program) -> str:
    """What leads to a registration for one program that is open to people under the general age."""
    said = {"item": program.item_id, "title": program.title, "age": program.min_age}
    return write_link("program", said)


def read_program(link: str) -> Program:
    """The program of such a link. Raises Refused for one that is not ours."""
    said = read_link("program", link, within=24 * rules.HOUR_SECONDS)
    return Program(int(said["item"]), str(said["title"]), int(said["age"]))


def is_minor(subject: int) -> bool:
    """Whether the rules for people under 18 hold for ``subject``."""
    with keeping("whether somebody is under 18"):
        return Subject.objects.filter(pk=subject, is_minor=True).exists()


def check_guardian(subject: int, item_id: int) -> str:
    """Where a guardian's answer about a program stands: "" where none is needed.

    "approved" opens; anything else waits. Before anybody was asked it is "unasked".
    """
    if not is_minor(subject):
        return ""
    with handover(AUTHENTICATE, ground="whether a guardian approved"):
        rows = Guardian.objects.filter(owner_id=subject, item_id=item_id)
        return rows.values_list("state", flat=True).first() or "unasked"


@action(ACCOUNT, collects=GUARDIAN_POINT)
def ask_guardian(*, by: Viewer, program: Program, email: str, link_to: Callable[[str], str]) -> int:
    """Write to a guardian about one program; asked again, the letter goes to the new address.

    ``link_to`` makes the address of a page from a signed text.
    """
    child, address = by.known, email.strip().lower()
    with handover(AUTHENTICATE, ground="a guardian is asked"):
        user = User.objects.get(pk=child)
        guardian = subject_of_address(address)
    if not is_minor(child):
        raise Refused(_("Nobody needs to approve for you: you are 18 or older."), status=409)
    if guardian == child or address == user.email:
        raise Refused(_("This is your own address. Name a parent or guardian."), status=422)
    row = Guardian.objects.filter(owner_id=child, item_id=program.item_id)
    if row.filter(state=Consent.APPROVED).exists():
        raise Refused(_("Your guardian has approved this already."), status=409)
    title = _("%(title)s, from %(age)d years") % {"title": program.title, "age": program.min_age}
    values = {
        "guardian_id": guardian or new_subject(), "email": address, "program": title[-160:],
        "state": Consent.ASKED, "asked_at": clock.now(), "answered_at": None,
    }  # fmt: skip
    if not row.update(**values):
        Guardian.objects.create(owner_id=child, item_id=program.item_id, **values)
    number = row.values_list("pk", flat=True).get()
    said = {"user": user, "program": title, "days": rules.GUARDIAN_DAYS}
    said["guardian_url"] = link_to(write_link("guardian", {"g": number}))
    with handover(AUTHENTICATE, ground="a letter to a guardian"):
        get_adapter().send_mail("account/email/guardian", address, said)
    return int(number)


def guardian_line(link: str) -> GuardianLine:
    """What the guardian's link is about. Raises Refused for a link that is not ours, or gone."""
    number = int(read_link("guardian", link, within=YEARS)["g"])
    row = Guardian.objects.filter(pk=number).first()
    if row is None:
        words = _("Nothing is held any more that this letter asked about.")
        raise Refused(words, status=404)
    with handover(ACCOUNT, ground="the guardian reads whose account it is",
                  viewer=Viewer.person(row.owner_id)):  # fmt: skip
        name = Profile.objects.values_list("name", flat=True).get(pk=row.owner_id)
    audit.record_look(
        row.owner_id, row.guardian_id, role="guardian", reason=_("The guardian's own link"),
        clauses=(clauses.NAME, clauses.GUARDIAN),
    )  # fmt: skip
    program = Program(row.item_id, row.program, 0)
    return GuardianLine(
        row.pk, row.owner_id, name, row.email, program, row.state, row.asked_at, row.answered_at
    )


@action(AUTHENTICATE, collects=GUARDIAN_POINT)
def answer_for_child(*, by: Viewer, line: GuardianLine, state: Consent) -> None:
    """Approve, decline or withdraw. What is withdrawn ends at once, wherever it runs."""
    allowed = {
        Consent.ASKED: (Consent.APPROVED, Consent.DECLINED),
        Consent.APPROVED: (Consent.WITHDRAWN,),
        Consent.DECLINED: (Consent.APPROVED,),
        Consent.WITHDRAWN: (Consent.APPROVED,),
    }
    if state not in allowed[Consent(line.state)]:
        raise Refused(_("That was answered before. Load the page again."), status=409)
    Guardian.objects.filter(pk=line.id).update(state=state, answered_at=clock.now())
    _write_choice(line, state)
    facts.record(f"guardian.{state}", line.child, line.program.item_id)
    if state is Consent.WITHDRAWN:
        for leave in _on_end:
            leave(line.child, line.program.item_id)


def _write_choice(line: GuardianLine, state: Consent) -> None:
    text = _("As parent or guardian I approve that this child takes “%(program)s”.") % {
        "program": line.program.title
    }
    topic = f"guardian.item{line.program.item_id}"
    question = choices.Question(topic, ChoiceForm.OPT_IN, choices.Words("guardian", text))
    said = choices.State.GIVEN if state is Consent.APPROVED else choices.State.REFUSED
    if state is Consent.WITHDRAWN:
        said = choices.State.WITHDRAWN
    choices.choose(line.child, question, said, point=GUARDIAN_POINT, channel="letter")


def unanswered() -> int:
    """Erase what has waited too long for a guardian; how many that were.

    Whoever could not be here without an approval is erased; otherwise only the question is.
    """
    before = clock.now() - timedelta(days=rules.GUARDIAN_DAYS)
    with entered(AUTHENTICATE, Viewer.job("guardians"), ground="periodic"):
        late = Guardian.objects.filter(state=Consent.ASKED, asked_at__lt=before)
        asked = set(late.values_list("owner_id", flat=True))
        lately = Q(state=Consent.APPROVED) | Q(asked_at__gte=before) | Q(answered_at__gte=before)
        users = User.objects.filter(created_at__lt=before).values("pk")
        young = Particulars.objects.filter(is_old_enough=False, owner_id__in=users)
        cared_for = Guardian.objects.filter(lately).values("owner_id")
        waiting = set(young.exclude(owner_id__in=cared_for).values_list("owner_id", flat=True))
    for child in sorted(waiting):
        rights.erase(child, ground="no guardian approved in time")
    return len(waiting) + drop_questions(asked - waiting)


def drop_questions(people: set[int]) -> int:
    """Erase the questions that nobody answered in time; how many that were."""
    by = Viewer.job("guardians")
    with entered(AUTHENTICATE, by, ground="periodic"):
        return _drop(by=by, people=people)


@action(AUTHENTICATE)
def _drop(*, by: Viewer, people: set[int]) -> int:
    before = clock.now() - timedelta(days=rules.GUARDIAN_DAYS)
    late = Guardian.objects.filter(owner_id__in=people, state=Consent.ASKED, asked_at__lt=before)
    return late.delete()[0]
