"""What in a text may point to a patient, or is an address or a number of somebody. Pure.

It warns and never decides: whoever writes reads the warning, and confirms or changes the text.
Measured on ``tests/identifiers.toml``: 200 labelled texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum


class Sign(StrEnum):
    """What was found."""

    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"
    NUMBER = "number"
    BORN = "born"
    DAY = "day"
    ADDRESS = "address"
    AGE = "age"


MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
DAY = (
    r"(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d{2}|(?:19|20)\d{2}-\d{2}-\d{2}|"
    rf"\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}\b\.?(?:,?\s+(?:19|20)\d{{2}})?|"
    rf"{MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?\b(?:,?\s+(?:19|20)\d{{2}})?)"
)
CASE = r"(?:patient|pt|case|woman|man|girl|boy|lady|gentleman|child|infant|baby|mother|father)"
EVENT = (
    r"(?:admitted|discharged|seen|presented|died|operated|surgery|operation|delivered|transferred|"
    r"biopsied|scanned|readmitted|visited|clinic|appointment|collapsed|intubated|born|passed away|"
    r"came in|brought in|diagnosed|hospitali[sz]ed)"
)
NAME = r"[A-ZÀ-Þ][a-zà-ÿ’'-]+"
_COMMON = """
The A An In On At With Who Was Is Has Had And Or But For From By To Of As Did Does Do Should
Care Safety Outcomes Reported Zero Health Education Records Experience Presentation Group
Series Report Study Studies Control Controls Monday Tuesday Wednesday Thursday Friday
Saturday Sunday January February March April June July August September October November
December It This That We They He She No Not If When Then Only Also Given Why How What Which
Where Parkinson Parkinson’s Alzheimer Alzheimer’s Crohn Crohn’s Cushing Down Turner Marfan
English Spanish European American Asian African Caucasian Hispanic Medicaid Medicare
"""
_NO_NAME = frozenset(_COMMON.split())


EMAIL = re.compile(
    r"(?<![\w.+%-])[\w.+%-]{1,64}\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\s?(?:\.|\(dot\))\s?[\w-]+)+",
    re.I,
)
_PHONE = re.compile(r"(?<![\w.,/:=-])(?:\+\s?|\(\s?)?\d[\d\s().–/-]{5,}\d(?![\w%]|[.,]\d)")
_CALLED = re.compile(
    r"\b(?:phone|tel(?:ephone)?|mobile|cell|call(?:ed)?|fax|whatsapp|text|pager|reach(?:ed)?|"
    r"number is|ring)\b[^.\n]{0,24}$",
    re.I,
)
_TITLED = re.compile(rf"\b(?:Mr|Mrs|Ms|Miss|Master|Mister|Herr|Frau|Señora?)\b\.?\s+{NAME}")
_NAMED = re.compile(
    rf"\b(?i:{CASE}|named|called|name is|name was|name:)[,:]?\s+(?:\(?(?i:named|called)\s+)?"
    rf"({NAME})(?:\s+(?:[A-Z]\.\s+)?({NAME}|[A-Z]\.))?"
)
_INITIALS = re.compile(rf"\b(?i:{CASE}|initials:?)\s*,?\s*\(?([A-Z]\.\s?[A-Z]\.)")
_AGED = re.compile(
    rf"\b({NAME})\s+({NAME}),?\s+(?:\(?\d{{1,3}}\)?,|aged?\s+\d|a\s+\d{{1,3}}[- ]year)"
)
_NUMBER = re.compile(
    r"\b(?:mrn|medical record|record (?:no|number|#)|chart (?:no|number|#)|hospital (?:no|number)|"
    r"patient (?:id|no|number)|nhs (?:no|number)|ssn|social security|insurance (?:no|number|id)|"
    r"policy (?:no|number)|medicare (?:no|number|id)|case file|accession|member id|account no|"
    r"encounter|specimen id|device serial|licen[cs]e plate)\b[\s:#.]*(?:is|was|number|no|of)?"
    r"[\s:#.]{0,9}[A-Z]{0,4}[\s-]?\d[\w-]{2,30}",
    re.I,
)
_SOCIAL = re.compile(r"(?<![\w-])\d{3}-\d{2}-\d{4}(?![\w-])")
_BORN = re.compile(
    r"\b(?:dob|d\.o\.b\.?|date of birth|born(?:\s+on)?|birthday)\b"
    rf"\W{{0,3}}(?:is|was|on)?\s*{DAY}",
    re.I,
)
_EVENT_DAY = re.compile(
    rf"\b{EVENT}\b[^.\n]{{0,40}}?\b(?:on|of|at|for)?\s*{DAY}|"
    rf"\b(?:on\s+)?{DAY}[^.\n]{{0,30}}?\b{EVENT}\b",
    re.I,
)
_STREET = re.compile(
    rf"\b\d{{1,5}}[a-z]?\s+(?:{NAME}\s+){{1,3}}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Court|Ct|Boulevard|Blvd|Row|Close|Way|"
    r"Terrace|Place|Square|Crescent)\b"
)
_OLD = re.compile(
    r"\b(?:9\d|1[0-2]\d)[\s-]*(?:-?\s?years?[\s-]*old|-?\s?yo\b|y/o\b|-year-old)|"
    r"\b(?:aged?|age of)\s+(?:9\d|1[0-2]\d)\b(?!\s*(?:%|mg|ml|or|and older|years and))",
    re.I,
)


def signs(text: str) -> tuple[Sign, ...]:
    """What may point to somebody in a text, in the order of ``Sign``; nothing for a clean one."""
    return tuple(one for one in Sign if _FINDERS[one](text))


def _phone(text: str) -> bool:
    return any(_is_phone(found, text) for found in _PHONE.finditer(text))


def _is_phone(found: re.Match[str], text: str) -> bool:
    said = found[0]
    digits = sum(one.isdigit() for one in said)
    if not 7 <= digits <= 15 or re.fullmatch(DAY, said.strip(), re.I):
        return False
    if _CALLED.search(text[: found.start()]) or said.startswith("+"):
        return True
    groups = [len(one) for one in re.findall(r"\d+", said)]
    marked = bool(re.search(r"[\s().–/-]", said)) and "/" not in said
    years = all(1900 <= int(one) <= 2099 for one in re.findall(r"\d+", said)) and len(groups) < 3
    return marked and not years and digits >= 10 and 3 <= groups[-1] <= 4 and len(groups) <= 5


def _name(text: str) -> bool:
    if _TITLED.search(text) or _INITIALS.search(text):
        return True
    names = [*_NAMED.finditer(text)]
    if any(one[1] not in _NO_NAME and (one[2] or "") not in _NO_NAME for one in names):
        return True
    return any(one[1] not in _NO_NAME and one[2] not in _NO_NAME for one in _AGED.finditer(text))


def _any(*patterns: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: any(one.search(text) for one in patterns)


_FINDERS: dict[Sign, Callable[[str], bool]] = {
    Sign.EMAIL: _any(EMAIL),
    Sign.PHONE: _phone,
    Sign.NAME: _name,
    Sign.NUMBER: _any(_NUMBER, _SOCIAL),
    Sign.BORN: _any(_BORN),
    Sign.DAY: _any(_EVENT_DAY),
    Sign.ADDRESS: _any(_STREET),
    Sign.AGE: _any(_OLD),
}
