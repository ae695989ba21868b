"""``salerno courses``: courses from folders, and who teaches them."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.http import Http404

from salerno.policy.purposes import EDITORIAL
from salerno.privacy import clock
from salerno.privacy.context import Viewer, entered, handover
from salerno.privacy.errors import Refused
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts.queries import subject_of_address
from salerno.services.courses import actions, queries
from salerno.services.courses.formats import folder

GROUND = "the operator's command"


class Command(BaseCommand):
    """Ends with 1 and a sentence where something is refused."""

    help = "Load a course from a folder, list courses, or let somebody teach one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What to do, and with which course."""
        ways = parser.add_subparsers(dest="what", required=True)
        ways.add_parser("list", help="every course, with how many teach it")
        load = ways.add_parser("load", help="publish the course of a folder")
        load.add_argument("folder", type=Path)
        teacher = ways.add_parser("teacher", help="let somebody teach, or end it")
        teacher.add_argument("course", help="the last part of its address")
        teacher.add_argument("person", help="the address that they sign in with")
        teacher.add_argument("--end", action="store_true", help="they teach no longer")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say what was done."""
        by = Viewer.visitor()
        try:
            with entered(EDITORIAL, by, ground=GROUND):
                self.stdout.write(getattr(self, f"_{options['what']}")(by, options))
        except Http404 as error:
            words = "There is no such course, or this pack teaches none."
            raise CommandError(words) from error
        except Refused as refusal:
            raise CommandError(str(refusal.words)) from refusal

    def _list(self, _by: Viewer, _options: dict[str, Any]) -> str:
        lines = [
            f"{one.slug:<32} {len(queries.teachers(one.scope))} teaching  {one.title}"
            for one in queries.listed()
        ]
        return "\n".join(lines) or "No course."

    def _load(self, by: Viewer, options: dict[str, Any]) -> str:
        new = folder.read(options["folder"], clock.now())
        actions.publish_course(by=by, new=new)
        return f"/courses/{new.slug}: {len(new.units)} units."

    def _teacher(self, by: Viewer, options: dict[str, Any]) -> str:
        with handover(AUTHENTICATE, ground=GROUND):
            found = subject_of_address(options["person"])
        if found is None:
            raise CommandError("Nobody signs in with this address.")
        verb = actions.release_teacher if options["end"] else actions.assign_teacher
        verb(by=by, slug=options["course"], subject=found)
        return "They teach no longer." if options["end"] else "They teach from now on."
