"""What can be decided without the database: ages, layers, devices, what a page needs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from difflib import SequenceMatcher

LINES = (
    "name", "profession", "specialty", "training_stage", "institution", "city", "state", "country",
    "biography",
)  # fmt: skip
PLACE = ("city", "state", "country")
"""What a profile says of where somebody lives, from fine to coarse: one audience for all."""

ADULT = 18
OLDEST = 120
ALIKE = 0.7

CHILD = 13
"""Below this nothing is knowingly collected, whatever a pack says."""
HOUR_SECONDS = 3600
GUARDIAN_DAYS = 14
"""How long a guardian has to answer before what waits is erased."""

CLAIMS = {"email": 254, "name": 120, "picture": 500}
"""The claims of a provider that are declared here, and how long each may be."""

BROWSERS = (
    ("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"),
    ("Safari", "Safari"), ("curl", "curl"),
)  # fmt: skip
SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def topic_of(line: str) -> str:
    """Under which audience a line of the profile stands: the three of a place share one."""
    return "location" if line in PLACE else line


def topics() -> tuple[str, ...]:
    """Every audience of a profile, in the order of its lines."""
    return tuple(dict.fromkeys(topic_of(one) for one in LINES))


def lines_within(precision: str) -> tuple[str, ...]:
    """The lines that a pack of this precision (``city`` or ``country_region``) takes."""
    return tuple(one for one in LINES if one != "city" or precision == "city")


def is_place_name(given: str) -> bool:
    """Whether a text can name a city or a state: it holds no number of a house or a code."""
    return not any(one.isdigit() for one in given)


def age_on(day: date, born: date) -> int:
    """Whole years on ``day``."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def adult_year(born: date) -> int:
    """The year in which whoever was born then comes of age."""
    return born.year + ADULT


def failed_age(age: int, least: int, program: int | None) -> int:
    """The age that an answer falls short of, or 0 where it suffices.

    ``least``: of the operator; ``program``: of a program that asks a guardian, where one is named.
    """
    if age < CHILD:
        return CHILD
    needed = min(least, program) if program is not None else least
    return 0 if age >= needed else needed


def is_barred(failed: int, least: int, program: int | None) -> bool:
    """Whether somebody whose answer fell short of ``failed`` is too young here as well."""
    needed = min(least, program) if program is not None else least
    return 0 < failed <= needed


def tidy_claims(said: Mapping[str, object]) -> dict[str, str]:
    """What was said of the declared claims: texts of one line, or "" where it is none."""
    found = {}
    for name, most in CLAIMS.items():
        value = said.get(name)
        text = " ".join(value.replace("\x00", " ").split()) if isinstance(value, str) else ""
        found[name] = text[:most] if name == "name" else text if len(text) <= most else ""
    if not found["picture"].startswith(("https://", "http://")):
        found["picture"] = ""
    if "@" not in found["email"]:
        found["email"] = ""
    return found


def born_on(day: int, month: int, year: int, today: date) -> date | None:
    """The date of birth, or None where no living person can have it."""
    try:
        born = date(year, month, day)
    except (ValueError, OverflowError):
        return None
    return born if 0 <= age_on(today, born) <= OLDEST and born <= today else None


def layer_of(region: str, layers: Mapping[str, Iterable[str]], known: Iterable[str]) -> str:
    """The layer that protects somebody who lives in ``region``: "" is unknown, the strictest.

    ``layers`` gives the regions of each layer, ``known`` the layers that a subject can carry.
    """
    if not region:
        return "unknown"
    for name, regions in layers.items():
        if region in set(regions) and name in set(known):
            return name
    return "none"


def split_region(region: str) -> tuple[str, str]:
    """``US-CA`` as country and state."""
    country, _, state = region.partition("-")
    return country, state


def joined_region(country: str, state: str) -> str:
    """Country and state as one code."""
    return f"{country}-{state}" if state else country


def device_of(agent: str) -> str:
    """A browser in three words, from what it says of itself: "Firefox on Linux"."""
    browser = next((words for mark, words in BROWSERS if mark in agent), "")
    system = next((words for mark, words in SYSTEMS if mark in agent), "")
    return " on ".join(one for one in (browser, system) if one)


def digest(key: str) -> str:
    """What is stored of a key that opens something: 64 hex digits."""
    return hashlib.sha256(key.encode()).hexdigest()


def is_stale(seen: timedelta, every: timedelta) -> bool:
    """Whether something seen so long ago is worth writing down again."""
    return seen >= every


def missing(needed: Sequence[str], values: Mapping[str, object]) -> tuple[str, ...]:
    """Which of the needed fields are empty, in the order they were asked for."""
    return tuple(name for name in needed if not values.get(name))


def is_number(given: str) -> bool:
    """Whether a text is the number of something that can be stored."""
    return re.fullmatch(r"[0-9]{1,18}", given) is not None


def phone_number(given: str) -> str:
    """A telephone number in the form +15550100, or "" where it is none."""
    plain = re.sub(r"[\s().\-/]", "", given)
    return plain if re.fullmatch(r"\+[1-9]\d{6,14}", plain) else ""


def resembles(password: str, said: Iterable[str]) -> bool:
    """Whether a password is much like one of the things that somebody said of themselves."""
    given = password.casefold()
    for whole in said:
        for part in {whole, *re.split(r"\W+", whole)}:
            known = part.casefold()
            if len(known) > 3 and SequenceMatcher(a=given, b=known).quick_ratio() >= ALIKE:
                return True
    return False


def without_words(text: str, words: Iterable[str]) -> str:
    """A text in lower case without these words, the longest taken out first."""
    rest = text.lower()
    for one in sorted(words, key=lambda word: (-len(word), word)):
        rest = rest.replace(one, "")
    return rest


def breach_prefix(password: str) -> tuple[str, str]:
    """The first five hex digits of a password's SHA-1, and the rest.

    Only the five ever leave, to a list that answers with every rest it knows: so the list
    learns nothing.
    """
    whole = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
    return whole[:5], whole[5:]
