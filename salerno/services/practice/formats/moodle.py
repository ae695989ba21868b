"""Moodle's question banks in XML, with the line of every question. Nothing outside is opened."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from salerno.services.practice.formats.bank import BadBank, Problem
from salerno.services.practice.formats.found import Answer, Found, Reader, path_of, shortened
from salerno.services.practice.formats.plain import as_text, from_html

DEEPEST = 60
MOST_ELEMENTS = 400_000
CHOICES = {"multichoice", "truefalse"}
KEPT = frozenset({
    "name", "questiontext", "generalfeedback", "answer", "single",
    # how Moodle puts a question, which is not part of it
    "shuffleanswers", "answernumbering", "penalty", "hidden", "usecase", "image", "image_base64",
    "showstandardinstruction", "shownumcorrect", "version", "length", "stamp", "id", "timecreated",
    "responseformat", "responserequired", "responsefieldlines", "attachments",
    "attachmentsrequired",
})  # fmt: skip
TRUE = {"1", "true"}


@dataclass
class Element:
    """One element with its line; ``text`` is what stands in it directly."""

    tag: str
    attributes: Mapping[str, str]
    line: int
    children: list[Element] = field(default_factory=list)
    parts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its own text."""
        return "".join(self.parts)

    def all(self, tag: str) -> list[Element]:
        """The children of a tag."""
        return [one for one in self.children if one.tag == tag]

    def first(self, tag: str) -> Element | None:
        """The first child of a tag."""
        return next(iter(self.all(tag)), None)

    def words(self, tag: str) -> str:
        """The text of the first child of a tag, or of the <text> in it."""
        one = self.first(tag)
        return said(one) if one is not None else ""

    def walk(self) -> Iterator[Element]:
        """Itself and all below."""
        yield self
        for one in self.children:
            yield from one.walk()


def said(element: Element) -> str:
    """The text of an element: its own, or that of the <text> in it."""
    inner = element.first("text")
    return (inner.text if inner is not None else element.text).strip()


class Tree:
    """Builds the elements within fixed bounds."""

    def __init__(self) -> None:
        self.open: list[Element] = []
        self.root: Element | None = None
        self.count = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.EntityDeclHandler = self._declared

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self.count += 1
        line = self.parser.CurrentLineNumber
        if len(self.open) >= DEEPEST or self.count > MOST_ELEMENTS:
            raise BadBank([Problem(line, "No question bank has so many elements in each other.")])
        made = Element(tag, attributes, line)
        if self.open:
            self.open[-1].children.append(made)
        self.root = self.root or made
        self.open.append(made)

    def _end(self, _tag: str) -> None:
        self.open.pop()

    def _text(self, data: str) -> None:
        if self.open:
            self.open[-1].parts.append(data)

    def _declared(self, *_about: object) -> None:
        line = self.parser.CurrentLineNumber
        raise BadBank([Problem(line, "This file declares entities; no question bank needs any.")])


def parse(content: bytes) -> Element:
    """The tree of a file. Raises BadBank with the line where it is broken."""
    tree = Tree()
    try:
        tree.parser.Parse(content, True)
    except BadBank:
        raise
    except (expat.ExpatError, ValueError, LookupError) as error:
        line = getattr(error, "lineno", 0)
        words = f"This is no whole XML: {expat.ErrorString(getattr(error, 'code', 0)) or error}."
        raise BadBank([Problem(line, words)]) from error
    if tree.root is None or tree.root.tag != "quiz":
        tag = tree.root.tag[:60] if tree.root is not None else ""
        words = f"This is XML, but no question bank of Moodle: its first element is <{tag}>."
        raise BadBank([Problem(tree.root.line if tree.root is not None else 1, words)])
    return tree.root


def read(content: bytes) -> Reader:
    """The questions of a file, and what is wrong in it, by line. Raises BadBank."""
    reader = Reader()
    path: tuple[str, ...] = ()
    for one in parse(content).children:
        if one.tag != "question":
            if words := spoken(one):
                reader.note(one.line, f"<{one.tag}> is not kept: “{shortened(words, 200)}”.")
        elif one.attributes.get("type") == "category":
            path = path_of(one.words("category"))
            if info := one.words("info"):
                reader.note(one.line, f"What is said of a category is not kept: “{info[:200]}”.")
        else:
            reader.found.append(question(one, path, reader))
    return reader


def question(element: Element, path: tuple[str, ...], reader: Reader) -> Found:
    """One question, of whatever kind."""
    kind = element.attributes.get("type", "without a type")
    name, _lost = from_html(element.words("name"))
    stem, lost = formed(element.first("questiontext"))
    if kind not in CHOICES:
        return Found(element.line, kind, stem or name, name=name, path=path)
    feedback, gone = formed(element.first("generalfeedback"))
    answers = []
    for one in element.all("answer"):
        made, each = answer(one)
        answers.append(made)
        gone += each
    is_single = element.words("single").lower() in TRUE or kind == "truefalse"
    if not is_single:
        kind = "multichoice with several right answers"
    note_others(element, reader)
    pictures = ("a picture",) if element.words("image") or element.words("image_base64") else ()
    return Found(
        element.line, "choice" if is_single else kind, stem, tuple(answers), name, feedback, path,
        lost + gone + pictures,
    )  # fmt: skip


def answer(element: Element) -> tuple[Answer, tuple[str, ...]]:
    """One answer with its weight and feedback."""
    text, lost = formed(element)
    feedback, gone = formed(element.first("feedback"))
    given = element.attributes.get("fraction", "0").strip().replace(",", ".")
    try:
        weight = float(given)
    except ValueError:
        weight = float("nan")  # equal to no weight: the question is reported
    if text in ("true", "false"):
        text = text.capitalize()
    return Answer(text, weight, feedback), lost + gone


def formed(element: Element | None) -> tuple[str, tuple[str, ...]]:
    """The words of a field by its form, and what of it is no text."""
    if element is None:
        return "", ()
    words, lost = as_text(said(element), element.attributes.get("format", "moodle_auto_format"))
    files = [
        *element.all("file"),
        *(each for one in element.all("text") for each in one.all("file")),
    ]
    return words, lost + (("a file",) if files else ())


def spoken(element: Element) -> str:
    """All words of an element."""
    return " ".join(" ".join(each.text for each in element.walk()).split())


def note_others(element: Element, reader: Reader) -> None:
    """Name what a question says besides, with its line: it is not kept."""
    for one in element.children:
        if one.tag in KEPT:
            continue
        words = spoken(one)
        if one.tag == "defaultgrade":
            if words and float_of(words) != 1.0:
                reader.note(one.line, f"Its {words} points are not kept: each question counts one.")
        elif words:
            reader.note(one.line, f"<{one.tag}> is not kept: “{shortened(words, 200)}”.")


def float_of(words: str) -> float:
    """A number, or none."""
    try:
        return float(words.replace(",", "."))
    except ValueError:
        return float("nan")
