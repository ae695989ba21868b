"""The words of a declaration: purposes, clauses, and what a table holds.

Pure: nothing here touches the database. A model says what it holds in its class body::

    class Profile(models.Model):
        owner = SubjectKey()
        bio = models.TextField(blank=True)
        bio_audience = AudienceField()
        changed_at = models.DateTimeField(auto_now=True)

        holds = Holds(
            BIOGRAPHY.on(bio, audience=bio_audience),
            plain=(bio_audience, changed_at),
        )
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Any

from salerno.privacy.errors import DeclarationError

_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*\Z")


def checked_id(value: str, what: str) -> str:
    """Return ``value`` when it is an id of ours; a wildcard or an empty id is refused."""
    if not _ID.match(value):
        message = f"{what} {value!r}: an id is lower case words joined by dots, never a wildcard."
        raise DeclarationError(message)
    return value


class Reach(IntEnum):
    """The audience lattice: each level contains the ones before it."""

    ME = 0
    CONNECTIONS = 1
    COHORT = 2
    PROGRAM = 3
    MEMBERS = 4
    PUBLIC = 5


class Grade(StrEnum):
    """How closely a value points to a person."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    PSEUDONYMOUS = "pseudonymous"
    NONE = "none"


class OnErase(StrEnum):
    """What erasure does to a clause's columns."""

    DELETE = "delete"
    REATTRIBUTE = "reattribute"
    KEEP = "keep"


@dataclass(frozen=True)
class Erasure:
    """What happens on erasure; ``reason`` is the duty that keeps a row, printed to the person."""

    kind: OnErase
    reason: str = ""

    def __post_init__(self) -> None:
        if self.kind is OnErase.KEEP and not self.reason:
            raise DeclarationError("Erasure: what is kept needs the reason that keeps it.")


DELETE = Erasure(OnErase.DELETE)
REATTRIBUTE = Erasure(OnErase.REATTRIBUTE)


def keep(reason: str) -> Erasure:
    """Keep the row after erasure, under a pseudonym, for ``reason``."""
    return Erasure(OnErase.KEEP, reason)


@dataclass(frozen=True)
class Relation:
    """A named tie outside the lattice (case, seat, applicant): who stands in it may see."""

    id: str
    title: object

    def __post_init__(self) -> None:
        checked_id(self.id, "Relation")


class Rows(StrEnum):
    """Which rows a purpose meets."""

    OPEN = "open"  # rows whose subject is not closed for the purpose, in the viewer's reach
    OWN = "own"  # the viewer's own rows, closed or not
    EVERY = "every"  # every stored row; such a purpose shows none of them to anybody


@dataclass(frozen=True)
class Purpose:
    """A use of personal data. The pack gives its basis and its words, code only its shape.

    ``machine``: a job may enter it without a person looking.
    ``service``: with a contract as basis, only people who use this service are met.
    ``keys_only``: meets the plain columns of every declared table and no clause.
    ``meets_restricted``: serves legal claims, so it meets what is restricted or held as well.
    ``is_marketing``: offers to the person; whoever objects has the last word (GDPR 21(2)).
    ``any_clause``: what it needs is named case by case, so every clause but a secret serves it.
    """

    id: str
    title: object
    rows: Rows = Rows.OPEN
    machine: bool = False
    service: str = ""
    keys_only: bool = False
    kernel: bool = False
    meets_restricted: bool = False
    is_marketing: bool = False
    any_clause: bool = False

    def __post_init__(self) -> None:
        checked_id(self.id, "Purpose")

    @property
    def heeds_restriction(self) -> bool:
        """Whether a cell that is restricted does not exist here."""
        return not (self.kernel or self.meets_restricted or self.rows is Rows.OWN)

    @property
    def table_name(self) -> str:
        """The id as part of a table's name."""
        return self.id.replace(".", "_")

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, eq=False)
class Clause:
    """One paragraph of law about one kind of data: what the code is able to do with it.

    ``reach`` is the widest audience that code can serve; the pack may only narrow it.
    ``relations`` are named ties that see it too. ``optional``: the person may withhold it.
    ``secret``: never shown, copied, searched or logged. ``ledger``: rows of the clause ledger.
    ``subject``: the heading under which the person finds it in "Your information".
    """

    id: str
    title: object
    category: str
    grade: Grade
    purposes: tuple[Purpose, ...]
    reach: Reach = Reach.ME
    relations: tuple[Relation, ...] = ()
    erasure: Erasure = DELETE
    optional: bool = True
    sensitive: bool = False
    secret: bool = False
    ledger: tuple[str, ...] = ()
    subject: str = "account"

    def __post_init__(self) -> None:
        checked_id(self.id, "Clause")
        if not self.purposes:
            raise DeclarationError(f"Clause {self.id}: no purpose may use it, so it has no place.")
        if self.secret and self.reach > Reach.ME:
            raise DeclarationError(f"Clause {self.id}: a secret has no audience.")

    def on(self, *columns: Any, audience: Any = None) -> Held:
        """Lay this clause on ``columns``; ``audience`` is the column of the person's own choice."""
        if not columns:
            raise DeclarationError(f"Clause {self.id}: laid on no column.")
        return Held(self, tuple(columns), audience)

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, eq=False)
class Held:
    """A clause laid on columns of one table, before their names are known."""

    clause: Clause
    columns: tuple[Any, ...]
    audience: Any = None


