"""Who wrote it: names, places of work, what each did."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from salerno.services.articles.formats.jats.markup import NOTHING, Html, join, tag, text
from salerno.services.articles.formats.jats.reading import Reading
from salerno.services.articles.formats.jats.tree import Element
from salerno.services.articles.formats.jats.values import Affiliation, Contributor

NAMES = ("name", "string-name", "name-alternatives", "collab", "collab-alternatives", "anonymous")
OWN = frozenset({*NAMES, "contrib-id", "xref", "role", "degrees", "email", "aff",
                 "aff-alternatives", "address", "bio", "author-comment", "on-behalf-of", "uri",
                 "ext-link", "x", "etal"})  # fmt: skip
FORMS = frozenset({"", "person", "group", "collab", "organization", "team"})
DO_NOT = frozenset({"xref", "x"})


def affiliations(meta: Element, reading: Reading) -> tuple[Affiliation, ...]:
    """Every place of work that an article names, in its order."""
    found: list[Affiliation] = []
    seen: set[int] = set()
    keys: set[str] = set()
    for one in meta.walk():
        if one.tag == "aff" and id(one) not in seen:
            seen.add(id(one))
            label = one.first("label", "sup")
            sign = label.text if label is not None else ""
            key = key_of(one)
            if key in keys:
                key = f"{key} line {one.line}"  # a file may give one id twice: the first has it
            keys.add(key)
            found.append(Affiliation(key, sign.strip("()[]"), place_of(one, reading)))
    return tuple(found)


def place_of(element: Element, reading: Reading) -> Html:
    """A place of work in one line; as the authors wrote it, where a file says it twice."""
    label = element.first("label", "sup")
    skip = {"label", "sup"} if label is not None else set()
    for one in element.elements("institution", "x"):
        if "original" in one.get("content-type") or one.get("specific-use") == "display":
            return reading.line(one)
    if element.own_text:
        return reading.line(element, skip)
    parts = [reading.line(one) for one in element.elements() if one.tag not in skip and one.text]
    return join(dict.fromkeys(parts), ", ")


def key_of(element: Element) -> str:
    """What an affiliation is known by within an article."""
    return element.get("id") or f"line {element.line} {element.text[:40]}"


def contributors(meta: Element, reading: Reading) -> tuple[Contributor, ...]:
    """Everybody whom the front names, in its order."""
    notes = {one.get("id"): one for one in meta.walk() if one.get("id")}
    targets = dict(reading.shared.anchors.targets)
    found: list[Contributor] = []
    for group in meta.elements("contrib-group"):
        common = tuple(key_of(one) for one in group.walk() if one.tag == "aff"
                       and one in group.elements("aff", "aff-alternatives"))  # fmt: skip
        for one in group.elements("contrib"):
            made = contributor(one, reading, {**targets, **notes}, common)
            found.append(replace(made, kind=kind_of(one, group)))
    return tuple(found)


def kind_of(element: Element, group: Element) -> str:
    """What somebody is to the article. That they are a person or a group does not say it."""
    said = element.get("contrib-type").lower()
    if said in FORMS:
        said = group.get("content-type").lower()
    return "author" if said in {"", "authors"} else said


def contributor(
    element: Element, reading: Reading, known: dict[str, Element], common: tuple[str, ...]
) -> Contributor:
    """One person or group."""
    given, surname, name = name_of(element)
    rids = [rid for one in element.elements("xref") for rid in one.get("rid").split()]
    pointed = [known[rid] for rid in [*rids, *element.get("aff-ids").split()] if rid in known]
    own = [key_of(one) for one in element.walk() if one.tag == "aff"]
    places = [key_of(one) for one in pointed if one.tag in {"aff", "aff-alternatives"}]
    signs = {one.get("fn-type") for one in pointed}
    signs |= {one.get("ref-type") for one in element.elements("xref")}
    return Contributor(
        name, given, surname,
        degrees=", ".join(one.text for one in element.elements("degrees")),
        orcid=orcid_of(element),
        email=email_of(element, pointed),
        roles=tuple(one.text for one in element.elements("role") if one.text),
        affiliations=tuple(dict.fromkeys([*places, *own] or common)),
        remarks=remarks(pointed, reading),
        more=more(element, reading),
        is_corresponding=element.get("corresp") == "yes" or "corresp" in signs,
        is_equal=element.get("equal-contrib") == "yes" or "equal" in signs,
        is_group=element.first("collab", "collab-alternatives") is not None,
        is_deceased=element.get("deceased") == "yes",
    )  # fmt: skip


def name_of(element: Element) -> tuple[str, str, str]:
    """Given name, surname, and the whole as it is read."""
    found = element.first(*NAMES)
    if found is not None and found.tag.endswith("-alternatives"):
        found = found.first(*NAMES) or found
    if found is None:
        return "", "", element.text
    if found.tag == "anonymous":
        return "", "", found.text or "Anonymous"
    if found.tag.startswith("collab"):
        return "", "", words_of(found)
    parts = {one.tag: one.text for one in found.elements()}
    given, surname = parts.get("given-names", ""), parts.get("surname", "")
    if not given and not surname:
        return "", "", found.text
    order = [surname, given] if found.get("name-style") == "eastern" else [given, surname]
    whole = [parts.get("prefix", ""), *order]
    shown = " ".join(one for one in whole if one)
    return given, surname, f"{shown}, {parts['suffix']}" if parts.get("suffix") else shown


def other_names(element: Element) -> tuple[str, ...]:
    """The names of somebody after the first: in another writing, or of a group."""
    found = [
        each
        for one in element.elements(*NAMES)
        for each in (one.elements(*NAMES) if one.tag.endswith("-alternatives") else [one])
    ]
    said = [" ".join(each.text for each in one.elements()) or one.text for one in found[1:]]
    return tuple(dict.fromkeys(one for one in said if one))


def words_of(collab: Element) -> str:
    """The name of a group without its members."""
    skip = {"contrib-group", "xref", "aff", "address", "email", "contrib-id"}
    said = [one if isinstance(one, str) else ("" if one.tag in skip else one.text)
            for one in collab.children]  # fmt: skip
    return " ".join("".join(said).split()).strip(" ,;")


def orcid_of(element: Element) -> str:
    """The sixteen signs of an ORCID, or nothing."""
    for one in element.elements("contrib-id", "uri", "ext-link"):
        kind = one.get("contrib-id-type") or one.get("content-type") or one.href
        if "orcid" in kind.lower() or "orcid.org" in one.text:
            words = (one.text or one.href).rstrip("/").rpartition("/")[2].upper()
            if len(words) == 19 and words.replace("-", "").rstrip("X").isdigit():
                return words
    return ""


def email_of(element: Element, pointed: Iterable[Element]) -> str:
    """The address for letters that the article itself prints."""
    holders = [element, *(one for one in pointed if one.tag == "corresp")]
    for holder in holders:
        for one in holder.walk():
            if one.tag == "email" and "@" in one.text:
                return one.text
    return ""


def remarks(pointed: Iterable[Element], reading: Reading) -> tuple[Html, ...]:
    """The notes that a name points to: contributions, interests, addresses."""
    kept = [one for one in pointed if one.tag == "fn"]
    return tuple(dict.fromkeys(reading.line(one, {"label"}) for one in kept))


def more(element: Element, reading: Reading) -> Html:
    """What else stands at a name: members of a group, a biography, on whose behalf."""
    parts: list[Html] = []
    for one in element.elements("collab"):
        for group in one.elements("contrib-group"):
            members = [name_of(each)[2] for each in group.elements("contrib")]
            parts.append(tag("p", text("; ".join(members))))
    parts += [tag("p", text(name)) for name in other_names(element)]
    parts += [reading.one(one) for one in element.elements("bio")]
    parts += [tag("p", reading.line(one))
              for one in element.elements("on-behalf-of", "author-comment")]  # fmt: skip
    for one in element.elements():
        if one.tag not in OWN:
            reading.note(one, "unknown", "<%(tag)s>")
            parts.append(tag("p", reading.line(one)))
    return join(parts) if parts else NOTHING
