"""Check, publish and compare the policy: `salerno policy check|publish|diff`."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import UTC, datetime
from typing import Any

from django.core import checks
from django.core.management.base import BaseCommand, CommandError

from salerno.policy import differences, publishing, store
from salerno.policy.changes import Change
from salerno.policy.values import Pack
from salerno.privacy import clock
from salerno.privacy.errors import DeclarationError

MENDED_BY_PUBLISHING = ("policy.E004",)


class Command(BaseCommand):
    """Check the policy pack against the code, publish a version, show what changed."""

    help = "Check the policy pack against the code, publish a version, show what changed."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The three sub-commands."""
        doing = parser.add_subparsers(dest="doing", required=True)
        check = doing.add_parser("check", help="name everything that would stop a start")
        check.add_argument("--json", action="store_true", help="for machines")
        publish = doing.add_parser("publish", help="freeze the working text as a new version")
        publish.add_argument("--effective", help="the day it takes force, 2027-01-31; now if left")
        publish.add_argument("--note", default="", help="a sentence for the list of versions")
        diff = doing.add_parser("diff", help="what changed, and who is asked again")
        diff.add_argument("old", nargs="?", type=int, help="a version; the last one if left")
        diff.add_argument("new", nargs="?", type=int, help="a version; the working text if left")
        diff.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what was asked, and end with a code that says how it went."""
        try:
            getattr(self, f"_{options['doing']}")(options)
        except DeclarationError as error:
            raise CommandError(str(error)) from error

    def _check(self, options: dict[str, Any]) -> None:
        found = checks.run_checks(tags=["privacy", "policy"])
        errors = [one for one in found if one.is_serious()]
        if options["json"]:
            said = [{"id": one.id, "level": one.level, "says": str(one.msg)} for one in found]
            self.stdout.write(json.dumps({"errors": len(errors), "found": said}, indent=1))
        else:
            for one in found:
                self.stdout.write(f"{one.id}  {one.msg}")
            pack = store.working()
            self.stdout.write(
                f"{pack.policy.pack}: {len(pack.policy.clauses)} clauses, "
                f"{len(pack.policy.purposes)} purposes, {len(errors)} errors, "
                f"{len(found) - len(errors)} warnings."
            )
        if errors:
            raise SystemExit(1)

    def _publish(self, options: dict[str, Any]) -> None:
        for one in checks.run_checks(tags=["privacy", "policy"]):
            if one.is_serious() and one.id not in MENDED_BY_PUBLISHING:
                raise CommandError(str(one.msg))
        pack = publishing.publish(
            store.edition(),
            store.code_register(),
            effective_at=_day(options["effective"]),
            note=options["note"],
        )
        self.stdout.write(
            f"Version {pack.policy.version} of {pack.policy.pack} takes force on "
            f"{pack.policy.effective_at:%Y-%m-%d %H:%M} UTC. sha-256 {pack.policy.digest}"
        )
        published = store.edition().places
        self.stdout.write(f"Kept in {published[-1] / f'{pack.policy.version}.json'}.")

    def _diff(self, options: dict[str, Any]) -> None:
        old, new = _version(options["old"]), _working_or(options["new"])
        changes = differences.diff(old, new)
        if options["json"]:
            self.stdout.write(json.dumps([_plain(one) for one in changes], indent=1))
            return
        for one in changes:
            self.stdout.write(f"\n{one.what} {one.id}: {one.title}\n  {one.said}")
            for mark in one.marks:
                if mark.kind != "same":
                    sign = "-" if mark.kind == "del" else "+"
                    self.stdout.write(f"  {sign} {mark.text}")
        if not changes:
            self.stdout.write("Nothing differs.")


def _day(text: str | None) -> datetime | None:
    """The beginning of a day; None, which is now, for today."""
    if not text or text == clock.today().isoformat():
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError as error:
        raise CommandError(f"{text!r} is no day: write it as 2027-01-31.") from error


def _version(number: int | None) -> Pack:
    published = store.versions()
    if not published:
        raise CommandError("Nothing is published yet.")
    if number is None:
        return published[-1]
    for one in published:
        if one.policy.version == number:
            return one
    raise CommandError(f"There is no version {number}.")


def _working_or(number: int | None) -> Pack:
    return store.working() if number is None else _version(number)


def _plain(change: Change) -> dict[str, Any]:
    return {
        "what": change.what,
        "id": change.id,
        "verdict": change.verdict,
        "asks": change.asks,
        "marks": [[one.kind, one.text] for one in change.marks],
    }
