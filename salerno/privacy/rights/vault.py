"""Closing an account with a return key, coming back with it, and the end of what was kept.

What an erasure takes goes sealed into a vault, under a key that the person is shown once. To
everybody else the account is erased: nothing can be reached, and the house cannot open the
vault. Its term is the pack's; when it has passed, or the person says so, the vault is destroyed,
and only then there is a certificate of erasure.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.models import FileField
from django.utils.translation import gettext as _

from salerno.privacy import clock, holds, journal, law, ledger, subjects
from salerno.privacy.clauses import VAULT
from salerno.privacy.context import Act, Entry, Viewer, acting, entered
from salerno.privacy.errors import Refused
from salerno.privacy.gate.guards import is_opt_in
from salerno.privacy.models import (
    Choice,
    Closure,
    ErasureStep,
    LedgerEntry,
    Leftover,
    Subject,
    Vault,
)
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import ERASURE
from salerno.privacy.registry import Table, registry
from salerno.privacy.rights import keys
from salerno.privacy.rights.cells import Cells, present, touched
from salerno.privacy.rights.erase import take_out
from salerno.privacy.rights.giveback import Kept, Return, give_back
from salerno.privacy.rights.steps import REBUILD, carry_out
from salerno.privacy.rights.values import Plan
from salerno.privacy.stores import stores

MOST_BYTES = 256 * 1024 * 1024  # of files that a vault takes in
HALF_A_YEAR = timedelta(days=180)
_ENTRY = "closed"


@dataclass(frozen=True)
class Closed:
    """What the person is shown, once. ``number``: the entry of the ledger; ``until``: the term."""

    key: str
    number: int
    until: datetime
    plan: Plan


@dataclass(frozen=True)
class Destroyed:
    """Nothing is left of an account that was closed: the certificate of its erasure."""

    number: int
    closed_at: datetime


def term() -> timedelta:
    """How long a vault is kept, as the policy says; half a year where it counts no days."""
    return law.in_force().clause(VAULT.id).term.length or HALF_A_YEAR


def why_not(subject: int) -> str:
    """Why ``subject`` cannot close with a return key, in a sentence; "" where they can."""
    with _working("whether a return key can be given"):
        row = Subject.objects.get(pk=subject)
        leftovers = Leftover.objects.filter(owner_id=subject).exists()
    if row.state != Subject.State.ACTIVE:
        return _("An account that is frozen is erased and not put away.")
    if leftovers:
        return _("You took back your yes to something that we hold. It is erased, and cannot be "
                 "put away. Wait until it is gone, or erase everything.")  # fmt: skip
    if holds.told(subject):
        return _("Something of yours is held for a legal claim, so it cannot be put away.")
    if holds.standing((subject,)):  # and nothing may be said of it
        return _("This account cannot be put away just now. Erase it, or try again later.")
    return ""


def close(subject: int, *, ground: str) -> Closed:
    """Put everything of ``subject`` away under a new key, and erase it everywhere.

    Raises Refused (409) where that is not offered. One transaction, like an erasure.
    """
    key = keys.new_key()
    taking = _Sealing(keys.public_half(key))
    with transaction.atomic():
        if words := why_not(subject):
            raise Refused(words, status=409)
        done = take_out(subject, ground=ground, taking=taking)
    return Closed(key, done.number, done.at + term(), done.plan)


def close_again(subject: int, public: str) -> None:
    """Put away what a restored backup brought back of somebody who had closed the account."""
    with transaction.atomic():
        with _working("closed before, and back from a backup"):
            Vault.objects.filter(key=public).delete()
        take_out(subject, ground="closed with a return key before", taking=_Sealing(public))


@contextmanager
def _working(ground: str) -> Iterator[Entry]:
    """The kernel's hands on the vault."""
    with (
        entered(ERASURE, Viewer.job("vault"), ground=ground) as entry,
        acting(Act("privacy.rights.vault", KEEPING)),
    ):
        yield entry


