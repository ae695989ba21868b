"""What carriers send back: reports of delivery (RFC 3464) and of complaint (RFC 5965). Pure.

A report is believed only for a letter whose key it carries: in the address it came to (VERP), or
in the headers of our letter that it encloses.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from enum import StrEnum
from typing import Any

from salerno.services.post.values.links import returned_key

MOST_BYTES = 1_000_000
ADDRESSED = ("To", "Delivered-To", "X-Original-To")
ENCLOSED = frozenset({"message/rfc822", "text/rfc822-headers", "message/feedback-report"})
_STATUS = re.compile(r"\b([245])\.\d{1,3}\.\d{1,3}\b")


class Verdict(StrEnum):
    """What a report says."""

    HARD = "hard"  # it will never arrive
    SOFT = "soft"  # it did not arrive this time
    COMPLAINT = "complaint"
    NOTHING = "nothing"


@dataclass(frozen=True)
class Return:
    """A report, read: the key of the letter, and the verdict."""

    key: str
    verdict: Verdict


def read(raw: bytes) -> Return:
    """Read a report. What is none, or about none of our letters, says NOTHING or has no key."""
    parsed = message_from_bytes(raw[:MOST_BYTES])
    verdict = _verdict(parsed)
    addressed = " ".join(str(parsed.get(one, "")) for one in ADDRESSED)
    return Return(returned_key(addressed) or _enclosed(parsed), verdict)


def _verdict(parsed: Message[str, str]) -> Verdict:
    kind = str(parsed.get_param("report-type", "")).lower()
    if kind == "feedback-report" or _holds(parsed, "message/feedback-report"):
        return Verdict.COMPLAINT
    for one in parsed.walk():
        if one.get_content_type() == "message/delivery-status":
            return _of_status(one)
    return Verdict.NOTHING


def _of_status(part: Message[str, str]) -> Verdict:
    """The gravest of the per-recipient blocks: Action: failed with a 5.x.x is for good."""
    found = Verdict.NOTHING
    for block in _blocks(part):
        action = str(block.get("Action", "")).strip().lower()
        status = _STATUS.search(str(block.get("Status", "")))
        if action == "failed" and (status is None or status.group(1) == "5"):
            return Verdict.HARD
        if action in ("failed", "delayed"):
            found = Verdict.SOFT
    return found


def _blocks(part: Message[str, str]) -> list[Message[str, str]]:
    payload: Any = part.get_payload()
    if isinstance(payload, list):
        return payload
    return [message_from_bytes(str(payload).encode())]


def _holds(parsed: Message[str, str], kind: str) -> bool:
    return any(one.get_content_type() == kind for one in parsed.walk())


def _enclosed(parsed: Message[str, str]) -> str:
    """The key in the headers of the letter that a report encloses."""
    for one in parsed.walk():
        if one.get_content_type() in ENCLOSED:
            found = returned_key(one.as_string()[:20_000])
            if found:
                return found
    return ""
