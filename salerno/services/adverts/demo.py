"""Two campaigns of the demonstration, with pictures drawn when they are loaded."""

from __future__ import annotations

import io
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw

from salerno.policy.purposes import EDITORIAL
from salerno.privacy import clock
from salerno.privacy.context import Viewer, entered
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts.queries import subject_of_address
from salerno.services.adverts import actions, queries
from salerno.services.adverts.values import NewAdvertiser, NewCampaign, Placement

EDITOR = "editor@example.org"
SIZE = (720, 400)
COMPANIES = (
    NewAdvertiser("tidewater", "Tidewater Instruments", "4 Slipway, Gdynia", "PL",
                  "Advertising order R-2026-31", "https://tidewater.example/privacy"),
    NewAdvertiser("lantern", "Lantern Books", "18 Mill Lane, Galway", "IE",
                  "Advertising order R-2026-44", "https://lantern.example/privacy"),
)  # fmt: skip
BOOKED = (
    ("tidewater", "A stethoscope for a loud ward", "Its bell is cut for low sounds.",
     "A stethoscope, drawn in three lines", ("sleep", "hospital-environment", "history-taking"),
     "https://tidewater.example/bell", "Tidewater stethoscopes", "#1f4e4a", "#e9c57b"),
    ("lantern", "The Night Resident’s Companion", "Short chapters, for a pocket.",
     "A book under a lamp", (), "https://lantern.example/companion", "Lantern paperbacks",
     "#2b2a4c", "#f4aaa6"),
)  # fmt: skip


def load() -> None:
    """Book what is missing. Again: nothing changes."""
    if not queries.is_offered():
        return
    with entered(AUTHENTICATE, Viewer.job("demonstration")):
        by = Viewer(subject_of_address(EDITOR))
    with entered(EDITORIAL, by, ground="demonstration"):
        known = {one.slug for one in queries.advertisers()}
        for company in COMPANIES:
            if company.slug not in known:
                _book(by, company)


def _book(by: Viewer, company: NewAdvertiser) -> None:
    said = next(one for one in BOOKED if one[0] == company.slug)
    _slug, headline, words, alt, subjects, link, unit, ground, figure = said
    number = actions.save_advertiser(by=by, new=company)
    now = clock.now()
    new = NewCampaign(
        number, headline[:120], unit, "", tuple(Placement.values), subjects, (), "",
        now - timedelta(days=7), now + timedelta(days=90), 100_000, 0,
    )  # fmt: skip
    campaign = actions.save_campaign(by=by, new=new)
    texts = {"headline": headline, "words": words, "alt": alt, "link": link}
    file = SimpleUploadedFile("b.png", drawn(ground, figure), "image/png")
    actions.save_creative(by=by, campaign_id=campaign, said=texts, picture=file)
    actions.go_live(by=by, campaign_id=campaign)


def drawn(ground: str, figure: str) -> bytes:
    """A quiet picture: rings of one colour on another, as PNG."""
    made = Image.new("RGB", SIZE, ground)
    pen = ImageDraw.Draw(made)
    for step in range(1, 9):
        edge = 26 * step
        pen.ellipse((500 - edge, 200 - edge, 500 + edge, 200 + edge), outline=figure, width=3)
    pen.line((0, 330, 720, 330), fill=figure, width=6)
    out = io.BytesIO()
    made.save(out, "PNG")
    return out.getvalue()
