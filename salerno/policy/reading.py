"""The entries of a pack, read and checked one kind at a time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from salerno.policy.floors import check_purpose
from salerno.policy.layering import LayerSource, layered_bases, layered_term
from salerno.policy.options import AUDIENCES
from salerno.policy.table import Table
from salerno.policy.terms import read_term
from salerno.policy.values import (
    Approval,
    Destination,
    Document,
    RecipientKind,
    Role,
    Service,
    ServiceKind,
    SitePart,
    Words,
)
from salerno.privacy.declare import Reach
from salerno.privacy.law import (
    Basis,
    ChoiceForm,
    ClauseLaw,
    Cookie,
    Operator,
    PurposeLaw,
    Recipient,
)

PEOPLE = ("visitors", "members", "learners", "residents", "authors", "jobseekers", "contacts",
          "staff")  # fmt: skip
SOURCES = ("you", "device", "us", "other")
MECHANISMS = ("adequacy", "scc", "derogation", "same_region")
_WILDCARDS = frozenset({"any", "all", "other", "everything", "misc"})
_NEEDED = ("id", "name", "legal_name", "seat", "country", "address", "email", "security_email")


def read_operator(table: Table) -> Operator:
    """The operator's record, complete."""
    table.only(*(one.name for one in fields(Operator)))
    for key in _NEEDED:
        table.text(key)
    values: dict[str, Any] = {}  # names and kinds come from the class
    for one in fields(Operator):
        many = one.name in ("parents", "brands")
        values[one.name] = table.words(one.name, default=[]) if many else table.text(one.name, "")
    return Operator(**values)


def read_purposes(
    table: Table, layers: Iterable[LayerSource]
) -> tuple[dict[str, PurposeLaw], dict[str, Words]]:
    """The published list: one item per purpose, with its grounds, words and choice."""
    laws: dict[str, PurposeLaw] = {}
    words: dict[str, Words] = {}
    asked: dict[str, str] = {}
    for name, one in table.tables():
        if "*" in name or name in _WILDCARDS:
            table.fail("a purpose is one use, never a wildcard: register each new one", name)
        one.only("basis", "bases", "text", "choice", "ask", "people", "legal", "interest", "since")
        bases = layered_bases(name, one.one_of("basis", Basis), one, layers)
        choice = one.one_of("choice", ChoiceForm) if one.has("choice") else None
        law = PurposeLaw(
            bases, one.text("text"), choice, one.text("ask", ""), one.number("since", 1, least=1)
        )
        words[name] = Words(
            people=one.words("people", PEOPLE), legal=one.text("legal", ""),
            interest=one.text("interest", ""),
        )  # fmt: skip
        check_purpose(name, law, words[name], one)
        if law.ask and law.ask in asked:
            one.fail(f"asks in the words of {asked[law.ask]}: a bundled consent is none", "ask")
        asked[law.ask] = name
        laws[name] = law
    return laws, words


def read_clauses(
    table: Table, layers: Iterable[LayerSource]
) -> tuple[dict[str, ClauseLaw], dict[str, Words]]:
    """What the pack says of each kind of thing held."""
    laws: dict[str, ClauseLaw] = {}
    words: dict[str, Words] = {}
    for name, one in table.tables():
        one.only("term", "reach_max", "reach_default", "recipients", "required", "source", "why")
        most, usual = _reach(one, "reach_max"), _reach(one, "reach_default")
        if usual > most:
            one.fail("is wider than reach_max", "reach_default")
        laws[name] = ClauseLaw(
            layered_term(name, read_term(one), layers), most, usual,
            one.words("recipients", default=[]), one.flag("required", default=False),
            one.text("source", "you"),
        )  # fmt: skip
        if laws[name].source not in SOURCES:
            one.fail(f"must be one of: {', '.join(SOURCES)}", "source")
        words[name] = Words(why=one.text("why", ""))
    return laws, words


def _reach(table: Table, key: str) -> Reach:
    word = table.text(key, "me")
    if word not in AUDIENCES:
        table.fail(f"is {word!r}, and must be one of: {', '.join(AUDIENCES)}", key)
    return Reach[word.upper()]


@dataclass(frozen=True)
class Recipients:
    """Who may receive something, and what the kernel's value has no place for."""

    laws: Mapping[str, Recipient]
    roles: Mapping[str, Role]
    addresses: Mapping[str, str]
    warnings: tuple[str, ...]


def read_recipients(
    table: Table, clauses: Mapping[str, ClauseLaw], purposes: Iterable[str]
) -> Recipients:
    """Recipients with contract, country and mechanism. What they get stands with the clauses."""
    laws: dict[str, Recipient] = {}
    roles: dict[str, Role] = {}
    addresses: dict[str, str] = {}
    warnings: list[str] = []
    known = tuple(purposes)
    for name, one in table.tables():
        one.only("name", "kind", "role", "contract", "country", "mechanism", "purposes", "adapter",
                 "address", "enabled", "expires", "endpoint", "tag")  # fmt: skip
        if not one.text("contract", ""):
            one.fail("no `contract`: without one nothing flows, so it cannot be a recipient")
        mechanism = one.text("mechanism", "")
        if mechanism and mechanism not in MECHANISMS:
            one.fail(f"must be one of: {', '.join(MECHANISMS)}", "mechanism")
        roles[name] = one.one_of("role", Role)
        addresses[name] = one.text("address", "")
        nameless = roles[name] is not Role.PROCESSOR and not addresses[name]
        if nameless:
            warnings.append(
                f"{one.where.place(one.trail)}: {name} decides itself what the data is for and "
                "has no record of its own (`address`): nothing flows to it"
            )
        laws[name] = Recipient(
            id=name, name=one.text("name"), kind=one.one_of("kind", RecipientKind),
            contract=one.text("contract"), country=one.text("country"), mechanism=mechanism,
            purposes=one.words("purposes", known),
            clauses=tuple(key for key, law in clauses.items() if name in law.recipients),
            adapter=one.text("adapter", ""),
            enabled=one.flag("enabled", default=True) and not nameless,
            role=roles[name].value, address=addresses[name], expires=_last_day(one),
            endpoint=_endpoint(one), tag=_tag(one),
        )  # fmt: skip
    return Recipients(laws, roles, addresses, tuple(warnings))


