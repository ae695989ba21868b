"""What an operator's policy says, as the kernel reads it. Built by ``salerno.policy``.

A ``Policy`` is a value: immutable, versioned, and in a context variable, so that two packs
run in one process. The kernel never asks where it came from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from salerno.privacy.declare import Reach
from salerno.privacy.errors import DeclarationError


class TermKind(StrEnum):
    """The shapes a retention can have. There is no unstated one."""

    DAYS = "days"  # counted from the row's `since` column
    ACCOUNT = "account"  # while the account exists
    CLEARED = "cleared"  # until the person clears it or revokes the choice
    INDEFINITE = "indefinite"  # with a printed reason


@dataclass(frozen=True)
class Term:
    """How long something is kept. ``days`` after the event for DAYS, after the end for others."""

    kind: TermKind
    days: int = 0
    reason: str = ""

    def __post_init__(self) -> None:
        if self.kind is TermKind.DAYS and self.days <= 0:
            raise DeclarationError("A term in days needs a number of days above zero.")
        if self.kind is TermKind.INDEFINITE and not self.reason:
            raise DeclarationError("An indefinite term needs its reason.")

    @property
    def length(self) -> timedelta | None:
        """The span after which a row of this term is gone, or None when it has no such span."""
        return timedelta(days=self.days) if self.kind is TermKind.DAYS else None


class Basis(StrEnum):
    """The closed list of grounds."""

    CONTRACT = "contract"
    CONSENT = "consent"
    LEGAL_OBLIGATION = "legal_obligation"
    LEGITIMATE_INTEREST = "legitimate_interest"
    VITAL_INTEREST = "vital_interest"
    PUBLIC_TASK = "public_task"
    NOTICE = "notice"  # use after notice, where the jurisdiction lets it
    NONE = "none"  # no ground here: nobody is met under this purpose


class ChoiceForm(StrEnum):
    """The nine forms of choice."""

    WITHHOLD = "withhold"
    OPT_IN = "opt_in"
    OPT_OUT = "opt_out"
    FIELD_AUDIENCE = "field_audience"
    BROWSER_SIGNAL = "browser_signal"
    UNSUBSCRIBE = "unsubscribe"
    REVOKE = "revoke"
    DESK_REQUEST = "desk_request"
    STOP_USING = "stop_using"


OUT = frozenset({ChoiceForm.OPT_OUT, ChoiceForm.BROWSER_SIGNAL})
"""On until the person says no; of the second, the person's browser may say it as well."""

SWITCHED = OUT | {ChoiceForm.OPT_IN}
"""The forms that are a switch on a page."""


@dataclass(frozen=True)
class Operator:
    """The body that answers for the processing. Contact facts stand here and nowhere else."""

    id: str
    name: str  # brand, as in the masthead
    legal_name: str
    tagline: str = ""
    parents: tuple[str, ...] = ()  # unit > school > university
    brands: tuple[str, ...] = ()
    seat: str = ""
    country: str = ""
    address: str = ""
    email: str = ""
    telephone: str = ""
    dpo_name: str = ""
    dpo_email: str = ""
    dpo_address: str = ""
    representative: str = ""
    representative_address: str = ""
    security_email: str = ""


@dataclass(frozen=True)
class ClauseLaw:
    """What the pack says of one clause."""

    term: Term
    reach_max: Reach = Reach.ME
    reach_default: Reach = Reach.ME
    recipients: tuple[str, ...] = ()
    required: bool = False
    source: str = "you"  # you | device | us | other


PERSON_LAYERS = frozenset({"minor", "ferpa"})
"""Layers that follow from who somebody is: an unknown place says nothing of them."""


@dataclass(frozen=True)
class PurposeLaw:
    """What the pack says of one purpose. ``bases`` by layer; the key "" is the base text."""

    bases: Mapping[str, Basis]
    text: str = ""  # the item of the published list, in the operator's words
    choice: ChoiceForm | None = None
    ask: str = ""  # the words of the choice, for opt-in and opt-out
    since_version: int = 1

    def basis(self, layer: str) -> Basis:
        """The ground in ``layer``; an unknown jurisdiction gets the strictest there is."""
        if layer == "unknown":
            known = [basis for name, basis in self.bases.items() if name not in PERSON_LAYERS]
            return max(known, key=STRICTNESS.__getitem__)
        return self.bases.get(layer, self.bases[""])