class _Sealing:
    """Takes what goes: every row before and after, the files, and where the person was met."""

    def __init__(self, public: str) -> None:
        self.public = public
        self.rows: dict[str, dict[str, Cells]] = {}
        self.files: list[dict[str, str]] = []
        self.granted: list[str] = []

    def before(self, subject: int) -> None:
        """Everything as it is."""
        self.rows = touched(subject)
        self.files = list(_files(self.rows, subject))
        self.granted = [
            one.id
            for one in registry().purposes.values()
            if not one.kernel and is_opt_in(one, law.in_force()) and subjects.is_open(subject, one)
        ]

    def after(self, subject: int, pseudonym: int) -> int:
        """Seal it, with what is left, and write down that it was sealed."""
        text = json.dumps(self._said(subject, pseudonym), separators=(",", ":")).encode()
        sealed = keys.seal(self.public, text, str(subject).encode())
        at = clock.now()
        number, salt = ledger.append(_ENTRY, _payload(self.public, sealed, at))
        Vault.objects.create(
            owner_id=subject, key=self.public, sealed=sealed, closed_at=at, salt=salt,
            ledger_seq=number,
        )  # fmt: skip
        journal.append(subject, journal.Kind.CLOSED, key=self.public)
        return number

    def _said(self, subject: int, pseudonym: int) -> dict[str, Any]:
        known = registry().tables
        left = {name: present(known[name], rows) for name, rows in self.rows.items()}
        return {
            "subject": subject,
            "pseudonym": pseudonym,
            "version": law.in_force().version,
            "granted": self.granted,
            "files": self.files,
            "rows": {
                name: {key: [one, left[name].get(key)] for key, one in rows.items()}
                for name, rows in self.rows.items()
            },
        }


def _payload(public: str, sealed: bytes, at: datetime) -> Mapping[str, Any]:
    return {"key": public, "sealed": hashlib.sha256(sealed).hexdigest(), "at": at}


def _files(rows: Mapping[str, Mapping[str, Cells]], subject: int) -> Iterator[dict[str, str]]:
    """The person's own files. Raises Refused (413) where they are too many to be put away."""
    size = 0
    for name, some in rows.items():
        table = registry().tables[name]
        for one in _file_fields(table):
            for said in some.values():
                file = said[one.attname]
                is_own = table.owner and said[_owner(table)] == str(subject)
                if not is_own or not file or not one.storage.exists(file):
                    continue
                size += one.storage.size(file)
                if size > MOST_BYTES:
                    raise Refused(_("Your files are too large to be put away."), status=413)
                with one.storage.open(file) as stream:
                    text = base64.b64encode(stream.read()).decode()
                yield {"table": name, "field": one.name, "name": file, "bytes": text}


def _file_fields(table: Table) -> list[Any]:
    fields = table.model._meta.local_concrete_fields
    return [one for one in fields if isinstance(one, FileField)]


def _owner(table: Table) -> str:
    return table.columns[table.owner].attname


def come_back(key: str) -> int | Destroyed | None:
    """Bring everything back; return the subject's number. None: the key opens nothing.

    Raises Refused (409) where somebody else has by now what two cannot have, such as the address.
    """
    found = _found(key)
    if not isinstance(found, Vault):
        return found
    carry_out(found.owner_id)  # a file that is still to be deleted would go after its return
    try:
        with transaction.atomic(), _working("the person came back with the key") as entry:
            entry.durable = True
            entry.subjects.add(found.owner_id)
            _bring_back(found, key)
    except IntegrityError as error:
        raise Refused(
            _("Somebody has taken since what was yours alone, such as your e-mail address. "
              "Nothing was changed. Erase that newer account first."), status=409,
        ) from error  # fmt: skip
    return found.owner_id


def _found(key: str) -> Vault | Destroyed | None:
    if not keys.read(key):
        return None
    with _working("somebody came with a return key"):
        row = Vault.objects.filter(key=keys.public_half(key)).first()
        if row is None:
            return None
        if row.sealed is None or row.closed_at + term() <= clock.now():
            return Destroyed(_certify(row), row.closed_at)
        return row


def _bring_back(row: Vault, key: str) -> None:
    held = Vault.objects.select_for_update().filter(pk=row.pk).first()
    if held is None or held.sealed is None:
        raise Refused(_("This was opened or destroyed a moment ago."), status=409)
    sealed = bytes(held.sealed)
    said = json.loads(_opened(held, sealed, key))
    subject, pseudonym = int(said["subject"]), int(said["pseudonym"])
    kept = {
        name: {each: Kept(*pair) for each, pair in rows.items()}
        for name, rows in said["rows"].items()
    }
    found = give_back(subject, pseudonym, kept)
    _write_files(said["files"], found)
    _meet_again(subject, pseudonym, said)
    Vault.objects.filter(pk=held.pk).delete()
    ledger.append("returned", {"at": clock.now()})
    _rebuild(subject)
    transaction.on_commit(partial(journal.append, subject, journal.Kind.RETURNED))
    transaction.on_commit(partial(carry_out, subject))


