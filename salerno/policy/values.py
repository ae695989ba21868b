"""A loaded pack: the kernel's ``Policy`` and everything that is printed beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from salerno.privacy.law import Basis, Policy


class ServiceKind(StrEnum):
    """What kind of thing people reach."""

    SITE = "site"
    APP = "app"
    API = "api"
    PROGRAM = "program"


class RecipientKind(StrEnum):
    """The nine classes of those who may receive something."""

    PERSON = "person"
    STAFF = "staff"
    PARTICIPANTS = "participants"
    VENDOR = "vendor"
    AFFILIATE = "affiliate"
    INSTITUTION = "institution"
    EMPLOYER_SPONSOR = "employer_sponsor"
    CREDENTIALING = "credentialing"
    AUTHORITY_RESEARCH = "authority_research"


class Role(StrEnum):
    """Whether a recipient decides itself what the data is for."""

    PROCESSOR = "processor"
    JOINT = "joint"
    CONTROLLER = "controller"


class LayerKind(StrEnum):
    """Whether a layer follows from where a person lives, or from who the person is."""

    JURISDICTION = "jurisdiction"
    PERSON = "person"


@dataclass(frozen=True)
class Service:
    """One website, app, API client or program under the policy."""

    id: str
    title: str
    kind: ServiceKind
    hosts: tuple[str, ...]
    purposes: tuple[str, ...]
    address: str = ""
    clients: tuple[str, ...] = ()
    document: str = "privacy"
    main: bool = False


@dataclass(frozen=True)
class Destination:
    """A site of somebody else that our pages may lead to."""

    id: str
    title: str
    host: str
    policy: str  # address of its own policy


@dataclass(frozen=True)
class SitePart:
    """A part of the site that every public page leads to, at its head or only at its foot."""

    title: str
    address: str
    head: bool = True


@dataclass(frozen=True)
class Document:
    """One document of the legal set: where it stands and which of its versions holds."""

    id: str
    title: str
    address: str
    text: str = ""
    version: int = 1
    footer: bool = True


@dataclass(frozen=True)
class Section:
    """One clause of a text: a heading with a stable id, the purposes it speaks of, its body."""

    id: str
    title: str
    body: str
    purposes: tuple[str, ...] = ()
    line: int = 1


@dataclass(frozen=True)
class Text:
    """One Markdown text: what stands before the first section, and the sections."""

    name: str
    language: str
    title: str
    lead: str
    sections: tuple[Section, ...] = ()

    def section(self, section_id: str) -> Section | None:
        """A section by its id."""
        return next((one for one in self.sections if one.id == section_id), None)


@dataclass(frozen=True)
class Kind:
    """One kind of thing that is held, as the code declares it: a clause without its tables."""

    id: str
    title: str
    category: str
    grade: str
    purposes: tuple[str, ...]
    reach: int = 0
    relations: tuple[str, ...] = ()
    erasure: str = "delete"
    erasure_reason: str = ""
    optional: bool = True
    sensitive: bool = False
    secret: bool = False


@dataclass(frozen=True)
class Use:
    """One purpose as the code declares it."""

    id: str
    title: str
    rows: str = "open"
    machine: bool = False
    service: str = ""


@dataclass(frozen=True)
class Register:
    """What the code declares: kinds of data and purposes. A published version freezes it."""

    kinds: Mapping[str, Kind] = field(default_factory=dict)
    uses: Mapping[str, Use] = field(default_factory=dict)
    relations: Mapping[str, str] = field(default_factory=dict)  # id -> title


@dataclass(frozen=True)
class Layer:
    """A jurisdiction's or a group's rules over the base text. Strictest wins."""

    id: str
    title: str
    kind: LayerKind
    countries: tuple[str, ...]
    refused: tuple[Basis, ...]
    instead: Basis
    needs_mechanism: bool
    home: tuple[str, ...]  # countries to which nothing special is needed
    needs_representative: bool
    closed: tuple[str, ...]  # purposes that meet nobody of this layer
    deviations: tuple[str, ...]  # "purposes.adverts.basis": every override, as named


@dataclass(frozen=True)
class Approval:
    """Who approved a purpose that was not there before, on which legal reference."""

    purpose: str
    legal: str
    by: str
    date: str


@dataclass(frozen=True)
class Words:
    """What a pack says of one purpose or clause beside its law."""

    why: str = ""  # of a clause: why it is asked, in the operator's words
    people: tuple[str, ...] = ()  # of a purpose: whom it concerns
    legal: str = ""  # of a purpose: the reference of a legal obligation
    interest: str = ""  # of a purpose: the interest that was weighed


SIGNALS = {"gpc": "Sec-GPC", "dnt": "DNT"}  # the header of each setting
HONOURED = "honoured"


@dataclass(frozen=True)
class Pack:
    """One version of one operator's policy, whole."""

    policy: Policy
    texts: Mapping[str, Mapping[str, Text]]  # language -> name -> text
    services: Mapping[str, Service]
    documents: Mapping[str, Document]
    layers: Mapping[str, Layer]
    purpose_words: Mapping[str, Words]
    clause_words: Mapping[str, Words]
    roles: Mapping[str, Role]  # by recipient
    addresses: Mapping[str, str]  # by recipient
    approvals: tuple[Approval, ...]
    destinations: Mapping[str, Destination]
    sections: tuple[SitePart, ...]
    register: Register
    warnings: tuple[str, ...]
    published_at: datetime | None = None  # None: a draft
    note: str = ""
    follows: str = ""  # digest of the version before

    @property
    def is_draft(self) -> bool:
        """Whether this is the working text and binds nobody."""
        return self.published_at is None

    @property
    def signals_honoured(self) -> tuple[str, ...]:
        """The headers of browsers that close what a person may close: what code and pages heed."""
        settings = self.policy.settings
        return tuple(name for key, name in SIGNALS.items() if settings.get(key) == HONOURED)

    def text(self, name: str, language: str = "en") -> Text:
        """A text in a language, or in English where it is not translated."""
        texts = self.texts.get(language, {})
        return texts[name] if name in texts else self.texts["en"][name]

    def layer_refuses(self, layer: str, basis: Basis) -> bool:
        """Whether a layer does not know this ground."""
        return layer in self.layers and basis in self.layers[layer].refused
