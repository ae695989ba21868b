"""``salerno person``: what the operator does for somebody who asks by letter or telephone."""

from __future__ import annotations

import json
import sys
import uuid
from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from salerno.policy.purposes import CASE, SUPPORT
from salerno.privacy import audit, ledger, rights
from salerno.privacy.context import Viewer, entered
from salerno.privacy.errors import Refused
from salerno.privacy.models import Subject
from salerno.privacy.purposes import AUTHENTICATE, RECORD
from salerno.privacy.rights import Certificate, Plan, Planned
from salerno.privacy.subjects import end_account, keeping, resume_account, tie, untie
from salerno.services.accounts.actions import end_sessions_of, take_down_offline, taken_lines
from salerno.services.accounts.actions.profile import BY_LINE
from salerno.services.accounts.queries import standing, subject_of_address

UNKNOWN, REFUSED, NOT_CONFIRMED = 3, 4, 5
GROUND = "asked of the operator"


class Command(BaseCommand):
    """Ends with 0 when done, 3 for nobody, 4 for a refusal, 5 when it was not confirmed."""

    help = (
        "Copy, plan the erasure of, erase, or make a portable copy of one person's data; end the "
        "account, or let it go on; sign them out everywhere; write down what they told us by "
        "telephone or post."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        doing = ("copy", "plan", "erase", "portable", "told", "end", "resume", "signout")
        parser.add_argument("what", choices=doing)
        parser.add_argument("person", help="the number of a subject, or an e-mail address")
        parser.add_argument("--out", type=Path, help="the file to write; `copy` needs it")
        parser.add_argument("--ground", default=GROUND, help="why; it is recorded")
        parser.add_argument("--yes", action="store_true", help="erase without asking again")
        parser.add_argument("--officer", help="told: the address of the staff who took it down")
        parser.add_argument("--channel", default="", help="told: telephone, post, mail or fax")
        parser.add_argument("--rules", default="", help="told: same or outside")
        parser.add_argument("--line", action="append", default=[], help="told: NAME=VALUE")
        parser.add_argument("--json", action="store_true", help="one object, for a machine")

    def handle(self, *args: Any, **options: Any) -> None:
        subject = found(options["person"])
        try:
            getattr(self, f"_{options['what']}")(subject, options)
        except Refused as refusal:
            raise CommandError(str(refusal.words), returncode=REFUSED) from refusal

    def _copy(self, subject: int, options: dict[str, Any]) -> None:
        if options["out"] is None:
            raise CommandError("A copy is a ZIP: say with --out where to write it.")
        content = rights.copy(subject)
        written(options["out"], content)
        said = {"subject": subject, "file": str(options["out"]), "bytes": len(content)}
        self._say(said, f"{options['out']}: {len(content)} bytes.", options)

    def _portable(self, subject: int, options: dict[str, Any]) -> None:
        text = json.dumps(rights.portable_copy(subject), indent=1, ensure_ascii=False)
        if options["out"] is None:
            self.stdout.write(text)
            return
        written(options["out"], text.encode())
        said = {"subject": subject, "file": str(options["out"]), "bytes": len(text.encode())}
        self._say(said, f"{options['out']}: {len(text.encode())} bytes.", options)

    def _plan(self, subject: int, options: dict[str, Any]) -> None:
        plan = rights.plan_erasure(subject)
        said = {"subject": subject} | plan_said(plan)
        self._say(said, "\n".join(plan_lines(plan)), options)

    def _erase(self, subject: int, options: dict[str, Any]) -> None:
        if not options["yes"]:
            self._ask(subject, machine=options["json"])
        certificate = rights.erase(subject, ground=options["ground"])
        said = certificate_said(certificate)
        words = (
            f"Erased: {certificate.plan.items} rows. The certificate is entry "
            f"{certificate.number} of the ledger."
        )
        self._say(said, words, options)

    def _end(self, subject: int, options: dict[str, Any]) -> None:
        """From now on what follows the account runs out; its owner may still use every right."""
        self._standing(subject, end_account, "ended", options)

    def _resume(self, subject: int, options: dict[str, Any]) -> None:
        self._standing(subject, resume_account, "resumed", options)

    def _signout(self, subject: int, options: dict[str, Any]) -> None:
        """End every session, as when a device was stolen. The account stays as it is."""
        by, words = Viewer.job("person"), f"signed out by the operator: {options['ground']}"
        with entered(AUTHENTICATE, by, ground=words) as entry:
            entry.durable = True
            ended = end_sessions_of(by=by, subject=subject)
        said = {"subject": subject, "sessions": ended}
        self._say(said, f"{ended} sessions were ended.", options)

    def _standing(
        self, subject: int, change: Callable[[int], bool], name: str, options: dict[str, Any]
    ) -> None:
        by, words = Viewer.job("person"), f"the account is {name}: {options['ground']}"
        with entered(RECORD, by, ground=words), keeping(words):
            if not change(subject):
                raise CommandError(f"Nothing changed: it was {name} before.", returncode=REFUSED)
            ledger.append(f"account {name}", {"subject": subject, "ground": options["ground"]})
        said = {"subject": subject, "standing": name}
        self._say(said, f"The account is {name}; it stands in the ledger.", options)

    def _told(self, subject: int, options: dict[str, Any]) -> None:
        """Write into a profile what the person told us by telephone or post."""
        lines = dict(one.split("=", 1) for one in options["line"] if "=" in one)
        unknown = sorted(set(lines) - set(taken_lines()))
        if unknown or not lines:
            raise CommandError(f"Say --line NAME=VALUE, of {', '.join(taken_lines())}.")
        officer = found(options["officer"] or "")
        with entered(AUTHENTICATE, Viewer.job("person"), ground=GROUND):
            if not standing(subject=officer).roles:
                raise CommandError(f"{options['officer']} is not of the staff.", returncode=REFUSED)
        take_down(officer, subject, lines, options)
        said = {"subject": subject, "lines": sorted(lines)}
        self._say(said, f"Written down: {', '.join(sorted(lines))}.", options)

    def _ask(self, subject: int, *, machine: bool) -> None:
        if machine or not sys.stdin.isatty():
            raise CommandError(
                "Nobody can be asked here: confirm with --yes.", returncode=NOT_CONFIRMED
            )
        self.stdout.write("\n".join(plan_lines(rights.plan_erasure(subject))))
        self.stdout.write(f"This cannot be undone. Type {subject} to erase: ", ending="")
        if input().strip() != str(subject):
            raise CommandError("Nothing was erased.", returncode=NOT_CONFIRMED)

    def _say(self, said: dict[str, Any], words: str, options: dict[str, Any]) -> None:
        text = json.dumps(said, indent=1, ensure_ascii=False) if options["json"] else words
        self.stdout.write(text)


def take_down(officer: int, subject: int, lines: dict[str, str], options: dict[str, Any]) -> None:
    """Open a case for as long as it takes, so that the gate lets the officer write; note the look.

    The person reads who it was, and why.
    """
    case = f"told-{uuid.uuid4().hex[:12]}"
    by = Viewer.officer(officer, case)
    with transaction.atomic(), entered(SUPPORT, by, ground=options["ground"]):
        tie(subject, officer, CASE, scope=case)
        take_down_offline(
            by=by, subject=subject, channel=options["channel"], rules=options["rules"], lines=lines
        )
        reason = f"{options['ground']} ({options['channel']})"
        seen = [BY_LINE[one] for one in sorted(lines)]
        audit.record_look(subject, officer, role="support", reason=reason, clauses=seen)
        untie(subject, officer, CASE, scope=case)


def found(person: str) -> int:
    """The subject of a number or an address. Raises CommandError where nobody lives there."""
    gone = (Subject.State.ERASED, Subject.State.PSEUDONYM)
    with entered(AUTHENTICATE, Viewer.job("person"), ground=GROUND):
        subject = int(person) if person.isdigit() else subject_of_address(person) or 0
        if not Subject.objects.filter(pk=subject).exclude(state__in=gone).exists():
            raise CommandError(f"{person}: nobody of that name is known.", returncode=UNKNOWN)
    return subject


def written(target: Path, content: bytes) -> None:
    """Write a file that only its owner reads. Raises CommandError where that fails."""
    try:
        target.touch(mode=0o600)
        target.write_bytes(content)
    except OSError as error:
        raise CommandError(f"{target} could not be written: {error.strerror}.") from error


def plan_said(plan: Plan) -> dict[str, Any]:
    """A plan for a machine."""
    return {
        "goes": [planned_said(one) for one in plan.goes],
        "unnamed": [planned_said(one) for one in plan.unnamed],
        "stays": [planned_said(one) for one in plan.stays],
        "recipients": list(plan.recipients),
    }


def planned_said(one: Planned) -> dict[str, Any]:
    """One clause on one table."""
    said = {"clause": one.clause.id, "table": one.table, "rows": one.count}
    return said | ({"reason": str(one.reason)} if one.reason else {})


def plan_lines(plan: Plan) -> Iterable[str]:
    """A plan for people."""
    parts = {
        "Goes": plan.goes, "Goes on without the person": plan.unnamed, "Stays": plan.stays
    }  # fmt: skip
    for title, some in parts.items():
        yield f"{title}: {sum(one.count for one in some)} rows"
        for one in some:
            why = f" ({one.reason})" if one.reason else ""
            yield f"  {one.count:>5}  {one.clause.title}, {one.table}{why}"
    if plan.recipients:
        yield f"They received something: {', '.join(plan.recipients)}"


def certificate_said(certificate: Certificate) -> dict[str, Any]:
    """A certificate for a machine. It names nobody."""
    return {
        "number": certificate.number,
        "at": certificate.at.isoformat(),
        "rows": certificate.plan.items,
        "plan": plan_said(certificate.plan),
    }
