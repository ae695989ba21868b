"""A residency program of the demonstration, with paid seats and somebody who administers it."""

from __future__ import annotations

from datetime import date

from salerno.privacy.context import Viewer, entered
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts.queries import subject_of_address
from salerno.services.programs import actions, queries
from salerno.services.programs.values import NewProgram

PROGRAM = NewProgram(
    "sandhill", "Sandhill Pediatric Residency", "7 Orchard Way, Oakland, CA 94609", "US",
    "Seat agreement SP-2026-07", date(2029, 6, 30), True,
)  # fmt: skip
BILL, SEATS, LAST = "SP-2026-0117", 12, date(2028, 6, 30)
READER = "staff@example.org"


def load() -> None:
    """Make the program, where the pack lets one pay for seats. A second run changes nothing."""
    if not queries.is_offered():
        return
    by = Viewer.job("demonstration")
    with entered(AUTHENTICATE, by):
        if queries.program_at(PROGRAM.slug) is not None:
            return
        actions.add_program(by=by, new=PROGRAM)
        actions.add_block(by=by, slug=PROGRAM.slug, count=SEATS, reference=BILL, until=LAST)
        if subject_of_address(READER) is not None:
            actions.appoint(by=by, slug=PROGRAM.slug, email=READER)
