"""Cases as pages show them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class NewCase:
    """A request as it came in. ``proof``: what the channel itself shows, a level of the rules."""

    kind: str
    words: str = field(repr=False)
    channel: str
    asker: str = "self"
    name: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    postal: str = field(default="", repr=False)
    country: str = ""
    behalf: str = field(default="", repr=False)
    scope: str = field(default="", repr=False)
    format: str = "zip"
    destination: str = "self"
    recipient: str = field(default="", repr=False)
    proof: int = 0
    origin: str = ""
    received_at: datetime | None = None
    once: str = ""  # the key of the form: sent twice, it opens one case


@dataclass(frozen=True)
class Opened:
    """A case that was opened: its secret address, and the number that letters show."""

    key: str
    reference: str


@dataclass(frozen=True)
class NewLimit:
    """What staff enter for a person: which data or use, on which ground, in whose words."""

    words: str = field(repr=False)
    ground: str = ""
    clause: str = ""
    purpose: str = ""
    is_contested: bool = False


@dataclass(frozen=True)
class Arrived:
    """A record of the kernel that waits for staff: a restriction, an objection, a correction."""

    about: str
    number: int
    subject: int
    kind: str
    at: datetime
    due_date: date | None


@dataclass(frozen=True)
class Queued:
    """A case in a list. Nobody's name stands there."""

    reference: str
    kind: str
    channel: str
    state: str
    received_at: datetime
    due_date: date
    light: str
    needs_proof: bool
    is_verified: bool
    is_acknowledgement_late: bool


@dataclass(frozen=True)
class StepView:
    """One line of a case's history."""

    verb: str
    title: str
    words: str
    at: datetime


@dataclass(frozen=True)
class LetterView:
    """One letter of a case. ``way``: mail, or post while somebody must put it in an envelope."""

    id: int
    title: str
    subject: str
    text: str
    at: datetime
    way: str
    posted_at: datetime | None


@dataclass(frozen=True)
class StandingView:
    """What the kernel has on record for a case: a restriction, an objection, a correction.

    ``outcomes``: how it may be decided, value and words; none where it was decided.
    """

    about: str
    number: int
    title: str
    ground: str
    since: datetime
    review_date: date | None
    outcome: str
    outcomes: tuple[tuple[str, str], ...]
    told_at: datetime | None
    ends_at: datetime | None
    lifted_at: datetime | None
    note: str
    may_tell: bool
    may_lift: bool


@dataclass(frozen=True)
class HearingView:
    """A hearing about a record that was not amended."""

    asked_at: datetime
    hearing_at: datetime | None
    place: str
    decided_at: datetime | None
    is_amended: bool
    decision: str


@dataclass(frozen=True)
class Logged:
    """One line of the log of requests: what, how, when, how answered. Nobody's name (11 CCR 7101).

    ``days``: from receipt to the answer, None while it is open.
    """

    reference: str
    regime: str
    received_at: datetime
    nature: str
    manner: str
    answered_at: datetime | None
    response: str
    denial: str
    days: int | None


@dataclass(frozen=True)
class CaseView:
    """A case as its officer reads it."""

    id: int
    reference: str
    kind: str
    kind_title: str
    channel: str
    asker: str
    asker_title: str
    queue: str
    state: str
    state_title: str
    outcome: str
    regime: str
    needs: int
    proof: int
    needs_title: str
    proof_title: str
    is_verified: bool
    has_account: bool
    name: str
    email: str
    phone: str
    postal: str
    country: str
    behalf: str
    words: str
    scope: str
    format: str
    destination: str
    recipient: str
    received_at: datetime
    acknowledge_by: date | None
    acknowledged_at: datetime | None
    due_date: date
    longest_date: date | None
    is_extended: bool
    light: str
    papers: tuple[int, ...]
    steps: tuple[StepView, ...]
    letters: tuple[LetterView, ...]
    statement: str
    is_appeal: bool
    about: str
    may_name: bool
    hearing: HearingView | None


@dataclass(frozen=True)
class OwnCase:
    """A case as the person reads it."""

    key: str
    reference: str
    kind_title: str
    state: str
    state_title: str
    received_at: datetime
    due_date: date
    is_verified: bool
    needs: int
    needs_title: str
    steps: tuple[StepView, ...]
    letters: tuple[LetterView, ...]
    may_state: bool = False
    statement: str = ""
    may_appeal: bool = False
    may_be_heard: bool = False
    hearing: HearingView | None = None
    waits_for_word: bool = False
    agent: str = field(default="", repr=False)


@dataclass(frozen=True)
class PersonView:
    """What an officer sees of a person: the least that a case needs."""

    subject: int
    name: str
    email: str
    lines: tuple[tuple[str, str, str], ...]  # name of the line, its title, its value
