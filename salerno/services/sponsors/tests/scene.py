"""The scene of this room's tests: a sponsor, a paper, people who take it."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from salerno.policy.purposes import ACCOUNT, EDITORIAL
from salerno.privacy import clock, disclose, subjects
from salerno.privacy.context import Viewer, entered
from salerno.privacy.purposes import AUTHENTICATE, RECORD
from salerno.services.accounts import actions as accounts
from salerno.services.accounts.demo import confirm
from salerno.services.accounts.values import Role
from salerno.services.sponsors import actions, queries
from salerno.services.sponsors.actions.share import PLAIN, party, payload
from salerno.services.sponsors.values import NewPaper, NewSponsor, PaperPage, SponsorCard
from tests import people

__all__ = [
    "ACCOUNT", "EDITORIAL", "PLAIN", "accounts", "actions", "disclose", "party", "payload",
    "queries", "subjects",
]  # fmt: skip

PDF = b"%PDF-1.4\n% a paper\n%%EOF\n"
ALL = ("name", "email", "organisation", "job_title")


@dataclass(frozen=True)
class Scene:
    """A paper with its sponsors and their tokens."""

    editor: people.Person
    paper: PaperPage
    sponsors: tuple[SponsorCard, ...]
    tokens: tuple[str, ...]

    @property
    def address(self) -> str:
        """Of the paper's page."""
        return f"/papers/{self.paper.slug}"


def editor() -> people.Person:
    """Somebody who may set papers up."""
    made = people.person("editor@example.org", "Edith Editor")
    with entered(AUTHENTICATE, made.viewer):
        accounts.give_role(by=made.viewer, subject=made.subject, role=Role.EDITOR)
    return made


def with_factor(who: people.Person) -> None:
    """The second factor that staff need."""
    with entered(AUTHENTICATE, who.viewer):
        confirm(by=who.viewer, subject=who.subject, with_factor=True)


def a_sponsor(by: Viewer, slug: str = "halden", **changes: Any) -> int:
    """A company, set up by an editor."""
    said: dict[str, Any] = {
        "slug": slug, "name": slug.title() + " Devices", "address": "1 Quay, Bergen",
        "country": "NO", "contract": "Agreement S-7", "privacy_link": "https://halden.example/p",
        "has_drop": True,
    }  # fmt: skip
    with entered(EDITORIAL, by):
        return actions.save_sponsor(by=by, new=NewSponsor(**said | changes))


def a_paper(by: Viewer, sponsors: tuple[int, ...], **changes: Any) -> int:
    """A paper, set up by an editor and not published."""
    said: dict[str, Any] = {
        "slug": "beds", "title": "A bed for each", "summary": "On beds.", "label": "Sponsored",
        "fields": ALL, "download_without_sharing": True, "term_days": 90, "sponsors": sponsors,
    }  # fmt: skip
    file = SimpleUploadedFile("x.pdf", PDF, "application/pdf")
    with entered(EDITORIAL, by):
        return actions.save_paper(by=by, new=NewPaper(**said | changes), file=file)


def scene(*, companies: tuple[str, ...] = ("halden",), **changes: Any) -> Scene:
    """A published paper."""
    who = editor()
    by = who.viewer
    numbers = tuple(a_sponsor(by, one) for one in companies)
    paper_id = a_paper(by, numbers, **changes)
    return Scene(who, published(by, paper_id), cards(by, numbers), tokens(by, numbers))


def published(by: Viewer, paper_id: int) -> PaperPage:
    """The paper, once it is offered."""
    with entered(EDITORIAL, by):
        actions.publish(by=by, paper_id=paper_id)
        page = queries.draft(paper_id)
    assert page is not None
    return page


def cards(by: Viewer, numbers: tuple[int, ...]) -> tuple[SponsorCard, ...]:
    """The sponsors as they stand."""
    with entered(EDITORIAL, by):
        found = [queries.sponsor(one) for one in numbers]
    return tuple(one.card for one in found if one is not None)


def tokens(by: Viewer, numbers: tuple[int, ...]) -> tuple[str, ...]:
    """A token for each."""
    with entered(EDITORIAL, by):
        return tuple(actions.issue_token(by=by, sponsor_id=one) for one in numbers)


def member(email: str = "ann@example.org", name: str = "Ann Reader") -> people.Person:
    """Somebody whose profile says where they work and as what."""
    made = people.person(email, name)
    with entered(ACCOUNT, made.viewer):
        lines = {"institution": "Sandhill Hospital", "profession": "nurse"}
        accounts.change_profile(by=made.viewer, lines=lines, audiences={})
    return made


def sheet_of(browser: Client, address: str) -> dict[str, str]:
    """What a browser holds of the sheet before a box is ticked: every value that is set."""
    html = browser.get(address).content.decode()
    form = html[html.index(f'action="{address}/share"') :]
    form = form[: form.index("</form>")]
    assert "checked" not in form
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form)
    return {name: value for name, value in hidden if name != "csrfmiddlewaretoken"}


def share(who: people.Person, at: Scene, *sponsors: SponsorCard) -> Any:
    """Take the paper with sharing, as a browser does."""
    browser = who.browser()
    ticked = [str(one.id) for one in (sponsors or at.sponsors[:1])]
    sent = sheet_of(browser, at.address) | {"share": ticked}
    return browser.post(f"{at.address}/share", sent)


def feed(token: str, **more: str) -> Any:
    """What a sponsor's program gets."""
    return Client().get("/api/sponsors/leads", more, headers={"Authorization": f"Bearer {token}"})


def leads(token: str) -> list[dict[str, str]]:
    """The fields of each lead in the feed."""
    answer = feed(token)
    assert answer.status_code == 200, answer.content
    return [one["fields"] for one in answer.json()["leads"]]


def table(token: str) -> list[str]:
    """The lines of the lead file behind its heading."""
    answer = Client().post("/sponsors/fetch", {"token": token})
    assert answer.status_code == 200
    return answer.content.decode().splitlines()[1:]


def folder(slug: str = "halden") -> list[dict[str, str]]:
    """The records in a sponsor's folder."""
    place = Path(settings.SALERNO_DATA) / "feeds" / slug
    return [json.loads(one.read_text()) for one in sorted(place.glob("*.json"))]


def received(who: people.Person) -> list[disclose.Received]:
    """What the person reads of who received what, the mail carrier's letters apart."""
    with entered(RECORD, Viewer.job("test")):
        return [one for one in disclose.received(who.subject) if one.purpose == "sponsors"]


def later(**span: float) -> Any:
    """The clock, so much ahead."""
    return clock.clock_ahead(timedelta(**span))
