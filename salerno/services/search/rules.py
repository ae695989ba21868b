"""What a query means, how two lists become one, and what is shown of a text. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

from salerno.privacy.declare import Reach
from salerno.services.search.values import Asked, Facet, Part, Term

MOST_LETTERS = 200
MOST_TERMS = 16
MOST_BYTES = 400_000  # of one text in the index
EXCERPT = 260
BEFORE = 70
OR = "OR"
START, STOP = "\x02", "\x03"  # around a match, where a database marks it

_PIECE = re.compile(r'(-?)"([^"]*)(?:"|\Z)|(\S+)')
_WORD = re.compile(r"[^\W_]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_ENDINGS = ("ingly", "edly", "ations", "ation", "ings", "ing", "ies", "ied", "es", "ed", "en",
            "er", "ly", "s", "e", "n", "y")  # fmt: skip


def parse(typed: str) -> Asked:
    """What was typed, as terms. Nothing that can be typed is an error.

    Words are all needed; "words in quotes" stand together; -word must not be there; OR parts
    alternatives.
    """
    text = " ".join(_CONTROL.sub(" ", typed).split())
    was_cut = len(text) > MOST_LETTERS
    text = text[:MOST_LETTERS].strip()
    groups: list[list[Term]] = [[]]
    count = 0
    for minus, quoted, plain in _PIECE.findall(text):
        if plain == OR:
            groups.append([])
            continue
        words = tuple(words_of(quoted or plain))
        if words and count < MOST_TERMS:
            count += 1
            groups[-1].append(Term(words, bool(minus) or plain.startswith("-")))
    useful = (tuple(one) for one in groups if any(not term.is_excluded for term in one))
    return Asked(text, tuple(useful), was_cut)


def fold(text: str) -> str:
    """Lower case, without the accents that a query may leave out."""
    apart = unicodedata.normalize("NFD", text)
    bare = "".join(one for one in apart if not "\u0300" <= one <= "\u036f")
    return unicodedata.normalize("NFC", bare).lower()


def words_of(text: str) -> list[str]:
    """The words of a text, as both databases count them."""
    return _WORD.findall(fold(text))


def clean(text: str) -> str:
    """A text as it is indexed: no control characters, cut where nobody reads on."""
    tidy = _CONTROL.sub(" ", text)
    return tidy.encode()[:MOST_BYTES].decode(errors="ignore") if len(tidy) > 99_999 else tidy


def as_fts5(asked: Asked) -> str:
    """The query of SQLite's FTS5: nothing in it is an operator but what stands here."""
    return " OR ".join(f"({_fts5(one)})" for one in asked.alternatives)


def _fts5(terms: Sequence[Term]) -> str:
    needed = " AND ".join(_quoted(one) for one in terms if not one.is_excluded)
    excluded = " OR ".join(_quoted(one) for one in terms if one.is_excluded)
    return f"({needed}) NOT ({excluded})" if excluded else needed


def as_websearch(asked: Asked) -> str:
    """The query of PostgreSQL's ``websearch_to_tsquery``."""
    return " or ".join(
        " ".join(f"{'-' if one.is_excluded else ''}{_quoted(one)}" for one in terms)
        for terms in asked.alternatives
    )


def _quoted(term: Term) -> str:
    return '"' + " ".join(term.words) + '"'


def number_of(typed: str) -> int:
    """The number of a page as an address gives it; 1 for anything that is none."""
    return int(typed) if len(typed) <= 4 and typed.isascii() and typed.isdigit() else 1


def is_open(access: str, is_known: bool, is_opened: bool) -> bool:
    """Whether the text of an item may be shown, and not its summary only."""
    return is_opened or access == "open" or (access == "registered" and is_known)


def widest(is_known: bool) -> Reach:
    """The audience from which on an item is found without further right."""
    return Reach.MEMBERS if is_known else Reach.PUBLIC


def fused[T: Hashable](lists: Iterable[Sequence[T]]) -> list[T]:
    """Lists that were ranked apart, as one: by the place of each in its own list."""
    placed = [(place, number, one) for number, listed in enumerate(lists)
              for place, one in enumerate(listed)]  # fmt: skip
    return [one for _place, _number, one in sorted(placed, key=lambda each: each[:2])]


def facets(kinds: Iterable[str]) -> list[Facet]:
    """How many there are of each kind, the most frequent first."""
    counted = Counter(kinds)
    return [Facet(*one) for one in sorted(counted.items(), key=lambda each: (-each[1], each[0]))]


def marked(text: str) -> tuple[Part, ...]:
    """The parts of a text in which a database has marked the matches."""
    found: list[Part] = []
    for number, run in enumerate(text.split(START)):
        match, stop, rest = run.partition(STOP)
        found += [Part(match, True), Part(rest)] if number and stop else [Part(run)]
    return tuple(one for one in found if one.text)


def excerpt(text: str, asked: Asked) -> tuple[Part, ...]:
    """The part of a text around the first match, with every match in it marked."""
    plain = " ".join(text.split())
    stems = {stem(word) for terms in asked.alternatives for one in terms
             if not one.is_excluded for word in one.words}  # fmt: skip
    spans = [one.span() for one in _WORD.finditer(plain) if stem(fold(one.group())) in stems]
    start = _start(plain, spans[0][0] if spans else 0)
    end = _end(plain, start + EXCERPT)
    parts = [Part("… ")] if start else []
    at = start
    for left, right in spans:
        if start <= left and right <= end:
            parts += [Part(plain[at:left]), Part(plain[left:right], True)]
            at = right
    parts += [Part(plain[at:end]), Part(" …" if end < len(plain) else "")]
    return tuple(one for one in parts if one.text)


def stem(word: str) -> str:
    """A word without its ending: enough to mark what the index has found."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word


def _start(text: str, match: int) -> int:
    """Where an excerpt begins: at a word, some way before the match."""
    if match <= BEFORE:
        return 0
    return text.find(" ", match - BEFORE) + 1


def _end(text: str, wanted: int) -> int:
    if wanted >= len(text):
        return len(text)
    space = text.rfind(" ", 0, wanted)
    return space if space > wanted - BEFORE else wanted
