"""A question bank as one TOML file: read with every error and its line, written to be read equal.

A file has ``[bank]``, then ``[[objectives]]`` (those without ``parent`` are modules), then
``[[items]]``. An option is a pair of its text and its reason; ``answer`` is a letter.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from salerno.services.practice.values import (
    LETTERS,
    ItemState,
    NewBank,
    NewItem,
    NewObjective,
    Panel,
)

SLUG = re.compile(r"[a-z0-9][a-z0-9-]{0,59}\Z")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
AT_LINE = re.compile(r" \(at line (\d+), column \d+\)")
HEAD = re.compile(r"\[\[?[a-z]+\]\]?\Z")
LONGEST = 6_000
MOST_BYTES = 20_000_000
OPTIONS = (2, len(LETTERS))
ACCESS = ("open", "registered", "enrolled")
HEADS = ("bank", "objectives", "items")
BANK_KEYS = {"slug", "title", "summary", "exam_questions", "question_seconds", "pass_percent",
             "access"}  # fmt: skip
OBJECTIVE_KEYS = {"slug", "title", "parent", "weight"}
ITEM_KEYS = {"key", "objective", "stem", "ask", "panel", "options", "answer", "rationale",
             "references", "discrimination", "difficulty", "state"}  # fmt: skip
NEEDED = ("key", "objective", "stem", "ask", "options", "answer", "rationale", "references")


@dataclass(frozen=True)
class Problem:
    """What is wrong, and in which line of the file; 0 where it is the file as a whole."""

    line: int
    words: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.words}" if self.line else self.words


class BadBank(ValueError):
    """A file that is not read; nothing of it is kept."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(one) for one in problems))


@dataclass
class Reading:
    """A file under way: its lines, and what was found wrong."""

    lines: list[str]
    problems: list[Problem] = field(default_factory=list)

    def line_of(self, head: str, number: int, key: str = "") -> int:
        """The line of the ``number``-th table of a kind, or of a key in it, from 1."""
        marks = (f"[[{head}]]", f"[{head}]")
        starts = [at for at, one in enumerate(self.lines, 1) if one.strip() in marks]
        if number >= len(starts):
            return 0
        for at in range(starts[number], len(self.lines)):
            text = self.lines[at].strip()
            if key and re.match(rf"{re.escape(key)}\s*=", text):
                return at + 1
            if HEAD.match(text):
                break
        return starts[number]

    def wrong(self, words: str, head: str = "", number: int = 0, key: str = "") -> None:
        """Write a problem down."""
        self.problems.append(Problem(self.line_of(head, number, key) if head else 0, words))


def read(text: str) -> NewBank:
    """A bank from its file. Raises BadBank with every problem and its line."""
    if len(text) > MOST_BYTES:
        raise BadBank([Problem(0, "The file is too large.")])
    try:
        said = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        at = AT_LINE.search(str(error))
        words = AT_LINE.sub("", str(error)) or "It is nested too deep."
        raise BadBank([Problem(int(at.group(1)) if at else 0, words)]) from error
    reading = Reading(text.splitlines())
    for name in sorted(said.keys() - set(HEADS)):
        reading.wrong(f"“{name}” is not known here: a file has [bank], [[objectives]], [[items]].")
    made = _whole(reading, said)
    if reading.problems or made is None:
        raise BadBank(reading.problems)
    return made


def _whole(reading: Reading, said: dict[str, Any]) -> NewBank | None:
    head = said.get("bank")
    if not isinstance(head, dict):
        reading.wrong("A file begins with [bank]: slug, title and summary.")
        return None
    objectives = tuple(_objectives(reading, _tables(reading, said, "objectives")))
    parents = {one.parent for one in objectives if one.parent}
    modules = {one.slug for one in objectives if not one.parent}
    for number, one in enumerate(objectives):
        if one.parent and one.parent not in modules:
            reading.wrong(f"There is no module “{one.parent}”.", "objectives", number, "parent")
    leaves = {one.slug for one in objectives if one.parent}
    for slug in sorted(modules - parents):
        reading.wrong(f"The module “{slug}” has no objective.", "objectives",
                      [one.slug for one in objectives].index(slug))  # fmt: skip
    items = tuple(_items(reading, _tables(reading, said, "items"), leaves))
    return _bank(reading, head, objectives, items)


