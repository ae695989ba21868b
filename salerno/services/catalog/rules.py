"""What an item must be before it is published. Pure: faults have names here, words in actions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Protocol

from salerno.privacy.declare import Reach

MOST_ADDRESS = 200
MOST_TITLE = 500
MOST_SUMMARY = 5_000
MOST_NAME = 200
MOST_LANGUAGE = 12
MOST_SUBJECTS, MOST_SUBJECT = 12, 60
OLDEST = 120

_ADDRESS = re.compile(r"/[A-Za-z0-9._~/-]*\Z")
_WORD = re.compile(r"[^\W_]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")


class Fault(StrEnum):
    """What is wrong with an item."""

    KIND = "kind"
    ACCESS = "access"
    ADDRESS = "address"
    LANGUAGE = "language"
    AUDIENCE = "audience"
    AGE = "age"
    TITLE = "title"
    LENGTH = "length"
    SPONSOR = "sponsor"


class Offered(Protocol):
    """An item as it is handed in: ``values.NewItem``."""

    @property
    def kind(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def summary(self) -> str: ...
    @property
    def language(self) -> str: ...
    @property
    def audience(self) -> Reach: ...
    @property
    def access(self) -> str: ...
    @property
    def sponsored(self) -> bool: ...
    @property
    def sponsor(self) -> str: ...
    @property
    def label(self) -> str: ...
    @property
    def minimum_age(self) -> int: ...


def fault(new: Offered, kinds: Collection[str], accesses: Collection[str]) -> Fault | None:
    """The first thing that is wrong with an item, or None."""
    tests = (
        (new.kind in kinds, Fault.KIND),
        (new.access in accesses, Fault.ACCESS),
        (_is_path(new.address), Fault.ADDRESS),
        (_LANGUAGE.match(new.language), Fault.LANGUAGE),
        (new.audience >= Reach.COHORT, Fault.AUDIENCE),
        (0 <= new.minimum_age <= OLDEST, Fault.AGE),
        (new.title, Fault.TITLE),
        (_fits(new), Fault.LENGTH),
        (says_who_paid(new), Fault.SPONSOR),
    )
    return next((what for holds, what in tests if not holds), None)


def subjects(words: Iterable[str]) -> tuple[str, ...]:
    """What an item is about, written one way: "Heart failure" is "heart-failure", each once."""
    written = ("-".join(_WORD.findall(one.casefold()))[:MOST_SUBJECT].strip("-") for one in words)
    return tuple(dict.fromkeys(one for one in written if one))[:MOST_SUBJECTS]


def says_who_paid(new: Offered) -> bool:
    """What a sponsor paid for says who paid, and says that it is paid for."""
    paid = new.sponsored or bool(new.sponsor) or bool(new.label)
    return not paid or bool(new.sponsor and new.label)


def line(text: str) -> str:
    """One line: no NUL, no break, no space at its ends."""
    return " ".join(text.replace("\0", "").split())


def _is_path(address: str) -> bool:
    climbs = "//" in address or "/../" in f"{address}/"
    return bool(_ADDRESS.match(address)) and not climbs


def _fits(new: Offered) -> bool:
    limits = (
        (new.address, MOST_ADDRESS),
        (new.title, MOST_TITLE),
        (new.summary, MOST_SUMMARY),
        (new.sponsor, MOST_NAME),
        (new.label, MOST_NAME),
        (new.language, MOST_LANGUAGE),
    )
    return all(len(text) <= most for text, most in limits)
