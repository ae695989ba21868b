"""Values of the public site."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Text:
    """A page of words: its title, the paragraph that leads, and the rest as safe HTML."""

    title: str
    lead: str
    html: str


@dataclass(frozen=True)
class Front:
    """The front page. The counts are taken from the declarations when it is asked for."""

    text: Text
    kinds: int
    columns: int
    undeclared: int
    purposes: int
    recipients: int
    version: int
    effective_date: date
