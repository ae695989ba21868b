"""Requests as they come in, and how the person shows that it is them."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import timedelta

from django.core import signing
from django.core.files.base import ContentFile
from django.utils.translation import gettext as _

from salerno.policy import rules as policy_rules
from salerno.policy import store
from salerno.policy.purposes import DESK
from salerno.privacy import clock, rights
from salerno.privacy.context import Viewer, handover
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.subjects import layers_by_id, new_subject
from salerno.services.accounts import queries as accounts
from salerno.services.desk.actions.parts import (
    change,
    new_reference,
    seat,
    step,
    write,
)
from salerno.services.desk.clauses import ASKING, PAPER, TAKING
from salerno.services.desk.formats.mail import Mail
from salerno.services.desk.letters.words import home
from salerno.services.desk.models import Case, CaseLetter, CaseStep, Paper
from salerno.services.desk.rules import cases, clocks
from salerno.services.desk.rules.cases import Asker, Channel, Kind, Proof, State
from salerno.services.desk.rules.letters import LetterKind
from salerno.services.desk.values import NewCase, Opened, Verb

SALT = "salerno.desk.confirm"
LINK_SECONDS = 7 * 24 * 3600
MOST_PAPERS = 4
MOST_WORDS = 8000
MOST_LATE = timedelta(days=365)  # on somebody's table, before it was written down


@action(DESK, collects=ASKING)
def ask(*, by: Viewer, new: NewCase, base: str = "") -> Opened:
    """Open a case by a page or a mail. Who is signed in asks about themselves."""
    return _open(by, new, base or home())


@action(DESK, collects=TAKING)
def take_in(*, by: Viewer, new: NewCase) -> Opened:
    """Open a case for what was told by telephone or came by post. The same clocks run."""
    if new.channel not in (Channel.PHONE, Channel.POST, Channel.MAIL):
        raise Refused(_("Say how it reached us: by telephone, post or e-mail."), status=422)
    if new.received_at is not None and new.received_at > clock.now():
        raise Refused(_("It cannot have come in later than now."), status=422)
    if new.received_at is not None and new.received_at < clock.now() - MOST_LATE:
        raise Refused(_("It came in more than a year ago? Look at the year once more."), status=422)
    return _open(Viewer.job("desk"), replace(new, proof=Proof.NONE), home(), taken_by=by)


def _open(by: Viewer, new: NewCase, base: str, taken_by: Viewer | None = None) -> Opened:
    words = new.words.strip()[:MOST_WORDS]
    if not words:
        raise Refused(_("Say what you ask for."), status=422)
    known = by.subject
    before = Case.objects.filter(key=new.once).first() if new.once else None
    if before is not None:
        return Opened(before.key, before.reference)
    owner = known or new_subject(layer=policy_rules.layer_of(new.country, store.pack().layers))
    row = _row(owner, replace(new, words=words), has_account=known is not None)
    Case.objects.bulk_create([row])
    row = Case.objects.get(key=row.key)
    step(row, Verb.RECEIVED, taken_by or by)
    _first_letter(row, by, base)
    return Opened(row.key, row.reference)


def _row(owner: int, new: NewCase, *, has_account: bool) -> Case:
    received = new.received_at or clock.now()
    kind, place = Kind(new.kind), seat()
    lawful = kind not in (Kind.QUESTION, Kind.COMPLAINT)
    law = layers_by_id(owner) if lawful else ()
    regime = clocks.regime_of(law, received.date(), place)
    due = clocks.due(regime, received.date(), place)
    asked = cases.needed(
        kind, asker=Asker(new.asker), has_account=has_account, destination=new.destination
    )
    given = Proof(new.proof)
    if not cases.is_enough(given, asked) and asked is Proof.AGAIN:
        raise Refused(
            _("What goes to somebody else is asked for by you, signed in, with your password."),
            status=403,
        )
    return Case(
        owner_id=owner, key=new.once or secrets.token_urlsafe(18), reference=new_reference("R"),
        origin=new.origin, kind=kind, channel=new.channel, asker=new.asker, regime=regime,
        queue="dpo" if kind is Kind.COMPLAINT else "desk", needs=asked, proof=given,
        has_account=has_account, name=new.name, email=new.email.strip().lower(),
        phone=new.phone, postal=new.postal, country=new.country[:2], behalf=new.behalf,
        words=new.words, scope=new.scope, format=new.format, destination=new.destination,
        recipient=new.recipient, received_at=received, acknowledge_by=due.acknowledge,
        due_date=due.answer, longest_date=due.longest,
        verified_at=clock.now() if given and cases.is_enough(given, asked) else None,
    )  # fmt: skip


def _first_letter(row: Case, by: Viewer, base: str) -> None:
    """Confirm the receipt; where nothing but the address is needed, ask for that first."""
    if not row.email:
        return
    if row.needs and row.proof < Proof.LETTER:
        link = f"{base}/requests/{row.key}/confirm/{confirmation(row.key)}"
        write(row, LetterKind.VERIFY, by, link=link)
    else:
        write(row, LetterKind.ACKNOWLEDGEMENT, by, link=f"{base}/requests/{row.key}")
    change(row, acknowledged_at=clock.now())


@action(DESK, collects=TAKING)
def take_mail(*, by: Viewer, mail: Mail) -> Opened:
    """A mail to the desk becomes a case, or goes to the case that its subject names.

    Only the sender of that case may add to it. The same mail handed over twice is one.
    """
    known = Case.objects.filter(origin=mail.origin).values_list("key", "reference").first()
    if known is not None:
        return Opened(*known)
    named = Case.objects.filter(reference=mail.reference, email=mail.sender)
    row = named.exclude(state=State.CLOSED).first() if mail.reference else None
    if row is not None:
        say_more(by=by, key=row.key, words=mail.words)
        return Opened(row.key, row.reference)
    kind = cases.words_to_kind(mail.subject)
    new = NewCase(
        kind, mail.words or mail.subject or "–", Channel.MAIL, name=mail.name,
        email=mail.sender, origin=mail.origin,
    )  # fmt: skip
    return _open(by, new, home())


def confirmation(key: str) -> str:
    """What only a letter carries: that its reader has the address of a case."""
    return signing.TimestampSigner(salt=SALT).sign(key).partition(":")[2]


@action(DESK, collects=ASKING)
def confirm(*, by: Viewer, key: str, token: str) -> None:
    """The reader of the mail pressed the button. Only now is it asked whose address it is."""
    try:
        signing.TimestampSigner(salt=SALT).unsign(f"{key}:{token}", max_age=LINK_SECONDS)
    except signing.BadSignature:
        words = _("This link does not hold any more. Ask again, and you get a new one.")
        raise Refused(words, status=404) from None
    row = Case.objects.filter(key=key).select_for_update().first()
    if row is None or row.state == State.CLOSED:
        raise Refused(_("This request is closed."), status=404)
    if row.proof >= Proof.LETTER:
        return
    with handover(AUTHENTICATE, ground="whose address was confirmed"):
        subject = accounts.subject_of_address(row.email)
    if subject is not None and row.asker == Asker.SELF:
        row = joined(row, subject)
    needs = cases.needed(
        Kind(row.kind), asker=Asker(row.asker), has_account=row.has_account,
        destination=row.destination,
    )  # fmt: skip
    enough = cases.is_enough(Proof.LETTER, needs)
    change(row, proof=Proof.LETTER, needs=needs, verified_at=clock.now() if enough else None)
    step(row, Verb.CONFIRMED, by)


def joined(old: Case, subject: int) -> Case:
    """The case becomes the account's own: written anew there, and gone where it stood.

    A row never changes its owner, so whoever asked is forgotten as somebody apart.
    """
    steps = list(CaseStep.objects.filter(case_id=old.pk).order_by("pk"))
    letters = list(CaseLetter.objects.filter(case_id=old.pk).order_by("pk"))
    for model in (CaseStep, CaseLetter):
        model._default_manager.filter(case_id=old.pk).delete()
    papers = Paper.objects.filter(case_id=old.pk)
    for one in papers:
        one.file.delete(save=False)
    papers.delete()
    stranger = old.owner_id
    Case.objects.filter(pk=old.pk).delete()
    new = Case(**{one.attname: getattr(old, one.attname) for one in Case._meta.concrete_fields})
    new.pk, new.owner_id, new.has_account = None, subject, True
    Case.objects.bulk_create([new])
    new = Case.objects.get(key=new.key)
    for line in steps:
        line.pk, line.owner_id, line.case_id = None, subject, new.pk
        line.by_id = subject if line.by_id == stranger else line.by_id
    for written in letters:
        written.pk, written.owner_id, written.case_id = None, subject, new.pk
    CaseStep.objects.bulk_create(steps)
    CaseLetter.objects.bulk_create(letters)
    rights.erase(stranger, ground="the request turned out to be a member’s own")
    return new


@action(DESK, collects=ASKING)
def say_more(*, by: Viewer, key: str, words: str) -> None:
    """The person writes again about the same request."""
    row = Case.objects.filter(key=key).select_for_update().first()
    if row is None or row.state == State.CLOSED:
        raise Refused(_("This request is closed. Ask anew, and name its number."), status=409)
    if not words.strip():
        raise Refused(_("Say what you ask for."), status=422)
    said = words.strip()[:MOST_WORDS]
    last = CaseStep.objects.filter(case_id=row.pk).order_by("-pk").first()
    if last is not None and (last.verb, last.words) == (Verb.SAID, said):
        return  # sent twice: it is here already
    step(row, Verb.SAID, Viewer.person(row.owner_id), said)
    if row.state == State.ANSWERED:
        change(row, state=State.OPEN, answered_at=None, outcome="")


@action(DESK, collects=PAPER)
def hand_in_paper(*, by: Viewer, key: str, content: bytes, extension: str) -> None:
    """Keep a paper that shows who somebody is, until the case closes."""
    row = Case.objects.filter(key=key).select_for_update().first()
    if row is None or row.state == State.CLOSED or row.needs < Proof.DOCUMENT:
        raise Refused(_("No paper is needed here. Nothing was stored."), status=409)
    if Paper.objects.filter(case_id=row.pk).count() >= MOST_PAPERS:
        raise Refused(_("Enough papers are here already. We look at them."), status=409)
    made = Paper(owner_id=row.owner_id, case_id=row.pk)
    made.file.save(f"paper.{extension}", ContentFile(content), save=False)
    made.save(force_insert=True)
    step(row, Verb.PAPER, Viewer.person(row.owner_id))
