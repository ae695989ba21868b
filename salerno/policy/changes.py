"""One change between two versions: its words, what it means, and who is asked again."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from django.utils.translation import gettext_lazy


class Verdict(StrEnum):
    """What a change means. Where one widens and another narrows, it counts as wider."""

    NEW_PURPOSE = "new_purpose"
    ENDED = "ended"
    WIDER = "wider"
    NARROWER = "narrower"
    SHORTER = "shorter"
    LONGER = "longer"
    WORDS = "words"


@dataclass(frozen=True)
class Mark:
    """A run of words: ``same``, ``del`` or ``ins``."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One thing that differs."""

    what: str  # section, purpose, clause, recipient, setting, cookie, service
    id: str
    title: str
    marks: tuple[Mark, ...]
    verdict: Verdict
    asks: bool = False  # a choice that was made before does not cover it
    everywhere: bool = True  # asked of everybody, and not only where a layer wants consent

    @property
    def said(self) -> str:
        """The verdict, for the person."""
        return f"{_SAID[self.verdict]} {_ASKED[self.verdict is Verdict.NEW_PURPOSE][self._who]}"

    @property
    def _who(self) -> str:
        if not self.asks:
            return "nobody"
        return "all" if self.everywhere else "some"


_ASKED = {
    True: {
        "all": gettext_lazy("It is off until you switch it on."),
        "some": gettext_lazy("Where your law asks for consent, it is off until you switch it on."),
        "nobody": gettext_lazy("It asks for no consent."),
    },
    False: {
        "all": gettext_lazy("You are asked again."),
        "some": gettext_lazy("Where your law asks for consent, you are asked again."),
        "nobody": gettext_lazy("Nobody is asked again."),
    },
}
_SAID = {
    Verdict.NEW_PURPOSE: gettext_lazy("A new purpose."),
    Verdict.ENDED: gettext_lazy("Ended."),
    Verdict.WIDER: gettext_lazy("Wider."),
    Verdict.NARROWER: gettext_lazy("Narrower."),
    Verdict.SHORTER: gettext_lazy("Shorter."),
    Verdict.LONGER: gettext_lazy("Longer."),
    Verdict.WORDS: gettext_lazy("The text changed."),
}


def marked(before: str, after: str) -> tuple[Mark, ...]:
    """The words of two texts, with what went and what came."""
    old, new = before.split(), after.split()
    marks: list[Mark] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            marks.append(Mark("same", " ".join(old[a:b])))
            continue
        if b > a:
            marks.append(Mark("del", " ".join(old[a:b])))
        if d > c:
            marks.append(Mark("ins", " ".join(new[c:d])))
    return tuple(marks)
