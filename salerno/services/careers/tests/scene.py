"""Employers, positions and jobseekers for tests, made by the room's own verbs."""

from __future__ import annotations

import io
import zipfile

from django.core.files.uploadedfile import SimpleUploadedFile

from salerno.policy.purposes import CAREERS
from salerno.privacy.context import Viewer, entered
from salerno.services.careers import actions
from salerno.services.careers.formats.document import Content
from salerno.services.careers.values import (
    NewApplication,
    NewEmployer,
    NewPosting,
    Sort,
    Visibility,
)
from tests.people import Person, person

STAFF = Viewer.job("test")
SECRET = b"%PDF-1.7 Jo Seeker, born in a storm, speaks four languages"
LINES: dict[str, object] = {
    "headline": "Cardiologist who likes night shifts", "specialty": "cardiology", "country": "NO",
    "practice": "hospital", "needs_visa": True, "statement": "I look for a team by the sea.",
    "name": "Jo Seeker", "email": "jo.seeker@example.net", "phone": "+47 555 0100",
}  # fmt: skip
POSTING = NewPosting(
    "Cardiologist", "Echo and clinic, one night in eight.", "cardiology", "hospital", "Tromsø",
    "NO", True, 30,
)  # fmt: skip


def seeker(email: str = "jo@example.org") -> Person:
    """Somebody who looks for a position."""
    return person(email, "Jo Seeker")


def employer(name: str = "Fjord Hospital", *, verified: bool = True) -> tuple[Person, int]:
    """Somebody of an employer, and its id."""
    who = person(f"{name.split()[0].lower()}@example.com", f"{name} office")
    with entered(CAREERS, who.viewer):
        new = NewEmployer(name, "https://fjord.example", "Tromsø", "NO", "")
        made = actions.ask_employer(by=who.viewer, new=new)
    if verified:
        verify(made)
    return who, made


def verify(made: int, *, verified: bool = True) -> None:
    """Staff decide about an employer."""
    with entered(CAREERS, STAFF):
        actions.decide_employer(
            by=STAFF, employer=made, verified=verified, contract="Terms for employers, 2026"
        )


def posting(who: Person, made: int, new: NewPosting = POSTING) -> int:
    """A position of an employer."""
    with entered(CAREERS, who.viewer):
        return actions.post_position(by=who.viewer, employer=made, new=new)


def presented(
    who: Person, state: Visibility = Visibility.OPEN, switches: tuple[str, ...] = ("name",)
) -> Person:
    """A profile with every line."""
    with entered(CAREERS, who.viewer):
        actions.present(by=who.viewer, lines=LINES, state=state, switches=switches)
    return who


def document(who: Person, content: bytes = SECRET, sort: Sort = Sort.CV) -> int:
    """An own document."""
    with entered(CAREERS, who.viewer):
        return actions.keep_document(
            by=who.viewer, sort=sort, name="My CV", given=Content("pdf", content)
        )


def applied(who: Person, posting_id: int, *documents: int, shows_email: bool = False) -> int:
    """An application."""
    new = NewApplication("Jo Seeker", "I would like to come.", documents, shows_email)
    with entered(CAREERS, who.viewer):
        return actions.apply(by=who.viewer, posting_id=posting_id, new=new)


def docx(*names: str) -> bytes:
    """A Word document with these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for one in ("word/document.xml", *names):
            archive.writestr(one, "<w/>")
    return out.getvalue()


def upload(content: bytes, name: str = "cv.pdf") -> SimpleUploadedFile:
    """A file as a browser sends it."""
    return SimpleUploadedFile(name, content)
