"""The scene of this room's tests: editors, mailings, the carrier, and whoever gets letters."""

from __future__ import annotations

import json
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from django.conf import settings

from salerno.policy.purposes import ACCOUNT, CORRESPONDENCE, EDITORIAL
from salerno.privacy.context import Viewer, entered
from salerno.privacy.disclose import deliver_outbox
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts import actions as accounts
from salerno.services.accounts.demo import confirm
from salerno.services.accounts.values import Role
from salerno.services.mailings import actions, jobs, queries
from salerno.services.mailings.values import NewCampaign, Report, Tally
from salerno.services.post import actions as post
from salerno.services.post.values import Channel, Sort, Topic
from tests import people

__all__ = ["CORRESPONDENCE", "jobs"]  # for the tests that drive them

BASE = "https://site.example"


def editor() -> people.Person:
    """Somebody who may write to many, with a second factor."""
    made = people.person("editor@example.org", "Edith Editor")
    with entered(AUTHENTICATE, made.viewer):
        accounts.give_role(by=made.viewer, subject=made.subject, role=Role.EDITOR)
        confirm(by=made.viewer, subject=made.subject, with_factor=True)
    return made


def offer(**changes: Any) -> NewCampaign:
    """An offer of the house's own."""
    said: dict[str, Any] = {
        "sort": Sort.OFFER, "topic": Topic.OFFERS, "channel": Channel.EMAIL,
        "subject": "A year for the price of ten months",
        "body": "Good day.\n\n:::offer\nTwo months on us. [Read on](/about)\n:::\n\n- one\n- two",
    }  # fmt: skip
    return NewCampaign(**said | changes)


def content(**changes: Any) -> NewCampaign:
    """An issue of the newsletter that people asked for."""
    said: dict[str, Any] = {
        "sort": Sort.CONTENT, "topic": Topic.CONTENTS, "channel": Channel.EMAIL,
        "subject": "This week", "body": "## New\n\n- [Light at night](/articles/light)",
    }  # fmt: skip
    return NewCampaign(**said | changes)


def service(**changes: Any) -> NewCampaign:
    """Something that everybody has to know."""
    said: dict[str, Any] = {
        "sort": Sort.SERVICE, "topic": "", "channel": Channel.EMAIL,
        "subject": "The site is closed on Sunday", "body": "From 8 to 9, for an hour.",
    }  # fmt: skip
    return NewCampaign(**said | changes)


def saved(by: Viewer, new: NewCampaign) -> int:
    """A draft."""
    with entered(EDITORIAL, by):
        return actions.save(by=by, new=new)


def queued(by: Viewer, new: NewCampaign) -> int:
    """A mailing that waits to go out."""
    number = saved(by, new)
    with entered(EDITORIAL, by):
        actions.queue(by=by, campaign_id=number, origin=BASE)
    return number


def sent(by: Viewer, new: NewCampaign) -> int:
    """A mailing that has gone out, as far as the gate let it."""
    number = queued(by, new)
    while jobs.send_due():
        pass
    jobs.send_due()
    return number


def tally(number: int) -> Tally:
    """Whom a mailing reaches now."""
    with entered(CORRESPONDENCE, queries.JOB):
        one = queries.campaign(number)
        assert one is not None
        return queries.tally(one)


def report(by: Viewer, number: int) -> Report:
    """How far it has come."""
    with entered(EDITORIAL, by):
        return queries.report(number)


def mails() -> list[EmailMessage]:
    """What the carrier has, in no order."""
    deliver_outbox()
    folder = Path(settings.SALERNO_DATA) / "outbox"
    return [
        message_from_bytes(one.read_bytes(), EmailMessage, policy=policy.default)
        for one in sorted(folder.glob("*.eml"))
    ]


def payloads() -> list[dict[str, Any]]:
    """What each carrier was handed."""
    deliver_outbox()
    folder = Path(settings.SALERNO_DATA) / "outbox"
    return [json.loads(one.read_text()) for one in sorted(folder.glob("*.json"))]


def to(address: str) -> list[EmailMessage]:
    """What went to one address."""
    return [one for one in mails() if one["To"] == address]


def plain(mail: EmailMessage) -> str:
    """The plain words of a letter."""
    body = mail.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def path_in(mail: EmailMessage, part: str) -> str:
    """The path of the link of a letter that leads to ``part``."""
    found = re.search(rf"https?://[^/\s]+(/{part}\S+)", plain(mail))
    assert found, plain(mail)
    return found.group(1)


def wish(who: people.Person, topic: str, *, on: bool, channel: str = Channel.EMAIL) -> None:
    """Set one cell of the matrix, as the page does."""
    with entered(ACCOUNT, who.viewer):
        post.wish(by=who.viewer, topic=topic, channel=channel, is_wanted=on, address=who.email)