@dataclass(frozen=True, eq=False)
class Significant:
    """A decision with legal or similarly significant effect on somebody (GDPR 22).

    Declared beside the column that carries it out. The gate stores such a value only in an act
    in which a named human decided about that very person: ``decisions.decide``.
    """

    id: str
    title: object

    def __post_init__(self) -> None:
        checked_id(self.id, "Decision")

    def on(self, column: Any, *values: Any) -> Decided:
        """Lay it on ``column``: on these values of it, or on every one where none is named."""
        return Decided(self, column, values)

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True, eq=False)
class Decided:
    """A decision laid on a column of one table. ``values``: those that decide; () is all."""

    what: Significant
    column: Any
    values: tuple[Any, ...] = ()

    def covers(self, value: object) -> bool:
        """Whether storing ``value`` carries the decision out."""
        return value in self.values if self.values else value not in (None, "")


@dataclass(eq=False)
class Holds:
    """What a table holds. ``plain``: ids, times, enums, booleans, numbers.

    ``since``: the column from which terms in days are counted. ``owner``: the column that
    leads to the subject, where the table is not ours and has no ``SubjectKey``. ``scope``: the
    column that names the place a row belongs to; only places there open it. What a named human
    decides, and no rule sets, is laid on beside the clauses (see ``Significant``).
    """

    laid: tuple[Held, ...] = ()
    plain: tuple[Any, ...] = ()
    since: Any = None
    owner: Any = None
    impersonal: str = ""
    scope: Any = None
    decided: tuple[Decided, ...] = ()
    model: Any = field(default=None, repr=False)

    def __init__(
        self,
        *laid: Held | Decided,
        plain: Iterable[Any] = (),
        since: Any = None,
        owner: Any = None,
        impersonal: str = "",
        scope: Any = None,
    ) -> None:
        self.laid = tuple(one for one in laid if isinstance(one, Held))
        self.decided = tuple(one for one in laid if isinstance(one, Decided))
        self.plain = tuple(plain)
        self.since = since
        self.owner = owner
        self.impersonal = impersonal
        self.scope = scope
        self.model = None
        if impersonal and (laid or owner):
            raise DeclarationError("Holds: a table about nobody lays no clause and has no owner.")

    def contribute_to_class(self, model: Any, name: str) -> None:
        """Called by Django for every attribute of a model's class body."""
        if name != "holds":
            raise DeclarationError(f"{model.__name__}.{name}: a declaration is named `holds`.")
        self.model = model
        model.holds = self


def Impersonal(reason: str) -> Holds:  # noqa: N802  reads as the declaration it makes
    """Declare a table that is about nobody; the reason is printed in the map."""
    if not reason.strip():
        raise DeclarationError("A table about nobody must say why.")
    return Holds(impersonal=reason)


@dataclass(frozen=True)
class CollectionPoint:
    """A place where personal data is collected: a form, a header, an import.

    ``clauses`` is everything it may store; a form at this point shows the gloss of each.
    ``notice``: an own text, needed when the published policy does not name the clause.
    """

    id: str
    title: object
    clauses: tuple[Clause, ...]
    purpose: Purpose
    version: int = 1
    channel: str = "page"
    notice: str = ""
    required: frozenset[str] = frozenset()  # ids of clauses without which nothing is stored

    def __post_init__(self) -> None:
        checked_id(self.id, "CollectionPoint")
