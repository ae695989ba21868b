"""What the policy pages show, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Named:
    """Something with an id and a title, to link to."""

    id: str
    title: str


@dataclass(frozen=True)
class SectionView:
    """One section of the policy as it is shown."""

    id: str
    number: int
    title: str
    html: str
    purposes: tuple[Named, ...]


@dataclass(frozen=True)
class Place(Named):
    """A section, with the address at which it is shown."""

    address: str = ""


@dataclass(frozen=True)
class CookieRow:
    """One line of the cookie registry."""

    name: str
    text: str
    days: int
    needed: bool
    purpose: str
    title: str


@dataclass(frozen=True)
class PurposeRow:
    """One item of the published list."""

    id: str
    title: str
    text: str
    basis: str
    bases: tuple[tuple[str, str], ...]  # layer, ground
    choice: str
    people: tuple[str, ...]
    legal: str
    interest: str
    kinds: tuple[Named, ...]
    sections: tuple[Place, ...]
    done: bool


@dataclass(frozen=True)
class KindRow:
    """One kind of thing that is held."""

    id: str
    title: str
    category: str
    grade: str
    uses: tuple[tuple[Named, str], ...]  # purpose, ground
    kept: str
    seen: str
    recipients: tuple[Named, ...]
    source: str
    required: bool
    on_erasure: str


@dataclass(frozen=True)
class ServiceRow:
    """One line of the table service, category, source, purpose, ground."""

    service: str
    category: str
    source: str
    purpose: Named
    basis: str


@dataclass(frozen=True)
class RecipientRow:
    """One recipient."""

    id: str
    name: str
    kind: str
    role: str
    country: str
    mechanism: str
    contract: str
    expires: date | None
    has_ended: bool
    address: str
    purposes: tuple[Named, ...]
    kinds: tuple[Named, ...]
    enabled: bool
    tag: str


@dataclass(frozen=True)
class Tables:
    """Everything that is computed from the declarations."""

    purposes: tuple[PurposeRow, ...]
    kinds: tuple[KindRow, ...]
    by_service: tuple[ServiceRow, ...]
    recipients: tuple[RecipientRow, ...]
    identifiable: tuple[tuple[str, tuple[Named, ...]], ...]  # grade, kinds


@dataclass(frozen=True)
class PolicyPage:
    """The policy page."""

    version: int
    effective_date: date
    digest: str
    is_draft: bool
    note: str
    title: str
    summary: str
    lead: str
    sections: tuple[SectionView, ...]
    layer: Named | None
    layer_sections: tuple[SectionView, ...]
    layers: tuple[Named, ...]
    counted: int
