"""HTML as text with line breaks: what practice shows is text."""

from __future__ import annotations

import re
from html.parser import HTMLParser

TAG = re.compile(
    r"</?(?:p|br|b|i|u|em|strong|div|span|sub|sup|ul|ol|li|a|img|table|tr|td|th|pre|code|h[1-6]|"
    r"font|center|tbody|thead|blockquote|video|audio|iframe)\b[^<>]*>|&(?:\w{2,8}|#\w{1,7});",
    re.IGNORECASE,
)
BLOCKS = frozenset({
    "p", "div", "br", "li", "ul", "ol", "tr", "table", "pre", "blockquote", "hr", "dt", "dd",
    "h1", "h2", "h3", "h4", "h5", "h6", "tbody", "thead", "section", "article", "figure",
})  # fmt: skip
APART = frozenset({"p", "div", "table", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6"})
MOST_OPEN = 300  # tags that are begun and never ended: each is looked through to the end
MOST_SIGNS = 100_000  # of one field: sixteen times what a text may have
LOST = {
    "img": "a picture", "svg": "a picture", "canvas": "a picture", "video": "a film",
    "audio": "a sound", "iframe": "a page of elsewhere", "object": "an object",
    "embed": "an object", "input": "a field", "select": "a field", "math": "a formula in MathML",
}  # fmt: skip
CELL_END = re.compile(r"(?: ?\| )+")  # of a line read backwards: each sign once
CELLS = frozenset({"td", "th"})
ITEM = "– "
HARD = "\ue100"  # a space of code, until all is tidy
SILENT = frozenset({"script", "style"})
RAISED = str.maketrans("0123456789+-−=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ")
LOWERED = str.maketrans("0123456789+-−=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎")


class Plain(HTMLParser):
    """Collects the text of HTML, and what of it is none."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.lost: list[str] = []
        self.links: list[str] = []
        self.silent = 0
        self.shifted = ""
        self.cells = self.kept = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line where a block begins; name what is no text."""
        said = dict(attrs)
        if tag in LOST:
            self.lost.append(LOST[tag])
        if tag in SILENT:
            self.silent += 1
            self.lost.append(f"<{tag}>")
        if tag == "a":
            self.links.append(said.get("href") or "")
        if tag in ("sub", "sup"):
            self.shifted = tag
        self._breaks(tag)
        self._within(tag, 1)
        if tag == "li":
            self.parts.append(ITEM)

    def handle_endtag(self, tag: str) -> None:
        """End a line where a block ends."""
        if tag in SILENT:
            self.silent = max(0, self.silent - 1)
        if tag == "a" and self.links:
            where = self.links.pop()
            if "@@PLUGINFILE@@" in where:
                self.lost.append("a file")
            elif where and where not in "".join(self.parts[-1:]):
                self.parts.append(f" ({where})")
        if tag in ("sub", "sup"):
            self.shifted = ""
        self._within(tag, -1)
        if tag in CELLS:
            self.parts.append(" | ")
        elif tag != "br":
            self._breaks(tag)

    def _within(self, tag: str, step: int) -> None:
        if tag in CELLS:
            self.cells = max(0, self.cells + step)
        if tag == "pre":
            self.kept = max(0, self.kept + step)

    def _breaks(self, tag: str) -> None:
        if tag in BLOCKS and self.cells:
            self.parts.append(" ")
        elif tag in BLOCKS:
            self.parts.append("\n\n" if tag in APART else "\n")

    def handle_pi(self, data: str) -> None:
        """What begins with <? is code that a browser hides; Word's own says nothing."""
        if not data.startswith("xml"):
            self.lost.append("code in <? ?>")

    def handle_data(self, data: str) -> None:
        """Keep the words; raised and lowered figures as such."""
        if self.silent:
            return
        if self.kept:
            self.parts.append(data.replace(" ", HARD))
        else:
            self.parts.append(moved(data, self.shifted) if self.shifted else folded(data))


def folded(data: str) -> str:
    """White space of HTML is one space."""
    return re.sub(r"[ \t\r\n\f]+", " ", data)


def moved(data: str, how: str) -> str:
    """Raised or lowered signs; with a mark before them where there are none of that kind."""
    table, mark = (RAISED, "^") if how == "sup" else (LOWERED, "_")
    bare = data.strip()
    if not bare:
        return data
    if all(ord(one) in table for one in bare):
        return bare.translate(table)
    return f"{mark}{bare}" if len(bare) == 1 else f"{mark}({bare})"


def from_html(given: str) -> tuple[str, tuple[str, ...]]:
    """The text of HTML, and the names of what of it is no text."""
    if given.count("<") - given.count(">") > MOST_OPEN:
        return given, ("broken HTML",)
    plain = Plain()
    try:
        plain.feed(given)
        plain.close()
    except AssertionError:  # how the parser of the library says that it is lost
        return given, ("broken HTML",)
    return tidy("".join(plain.parts)), tuple(dict.fromkeys(plain.lost))


def tidy(text: str) -> str:
    """No white space at the ends of lines, and at most one empty line together."""
    lines = [_unended(one).strip() for one in text.replace("\xa0", " ").split("\n")]
    lines = [re.sub(r"(?<! ) +\| +", " | ", one) for one in lines]
    whole = re.sub(r"(?m)^–\s*\n+", ITEM, "\n".join(lines))
    return re.sub(r"\n{3,}", "\n\n", whole).strip().replace(HARD, " ")


def _unended(line: str) -> str:
    """A line without the marks of cells after its last one."""
    marks = CELL_END.match(line[::-1])
    return line[: len(line) - marks.end()] if marks is not None else line


def as_text(given: str, form: str) -> tuple[str, tuple[str, ...]]:
    """The text of a field in one of Moodle's forms, and what of it is no text."""
    if len(given) > MOST_SIGNS:
        return given[:MOST_SIGNS], (f"more than {MOST_SIGNS:,} signs in one field",)
    if form == "html" or (form not in ("plain", "plain_text", "markdown") and TAG.search(given)):
        return from_html(given)
    text = given.replace("\r\n", "\n")
    if form not in ("plain", "plain_text", "markdown"):
        first, *rest = text.split("\n")
        lines = [first.rstrip(" \t"), *(one.strip(" \t") for one in rest)] if rest else [first]
        text = "\n".join(lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip(), ()
