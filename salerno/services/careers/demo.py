"""An employer of the demonstration with three positions."""

from __future__ import annotations

from salerno.policy.purposes import CAREERS
from salerno.privacy.context import Viewer, entered
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts.queries import subject_of_address
from salerno.services.careers import actions, queries
from salerno.services.careers.values import NewEmployer, NewPosting

EMPLOYER = NewEmployer(
    "Larkfield Infirmary", "https://larkfield.example", "Leith", "GB",
    "Four hundred beds, two harbours, one night in eight.",
)  # fmt: skip
POSITIONS = (
    NewPosting(
        "Cardiologist", "Echo, clinic, and one night in eight. We help you settle.",
        "cardiology", "hospital", "Leith", "GB", True, 60,
    ),
    NewPosting(
        "Physician for the emergency room", "Day shifts in pairs, with a scribe.",
        "emergency", "hospital", "Leith", "GB", True, 60,
    ),
    NewPosting(
        "Pediatrician, half time", "A group of five, ten minutes from the station.",
        "pediatrics", "group", "Dunmore", "GB", False, 45,
    ),
)  # fmt: skip
ROLE = "reader"


def load() -> None:
    """Post them where there are careers. Again: nothing changes."""
    if not queries.is_offered():
        return
    with entered(AUTHENTICATE, Viewer.job("demonstration")):
        by = Viewer(subject_of_address(f"{ROLE}@example.org"))
    if by.subject is None:
        return
    with entered(CAREERS, by, ground="demonstration"):
        if queries.own_employers():
            return
        made = actions.ask_employer(by=by, new=EMPLOYER)
    staff = Viewer.job("demonstration")
    with entered(CAREERS, staff, ground="demonstration"):
        actions.decide_employer(
            by=staff, employer=made, verified=True, contract="Terms for employers, 2026"
        )
    with entered(CAREERS, by, ground="demonstration"):
        for one in POSITIONS:
            actions.post_position(by=by, employer=made, new=one)
