"""What a letter must say before it may be sent."""

from __future__ import annotations

from enum import StrEnum

from salerno.services.desk.rules.authorities import Authority


class LetterKind(StrEnum):
    """The letters of the desk."""

    VERIFY = "verify"
    ACKNOWLEDGEMENT = "acknowledgement"
    EXTENSION = "extension"
    ANSWER = "answer"
    REFUSAL = "refusal"
    AGENT = "agent"
    HEARING = "hearing"
    DECISION = "decision"
    DEMAND = "demand"
    BREACH = "breach"


def missing(kind: LetterKind, text: str, *, authority: Authority, reason: str) -> tuple[str, ...]:
    """What a letter does not say and must: keys, in order. Empty where it may be sent.

    A refusal names its reason, the authority with its address, and the way to a court; an
    extension names its reason.
    """
    found = []
    said = " ".join(text.split())
    if kind in (LetterKind.REFUSAL, LetterKind.EXTENSION):
        words = " ".join(reason.split())
        if not words or words not in said:
            found.append("reason")
    if kind is LetterKind.REFUSAL:
        if authority.name not in said or authority.site not in said:
            found.append("authority")
        if "court" not in said.lower():
            found.append("court")
    return tuple(found)
