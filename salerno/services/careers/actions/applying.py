"""Applying, writing to each other, and taking it back. No physician profile is needed."""

from __future__ import annotations

import secrets
from functools import partial
from pathlib import Path

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from salerno.policy.purposes import CAREERS
from salerno.privacy import clock
from salerno.privacy.context import Viewer, handover
from salerno.privacy.disclose import Party, Payload, disclose
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts.queries import subject_of_address
from salerno.services.careers import queries
from salerno.services.careers.actions.standing import (
    HOUSE,
    own_address,
    people_of,
    take_part,
    write,
)
from salerno.services.careers.clauses import APPLICATION, APPLYING, SENT_DOCUMENT, WORKING
from salerno.services.careers.formats import relay as relaying
from salerno.services.careers.models import Application, Document, Message, SentDocument
from salerno.services.careers.queries.standing import check_employs
from salerno.services.careers.rules import (
    APPLICATIONS_A_DAY,
    left_today,
    scope_of,
    without_addresses,
)
from salerno.services.careers.values import EmployerShown, NewApplication, PostingShown, Stage

MOST_WORDS = 6000
SENT = Payload(
    "careers.application",
    {"name": APPLICATION, "words": APPLICATION, "email": APPLICATION, "documents": SENT_DOCUMENT},
)


@action(CAREERS, collects=APPLYING)
def apply(*, by: Viewer, posting_id: int, new: NewApplication) -> int:
    """Apply: what is chosen here goes to this employer, and to nobody else; the application's id.

    Twice is once. Raises Refused for a position that is gone, and for documents of others.
    """
    me = take_part(by)
    posting = queries.posting(posting_id)
    employer = queries.employer(posting.employer) if posting is not None else None
    if posting is None or employer is None or not employer.is_verified:
        raise Refused(_("This position is not open any more."), status=404)
    before = Application.objects.filter(owner_id=me, posting_id=posting.id).first()
    if before is not None:
        return int(before.pk)
    times = list(Application.objects.filter(owner_id=me).values_list("sent_at", flat=True))
    if not left_today(times, APPLICATIONS_A_DAY, clock.now()):
        raise Refused(_("That is enough for a day. Apply for the rest tomorrow."), status=429)
    documents = list(Document.objects.filter(owner_id=me, pk__in=new.documents))
    if len(documents) != len(set(new.documents)):
        raise Refused(_("Choose documents of your own."), status=404)
    return _send(me, posting, employer, new, documents)


def _send(
    me: int,
    posting: PostingShown,
    employer: EmployerShown,
    new: NewApplication,
    documents: list[Document],
) -> int:
    scope = scope_of(employer.id)
    made = Application.objects.create(
        owner_id=me, posting_id=posting.id, name=new.name, words=new.words, scope=scope,
        email=own_address(me) if new.shows_email else "", relay=secrets.token_hex(12),
    )  # fmt: skip
    for one in documents:
        _copy(one, made)
    fields = {
        "name": made.name, "words": made.words, "email": made.email,
        "documents": ", ".join(one.name for one in documents),
    }  # fmt: skip
    party = Party(f"employer.e{employer.id}", employer.name, employer.contract, employer.country)
    ground = _("you applied for “%(title)s”") % {"title": posting.title[:120]}
    disclose(SENT, "employer", {me: fields}, ground=ground, party=party, is_handed=True)
    for one_of_them in people_of(employer.id):
        write(one_of_them, "application", _("An application: %s") % posting.title,
              [_("Read it on your page. The applicant can read that you opened it.")])  # fmt: skip
    return int(made.pk)


def _copy(one: Document, made: Application) -> None:
    """The copy that goes along. It stays sealed, and is a file of its own."""
    row = SentDocument(
        owner_id=made.owner_id, application=made, sort=one.sort, kind=one.kind, bytes=one.bytes,
        key=secrets.token_hex(16), scope=made.scope,
    )  # fmt: skip
    row.file.save("document.sealed", ContentFile(Path(one.file.path).read_bytes()), save=False)
    path = Path(row.file.path)
    try:
        row.save(force_insert=True)
    except BaseException:
        path.unlink(missing_ok=True)
        raise


@action(CAREERS)
def withdraw(*, by: Viewer, application_id: int) -> None:
    """Take an application back: the employer opens nothing of it any more, from now on."""
    mine = Application.objects.filter(owner_id=by.known, pk=application_id)
    if mine.first() is None:
        raise Refused(_("There is no such application of yours."), status=404)
    files = SentDocument.objects.filter(owner_id=by.known, application_id=application_id)
    for row in files:
        transaction.on_commit(partial(Path(row.file.path).unlink, missing_ok=True))
    files.delete()
    Message.objects.filter(owner_id=by.known, application_id=application_id).update(scope="")
    _withdrawn(by=by, application_id=application_id)


@action(CAREERS, collects=APPLYING)
def _withdrawn(*, by: Viewer, application_id: int) -> None:
    mine = Application.objects.filter(owner_id=by.known, pk=application_id)
    mine.update(stage=Stage.WITHDRAWN, scope="", email="", changed_at=clock.now())


@action(CAREERS, collects=APPLYING)
def reveal(*, by: Viewer, application_id: int) -> None:
    """Show the employer the own address, beside this application."""
    mine = Application.objects.filter(owner_id=by.known, pk=application_id).exclude(scope="")
    if not mine.update(email=own_address(by.known)):
        raise Refused(_("There is no such application of yours."), status=404)


@action(CAREERS, collects=WORKING)
def message(*, by: Viewer, application_id: int, text: str) -> None:
    """Write to the other side. Neither learns the address of the other by it."""
    said = text.strip()
    if not said or len(said) > MOST_WORDS:
        raise Refused(_("Write something, in at most 6000 letters."), status=422)
    row = Application.objects.filter(pk=application_id).select_related("posting").first()
    if row is None or not row.scope or not row.name:
        raise Refused(_("There is no such application."), status=404)
    from_employer = row.owner_id != by.known
    if from_employer:
        check_employs(by, row.posting.employer_id)
    with handover(CAREERS, ground="a message beside an application", viewer=HOUSE):
        _pass_on(row, said, from_employer=from_employer)


def _pass_on(row: Application, said: str, *, from_employer: bool) -> None:
    Message.objects.create(
        owner_id=row.owner_id, application_id=row.pk, text=said, scope=row.scope,
        from_employer=from_employer,
    )  # fmt: skip
    title = _("A message about “%s”") % row.posting.title
    lines = [_("Read it, and answer it, on your page.")]
    others = [row.owner_id] if from_employer else people_of(row.posting.employer_id)
    for one in others:
        write(one, "message", title, lines)


@action(CAREERS, collects=WORKING)
def relay(*, by: Viewer, content: bytes) -> None:
    """Pass on a message that came by mail to a relay address; addresses are taken out of it.

    Raises Refused (404) for a sender who is no side of that application.
    """
    found = relaying.read(content)
    row = None
    if found is not None:
        rows = Application.objects.filter(relay=found.relay).exclude(scope="")
        row = rows.select_related("posting").first()
    if found is None or row is None:
        raise Refused(_("This was sent to no application that stands."), status=404)
    with handover(AUTHENTICATE, ground="who wrote to a relay address"):
        sender = subject_of_address(found.sender)
    if sender not in (row.owner_id, *people_of(row.posting.employer_id)):
        raise Refused(_("Only the two sides of an application write to it."), status=404)
    text = without_addresses(found.text, _("[address]"))
    _pass_on(row, text, from_employer=sender != row.owner_id)