STRICTNESS: Mapping[Basis, int] = MappingProxyType(
    {
        Basis.NOTICE: 0,
        Basis.LEGITIMATE_INTEREST: 1,
        Basis.PUBLIC_TASK: 2,
        Basis.CONTRACT: 3,
        Basis.VITAL_INTEREST: 4,
        Basis.LEGAL_OBLIGATION: 5,
        Basis.CONSENT: 6,
        Basis.NONE: 7,
    }
)


@dataclass(frozen=True)
class Recipient:
    """Someone outside who may receive something. Without a contract nothing flows."""

    id: str
    name: str
    kind: str  # one of the nine classes
    contract: str
    country: str
    mechanism: str = ""  # adequacy | scc | derogation | same_region
    purposes: tuple[str, ...] = ()
    clauses: tuple[str, ...] = ()
    adapter: str = ""  # what delivers to it; empty: by hand
    enabled: bool = True
    role: str = "processor"  # processor | joint | controller
    address: str = ""  # the record of one that decides itself what the data is for
    expires: str = ""  # the last day of the contract, as 2027-03-31; empty: until further notice
    endpoint: str = ""  # where its machine listens: https://… or sftp://…
    tag: str = ""  # where what it puts into pages is loaded from; empty: it puts nothing there

    def has_ended(self, day: date) -> bool:
        """Whether the contract binds no more on ``day``: nothing flows."""
        return bool(self.expires) and day > date.fromisoformat(self.expires)


@dataclass(frozen=True)
class Cookie:
    """One cookie or other thing stored on a device."""

    name: str
    purpose: str
    days: int  # 0: until the browser closes
    needed: bool
    text: str


@dataclass(frozen=True)
class Policy:
    """One version of one pack, with its layers."""

    pack: str
    version: int
    digest: str
    effective_at: datetime
    operator: Operator
    clauses: Mapping[str, ClauseLaw]
    purposes: Mapping[str, PurposeLaw]
    recipients: Mapping[str, Recipient] = field(default_factory=dict)
    settings: Mapping[str, object] = field(default_factory=dict)
    cookies: tuple[Cookie, ...] = ()
    layers: tuple[str, ...] = ()

    def is_protected(self, one: Recipient) -> bool:
        """Whether what goes to ``one`` stays in the operator's country, or is protected there."""
        return one.country == self.operator.country or bool(one.mechanism)

    def clause(self, clause_id: str) -> ClauseLaw:
        """The law of a clause. Raises DeclarationError when the pack is silent."""
        try:
            return self.clauses[clause_id]
        except KeyError:
            message = f"Pack {self.pack} says nothing about the clause {clause_id}."
            raise DeclarationError(message) from None

    def purpose(self, purpose_id: str) -> PurposeLaw:
        """The law of a purpose. Raises DeclarationError when the pack is silent."""
        try:
            return self.purposes[purpose_id]
        except KeyError:
            message = f"Pack {self.pack} says nothing about the purpose {purpose_id}."
            raise DeclarationError(message) from None


type Provider = Callable[[], Policy]

_in_force: ContextVar[Policy | None] = ContextVar("policy", default=None)
_provider: list[Provider] = []


def install(provider: Provider) -> None:
    """Say where the policy in force comes from when no block holds one. Called once, at start."""
    _provider[:] = [provider]


def in_force() -> Policy:
    """The policy that binds the present statement."""
    held = _in_force.get()
    if held is not None:
        return held
    if not _provider:
        raise DeclarationError("No policy is in force: no pack was loaded.")
    return _provider[0]()


@contextmanager
def under(policy: Policy) -> Iterator[Policy]:
    """Hold ``policy`` in force inside the block."""
    token = _in_force.set(policy)
    try:
        yield policy
    finally:
        _in_force.reset(token)
