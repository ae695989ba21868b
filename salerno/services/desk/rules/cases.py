"""What each kind of case needs before anything is done, and what may follow what."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum, StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """What somebody asks for."""

    QUESTION = "question"
    ACCESS = "access"
    CORRECTION = "correction"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    OBJECTION = "objection"
    PORTABILITY = "portability"
    COMPLAINT = "complaint"
    DIRECTORY = "directory"
    CHILD = "child"


class Proof(IntEnum):
    """How sure we are that it is the person: each level contains the ones before it."""

    NONE = 0
    LETTER = 1  # whoever reads the mail of the address
    SESSION = 2  # whoever is signed in
    AGAIN = 3  # signed in, and asked once more just now
    DOCUMENT = 4  # a paper was looked at


class Channel(StrEnum):
    """How it reached us."""

    PAGE = "page"
    MAIL = "mail"
    PHONE = "phone"
    POST = "post"


class Asker(StrEnum):
    """Who asks."""

    SELF = "self"
    AGENT = "agent"
    GUARDIAN = "guardian"


class State(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class Outcome(StrEnum):
    """What the answer was."""

    NONE = ""
    DONE = "done"
    PARTLY = "partly"
    REFUSED = "refused"


class Queue(StrEnum):
    """Who works on it."""

    DESK = "desk"
    DPO = "dpo"


NEEDED: Mapping[Kind, Proof] = MappingProxyType({
    Kind.QUESTION: Proof.NONE,
    Kind.COMPLAINT: Proof.NONE,
    Kind.CHILD: Proof.NONE,  # acted on at once: the report is checked, not the reporter
    Kind.OBJECTION: Proof.LETTER,
    Kind.DIRECTORY: Proof.LETTER,
    Kind.RESTRICTION: Proof.LETTER,
    Kind.CORRECTION: Proof.LETTER,
    Kind.ERASURE: Proof.LETTER,
    Kind.ACCESS: Proof.LETTER,
    Kind.PORTABILITY: Proof.LETTER,
})  # fmt: skip
RELEASES = frozenset({Kind.ACCESS, Kind.PORTABILITY})
SCOPED = frozenset({Kind.PORTABILITY, Kind.ACCESS})
FORMATS = ("json", "zip")
SELF, OTHER = "self", "other"


def needed(kind: Kind, *, asker: Asker, has_account: bool, destination: str = SELF) -> Proof:
    """The least proof for a request.

    Who has no account and wants data shows a paper, and so does whoever asks for somebody else.
    Data that goes to another recipient is asked for by the person, signed in once more.
    """
    least = NEEDED[kind]
    if destination != SELF:
        return Proof.AGAIN
    if asker is not Asker.SELF and least:
        return Proof.DOCUMENT
    if kind in RELEASES and not has_account:
        return Proof.DOCUMENT
    return least


def is_enough(given: Proof, asked: Proof) -> bool:
    """Whether the proof given suffices. A paper does not replace the sign-in that AGAIN asks."""
    if asked is Proof.AGAIN:
        return given is Proof.AGAIN
    return given >= asked


def words_to_kind(subject: str) -> Kind:
    """A first guess from the subject line of a mail; a person looks at it anyway."""
    said = subject.lower()
    for words, kind in _GUESSES:
        if any(one in said for one in words):
            return kind
    return Kind.QUESTION


_GUESSES = (
    (("delet", "eras", "forget"), Kind.ERASURE),
    (("correct", "rectif", "wrong"), Kind.CORRECTION),
    (("portab", "transfer my data"), Kind.PORTABILITY),
    (("restrict",), Kind.RESTRICTION),
    (("object", "opt out", "opt-out"), Kind.OBJECTION),
    (("directory",), Kind.DIRECTORY),
    (("complain",), Kind.COMPLAINT),
    (("under 13", "my child"), Kind.CHILD),
    (("access", "copy of my data", "my data"), Kind.ACCESS),
)