def _tables(reading: Reading, said: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = said.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        reading.wrong(f"“{name}” is a list of tables: [[{name}]].", name)
        return []
    return found


def _bank(
    reading: Reading, head: dict[str, Any], objectives: tuple[NewObjective, ...],
    items: tuple[NewItem, ...],
) -> NewBank:  # fmt: skip
    _known(reading, head, BANK_KEYS, "bank", 0)
    ask = _asker(reading, head, "bank", 0)
    access = ask("access", "registered", 20)
    if access not in ACCESS:
        reading.wrong("access is open, registered or enrolled.", "bank", 0, "access")
    return NewBank(
        _slug(reading, head, "slug", "bank", 0), ask("title", None, 160), ask("summary", None, 600),
        int(_number(reading, head, "exam_questions", 40, (1, 400), ("bank", 0))),
        int(_number(reading, head, "question_seconds", 90, (10, 600), ("bank", 0))),
        int(_number(reading, head, "pass_percent", 70, (1, 100), ("bank", 0))),
        access, objectives, items,
    )  # fmt: skip


def _objectives(reading: Reading, tables: list[dict[str, Any]]) -> Iterator[NewObjective]:
    met: set[str] = set()
    for number, one in enumerate(tables):
        where = ("objectives", number)
        _known(reading, one, OBJECTIVE_KEYS, *where)
        slug = _slug(reading, one, "slug", *where)
        if slug in met:
            reading.wrong(f"“{slug}” stands twice.", *where, "slug")
        met.add(slug)
        ask = _asker(reading, one, *where)
        weight = _number(reading, one, "weight", 1.0, (0.01, 1000.0), where)
        yield NewObjective(slug, ask("title", None, 160), ask("parent", "", 60), weight)


def _items(reading: Reading, tables: list[dict[str, Any]], leaves: set[str]) -> Iterator[NewItem]:
    met: set[str] = set()
    for number, one in enumerate(tables):
        lacking = [key for key in NEEDED if key not in one]
        _known(reading, one, ITEM_KEYS, "items", number)
        if lacking:
            reading.wrong(f"The question lacks {', '.join(lacking)}.", "items", number)
            continue
        item = _item(reading, one, number)
        if item.key in met:
            reading.wrong(f"“{item.key}” stands twice.", "items", number, "key")
        if item.objective not in leaves:
            words = f"There is no objective “{item.objective}” below a module."
            reading.wrong(words, "items", number, "objective")
        met.add(item.key)
        yield item


def _item(reading: Reading, one: dict[str, Any], number: int) -> NewItem:
    where = ("items", number)
    ask = _asker(reading, one, *where)
    options = _options(reading, one, number)
    state = ask("state", "live", 8)
    if state not in ItemState.values:
        reading.wrong("state is draft, review, live or retired.", *where, "state")
    return NewItem(
        _slug(reading, one, "key", *where), ask("objective", None, 60),
        ask("stem", None, LONGEST), ask("ask", None, 300), options,
        _answer(reading, one, options, number),
        ask("rationale", "" if state == ItemState.DRAFT else None, LONGEST),
        _texts(reading, one.get("references"), "references", number),
        _panel(reading, one.get("panel", {}), number),
        _number(reading, one, "discrimination", 1.0, (0.1, 4.0), where),
        _number(reading, one, "difficulty", 0.0, (-6.0, 6.0), where), state,
    )  # fmt: skip


def _options(reading: Reading, one: dict[str, Any], number: int) -> tuple[tuple[str, str], ...]:
    given = one.get("options")
    is_pairs = isinstance(given, list) and all(
        isinstance(each, list) and len(each) == 2 and all(isinstance(it, str) for it in each)
        for each in given
    )
    if not is_pairs or not OPTIONS[0] <= len(given or []) <= OPTIONS[1]:
        words = (
            f"options are {OPTIONS[0]} to {OPTIONS[1]} pairs: the text, and why it is not right."
        )
        reading.wrong(words, "items", number, "options")
        return ()
    pairs = tuple((str(text).strip(), str(why).strip()) for text, why in given or [])
    if not all(text for text, _why in pairs) or len({text for text, _why in pairs}) < len(pairs):
        reading.wrong("An option is empty, or stands twice.", "items", number, "options")
    if any(CONTROL.search(text + why) for text, why in pairs):
        reading.wrong("options hold a control character.", "items", number, "options")
    return pairs


def _answer(
    reading: Reading, one: dict[str, Any], options: tuple[tuple[str, str], ...], number: int
) -> int:
    given = one.get("answer")
    letters = LETTERS[: len(options)]
    if not isinstance(given, str) or len(given) != 1 or given not in letters:
        if options:
            reading.wrong(f"answer is one of {', '.join(letters)}.", "items", number, "answer")
        return 0
    return letters.index(given)


def _panel(reading: Reading, given: Any, number: int) -> Panel:
    if not given:
        return Panel()
    head = given.get("head", []) if isinstance(given, dict) else None
    rows = given.get("rows", []) if isinstance(given, dict) else None
    is_table = isinstance(head, list) and isinstance(rows, list) and head and rows
    if not is_table or any(
        not isinstance(row, list) or len(row) != len(head or []) for row in [head, *(rows or [])]
    ):
        words = "panel has title, head and rows, and each row as many cells as the head."
        reading.wrong(words, "items", number, "panel")
        return Panel()
    cells = tuple(_texts(reading, row, "panel", number) for row in rows or [])
    return Panel(str(given.get("title", "")), _texts(reading, head, "panel", number), cells)


def _texts(reading: Reading, given: Any, key: str, number: int) -> tuple[str, ...]:
    if not isinstance(given, list) or not all(
        isinstance(one, str) and len(one) <= 600 and not CONTROL.search(one) for one in given
    ):
        reading.wrong(f"{key} is a list of short texts.", "items", number, key)
        return ()
    return tuple(given)


def _known(reading: Reading, one: dict[str, Any], keys: set[str], head: str, number: int) -> None:
    for name in sorted(one.keys() - keys):
        reading.wrong(f"“{name}” is not known here.", head, number, name)


def _asker(
    reading: Reading, one: dict[str, Any], head: str, number: int
) -> Callable[[str, str | None, int], str]:
    def ask(key: str, otherwise: str | None, longest: int) -> str:
        given = one.get(key, otherwise)
        if not isinstance(given, str) or CONTROL.search(given) or len(given) > longest:
            reading.wrong(f"{key} is a text of at most {longest} letters.", head, number, key)
            return ""
        if otherwise is None and not given.strip():
            reading.wrong(f"{key} is empty.", head, number, key)
        return given.strip()

    return ask


def _slug(reading: Reading, one: dict[str, Any], key: str, head: str, number: int) -> str:
    given = one.get(key, "")
    if not isinstance(given, str) or not SLUG.match(given):
        reading.wrong(f"{key} is small letters, digits and hyphens.", head, number, key)
        return ""
    return given


def _number(
    reading: Reading, one: dict[str, Any], key: str, otherwise: float,
    bounds: tuple[float, float], where: tuple[str, int],
) -> float:  # fmt: skip
    given = one.get(key, otherwise)
    is_number = isinstance(given, int | float) and not isinstance(given, bool)
    if not is_number or not bounds[0] <= given <= bounds[1]:
        reading.wrong(f"{key} lies between {bounds[0]:g} and {bounds[1]:g}.", *where, key)
        return otherwise
    return float(given)


def write(bank: NewBank) -> str:
    """The bank as a file that reads back equal."""
    lines = ["[bank]"]
    lines += [f"{key} = {_said(getattr(bank, key))}" for key in (
        "slug", "title", "summary", "exam_questions", "question_seconds", "pass_percent", "access",
    )]  # fmt: skip
    for one in bank.objectives:
        lines += ["", "[[objectives]]", f"slug = {_said(one.slug)}", f"title = {_said(one.title)}"]
        lines += [f"parent = {_said(one.parent)}"] if one.parent else []
        lines.append(f"weight = {one.weight!r}")
    for item in bank.items:
        lines += ["", "[[items]]", *_written(item)]
    return "\n".join(lines) + "\n"


def _written(item: NewItem) -> Iterator[str]:
    for key in ("key", "objective", "state"):
        yield f"{key} = {_said(getattr(item, key))}"
    yield f"discrimination = {item.slope!r}"
    yield f"difficulty = {item.difficulty!r}"
    yield f"stem = {_said(item.stem)}"
    yield f"ask = {_said(item.ask)}"
    if item.panel.rows:
        rows = ", ".join(_list(row) for row in item.panel.rows)
        head = _list(item.panel.head)
        yield f"panel = {{ title = {_said(item.panel.title)}, head = {head}, rows = [{rows}] }}"
    yield "options = ["
    yield from (f"  {_list(pair)}," for pair in item.options)
    yield "]"
    yield f'answer = "{LETTERS[item.answer]}"'
    yield f"rationale = {_said(item.rationale)}"
    yield f"references = {_list(item.references)}"


def _list(texts: Sequence[str]) -> str:
    return f"[{', '.join(_said(one) for one in texts)}]"


def _said(value: object) -> str:
    """A value in TOML; a text of several lines over several lines."""
    if isinstance(value, str) and "\n" in value:
        escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\r", "\\r")
        return f'"""\n{escaped}"""'
    return json.dumps(value, ensure_ascii=False)