def _opened(row: Vault, sealed: bytes, key: str) -> bytes:
    """What was sealed, where it is what the ledger witnessed. Raises Refused (409)."""
    entry = LedgerEntry.objects.filter(seq=row.ledger_seq, kind=_ENTRY).first()
    said = _payload(row.key, sealed, row.closed_at)
    try:
        if entry is None or entry.commitment != ledger.commitment(row.salt, said):
            raise ValueError("not what was committed")
        return keys.unseal(key, sealed, str(row.owner_id).encode())
    except ValueError as error:
        raise Refused(
            _("What was put away for you was altered, and is not opened. Write to us."), status=409
        ) from error


def _write_files(files: list[dict[str, str]], found: Return) -> None:
    """The files of the rows that came back. Written before the commit: one too many is a stray."""
    for one in files:
        table = registry().tables.get(one["table"])
        for each in _file_fields(table) if table is not None else ():
            if each.name != one["field"] or each.storage.exists(one["name"]):
                continue
            owner = {_owner(table): found.subject} if table is not None else {}
            rows = each.model._base_manager.filter(**{each.attname: one["name"]}, **owner)
            if rows.exists():
                each.storage.save(one["name"], ContentFile(base64.b64decode(one["bytes"])))


def _meet_again(subject: int, pseudonym: int, said: Mapping[str, Any]) -> None:
    """The gate's inputs: who was closed is, and what the policy asked again meanwhile is asked."""
    known, ruled = registry().purposes, law.in_force().purposes
    subjects.forget_inputs(pseudonym)
    closures = Closure.objects.filter(owner_id=subject)
    for one, reason in closures.values_list("purpose", "reason"):
        if one in known:
            subjects.close(subject, known[one], reason)
    given = {
        one
        for named in Choice.objects.filter(
            owner_id=subject, state=Choice.State.GIVEN
        ).values_list("purposes", flat=True)
        for one in named
    }  # fmt: skip
    for name, purpose in known.items():
        if name not in ruled:
            continue
        is_old = ruled[name].since_version <= said["version"]
        if is_old and name in said["granted"] and is_opt_in(purpose, law.in_force()):
            subjects.grant(subject, purpose)
        elif not is_old and name in given and not is_opt_in(purpose, law.in_force()):
            subjects.close(subject, purpose, subjects.ASKED_AGAIN)
    subjects.apply_law(subject)


def _rebuild(subject: int) -> None:
    """Derived stores that copy columns take the person in again."""
    ErasureStep.objects.bulk_create(
        ErasureStep(subject_number=subject, kind="store", target=f"{REBUILD}{name}")
        for name, store in stores().items()
        if store.columns and name != "spool"
    )


def destroy(key: str) -> Destroyed | None:
    """Let nothing be left, before the term: only the key's holder can ask for it."""
    found = _found(key)
    if not isinstance(found, Vault):
        return found
    with _working("the person asked for the end"):
        return Destroyed(_certify(found), found.closed_at)


def destroy_of(subject: int) -> int:
    """Destroy what is put away for ``subject``; return how many vaults that were."""
    with transaction.atomic(), _working("erased for good"):
        return len([_certify(one) for one in Vault.objects.filter(owner_id=subject)])


def end() -> int:
    """Destroy the vaults whose term has passed, and certify it. A job calls it."""
    with _working("the term of the vault has passed"):
        past = Vault.objects.filter(certificate=None, closed_at__lte=clock.now() - term())
        return len([_certify(one) for one in past])


def _certify(row: Vault) -> int:
    """Destroy one vault, once; return the certificate's number in the ledger."""
    with transaction.atomic():
        held = Vault.objects.select_for_update().get(pk=row.pk)
        if held.certificate is None:
            held.certificate = ledger.append("erasure", {"at": clock.now()})[0]
            held.sealed = None
            held.save(update_fields=("certificate", "sealed"))
            journal.append(held.owner_id)
    return int(held.certificate)
