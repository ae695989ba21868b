"""What a mailing may say, and how often somebody may be written to. Pure.

The words of a mailing are paragraphs with an empty line between them. A line that begins with
``## `` is a heading, one with ``- `` an item of a list, ``[words](https://…)`` a link. What stands
between ``:::offer`` and ``:::`` is a promotion, and only an offer may hold one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

# As `salerno.services.post.values` names them; a test holds the two together.
SERVICE, CONTENT, PROMOTION = "service", "content", "offer"
EMAIL, SMS = "email", "sms"
EVERYTHING, ASKED_FOR = "all", frozenset({"contents", "alerts"})
MOST_SOFT, SOFT_WITHIN = 3, timedelta(days=90)  # mailings that came back this time, in a row
CAP = timedelta(days=30)  # one offer by one channel in this time
MOST_LETTERS, MOST_TEXT = 20_000, 320
OFFER, END = ":::offer", ":::"
LINK = re.compile(r"\[([^\[\]]{1,200})\]\(([^()\s]{1,500})\)")


class Fault(StrEnum):
    """Why a mailing cannot go out as it is written."""

    NO_SUBJECT = "no_subject"
    EMPTY = "empty"
    LONG = "long"
    PROMOTION = "promotion"
    UNCLOSED = "unclosed"
    LINK = "link"
    TOPIC = "topic"
    CHANNEL = "channel"
    CONTROL = "control"


class Kind(StrEnum):
    """What a block is."""

    TEXT = "text"
    HEADING = "heading"
    LIST = "list"


@dataclass(frozen=True)
class Block:
    """One block of the words. ``is_offer``: it stands in a promotion."""

    kind: Kind
    lines: tuple[str, ...]
    is_offer: bool = False


def blocks(body: str) -> tuple[Block, ...]:
    """The blocks of a mailing's words, in order."""
    made: list[Block] = []
    is_offer = False
    for part in re.split(r"\n\s*\n|\n(?=:::)|(?<=:::offer)\n|(?<=:::)\n", body.replace("\r", "")):
        text = part.strip()
        if text in (OFFER, END):
            is_offer = text == OFFER
        elif text:
            made += _blocks_in(text, is_offer=is_offer)
    return tuple(made)


def _blocks_in(text: str, *, is_offer: bool) -> list[Block]:
    """A paragraph, with the headings and lists that stand in it."""
    made: list[Block] = []
    for line in (one.strip() for one in text.split("\n")):
        kind = Kind.HEADING if line.startswith("## ") else Kind.TEXT
        if line.startswith("- "):
            kind = Kind.LIST
        words = line[2:].strip() if kind is Kind.LIST else line.removeprefix("## ")
        if made and made[-1].kind is kind and kind is not Kind.HEADING:
            made[-1] = Block(kind, (*made[-1].lines, words), is_offer)
        elif words:
            made.append(Block(kind, (words,), is_offer))
    return made


def links(body: str) -> tuple[str, ...]:
    """The addresses that the words lead to."""
    return tuple(found.group(2) for found in LINK.finditer(body))


def is_safe(address: str) -> bool:
    """Whether a link leads to a page: http, https, or a path of this site."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if not parts.scheme and not parts.netloc:
        return address.startswith("/")
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def faults(sort: str, topic: str, channel: str, words: tuple[str, str]) -> tuple[Fault, ...]:
    """Everything for which a mailing is not sent. ``words``: its subject and its body."""
    subject, body = words
    said = [
        (not subject.strip(), Fault.NO_SUBJECT),
        (not blocks(body), Fault.EMPTY),
        (len(body) > (MOST_TEXT if channel == SMS else MOST_LETTERS), Fault.LONG),
        (sort != PROMOTION and any(one.is_offer for one in blocks(body)), Fault.PROMOTION),
        (_count(body, OFFER) != _count(body, END), Fault.UNCLOSED),
        (not all(is_safe(one) for one in links(body)), Fault.LINK),
        (not _fits(sort, topic), Fault.TOPIC),
        (sort != PROMOTION and channel != EMAIL, Fault.CHANNEL),
        (bool(re.search(r"[\x00-\x08\x0b-\x1f\x7f]", subject + body)), Fault.CONTROL),
    ]
    return tuple(fault for stands, fault in said if stands)


def _count(body: str, mark: str) -> int:
    return sum(line.strip() == mark for line in body.splitlines())


def _fits(sort: str, topic: str) -> bool:
    """What must be sent has no topic; what was asked for has one of those; an offer another."""
    if sort == SERVICE:
        return not topic
    if sort == CONTENT:
        return topic in ASKED_FOR
    return bool(topic) and topic not in ASKED_FOR and topic != EVERYTHING


def is_due(last_at: datetime | None, now: datetime) -> bool:
    """Whether another offer may go to somebody who had one at ``last_at``."""
    return last_at is None or now - last_at >= CAP


def may_show(times: int, last_date: date | None, today: date, most: int) -> bool:
    """Whether a note on the page may be shown once more: so often in all, and once a day."""
    return times < most and last_date != today


def subject_of(words: str) -> str:
    """A subject that somebody typed, written as the catalogue writes it: "heart-failure"."""
    return "-".join(re.findall(r"[^\W_]+", words.casefold()))[:60].strip("-")


STOPS = frozenset({"stop", "quit", "end", "revoke", "opt out", "cancel", "unsubscribe"})
HELPS = frozenset({"help", "info"})


def command(text: str) -> str:
    """What somebody asks who answers a message: "stop", "help", or "" for anything else."""
    said = " ".join(re.findall(r"[a-z]+", text.casefold()))
    if said in STOPS or said.replace(" ", "") in {one.replace(" ", "") for one in STOPS}:
        return "stop"
    first = said.partition(" ")[0]
    if first in STOPS - {"end", "cancel"}:
        return "stop"
    return "help" if first in HELPS else ""