def _last_day(table: Table) -> str:
    """The last day of a contract, or "" where it runs until further notice."""
    said = table.text("expires", "")
    try:
        return date.fromisoformat(said).isoformat() if said else ""
    except ValueError:
        table.fail(f'is {said!r}, and must be a day like "2027-03-31"', "expires")


def _tag(table: Table) -> str:
    """Where a vendor's tag is loaded from: a host over https, without a path."""
    said = table.text("tag", "")
    if said and not re.fullmatch(r"https://[a-z0-9.-]+\.[a-z]{2,}", said):
        table.fail('must be a host over https, such as "https://ads.vendor.example"', "tag")
    return said


def _endpoint(table: Table) -> str:
    """Where the recipient's machine listens. It holds no secret: a published policy shows it."""
    said = table.text("endpoint", "")
    if said and (not said.startswith(("https://", "sftp://")) or "@" in said):
        table.fail("must begin with https:// or sftp://, without a name or password", "endpoint")
    return said


def read_cookies(table: Table, purposes: Mapping[str, PurposeLaw]) -> tuple[Cookie, ...]:
    """The cookie registry: everything that is stored on a device, by name."""
    cookies = []
    for name, one in table.tables():
        one.only("purpose", "days", "needed", "text")
        purpose = one.text("purpose")
        if purpose not in purposes:
            one.fail(f"{purpose!r} is not in the list of purposes", "purpose")
        cookies.append(
            Cookie(name, purpose, one.number("days"), one.flag("needed"), one.text("text"))
        )
    return tuple(cookies)


def read_services(table: Table, purposes: Iterable[str]) -> dict[str, Service]:
    """Every site, app, API client and program under the policy, with its bound document."""
    known = tuple(purposes)
    services: dict[str, Service] = {}
    hosts: dict[str, str] = {}
    for name, one in table.tables():
        one.only("title", "kind", "hosts", "clients", "purposes", "address", "policy", "main")
        services[name] = Service(
            id=name, title=one.text("title"), kind=one.one_of("kind", ServiceKind),
            hosts=one.words("hosts", default=[]), purposes=one.words("purposes", known),
            address=one.text("address", ""), clients=one.words("clients", default=[]),
            document=one.text("policy"), main=one.flag("main", default=False),
        )  # fmt: skip
        for host in services[name].hosts:
            if hosts.setdefault(host, name) != name and not one.has("address"):
                one.fail(f"{host} belongs to {hosts[host]}; give this one an `address`", "hosts")
    if sum(one.main for one in services.values()) != 1:
        table.fail("one service, and only one, is `main = true`")
    return services


NEEDED_DOCUMENTS = ("privacy", "cookies", "terms", "trademark", "ferpa", "contact", "policies")


def read_documents(
    table: Table, texts: Iterable[str], versions: Mapping[str, int]
) -> dict[str, Document]:
    """The legal set that every page links. A missing document is refused by name."""
    known = tuple(texts)
    documents: dict[str, Document] = {}
    for name, one in table.tables():
        one.only("title", "address", "text", "footer")
        text = one.text("text", "")
        if text and text not in known:
            one.fail(f"there is no text named {text!r}", "text")
        documents[name] = Document(
            name, one.text("title"), one.text("address"), text, versions.get(name, 1),
            one.flag("footer", default=True),
        )  # fmt: skip
    for name in NEEDED_DOCUMENTS:
        if name not in documents:
            table.fail(f"the document {name!r} is missing; every page links it")
    return documents


def read_approvals(table: Table) -> tuple[Approval, ...]:
    """Who approved each purpose that came later, on which legal reference."""
    approvals = []
    for name, one in table.tables():
        one.only("legal", "by", "date")
        approvals.append(Approval(name, one.text("legal"), one.text("by"), one.text("date")))
    return tuple(approvals)


def read_sections(table: Table) -> tuple[SitePart, ...]:
    """The parts of the site, in the order in which pages name them."""
    sections = []
    for _, one in table.tables():
        one.only("title", "address", "head")
        address = one.text("address")
        if not address.startswith("/"):
            one.fail(f"is {address!r}, and must be an address of this site", "address")
        sections.append(SitePart(one.text("title"), address, one.flag("head", default=True)))
    return tuple(sections)


def read_destinations(table: Table) -> dict[str, Destination]:
    """The sites of others that our pages lead to, each with its own policy."""
    destinations = {}
    for name, one in table.tables():
        one.only("title", "host", "policy")
        destinations[name] = Destination(
            name, one.text("title"), one.text("host").lower(), one.text("policy")
        )
    return destinations
