"""A file of questions, from the command or the desk: one of ours, GIFT, Aiken or Moodle's XML."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import PurePath

from django.http import Http404
from django.utils.text import slugify

from salerno.policy.purposes import EDITORIAL
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.services.practice import queries
from salerno.services.practice.actions.bank import load_bank
from salerno.services.practice.formats import bank as files
from salerno.services.practice.formats import foreign
from salerno.services.practice.values import NewBank

SUMMARY = "In preparation: its questions are being reviewed."


@dataclass(frozen=True)
class Given:
    """A file. ``slug``: the bank that is meant, else the file's name says it."""

    name: str
    content: bytes = field(repr=False)
    slug: str = ""
    title: str = ""


@dataclass(frozen=True)
class Kept:
    """What became of a file. ``fresh``: how many of its questions are new."""

    taken: foreign.Taken
    fresh: int

    @property
    def known(self) -> int:
        """How many were there already."""
        return len(self.taken.bank.items) - self.fresh


@action(EDITORIAL)
def load_file(*, by: Viewer, given: Given) -> Kept:
    """Load a file's questions. Raises BadBank, with lines, where nothing of it is kept."""
    if len(given.content) > files.MOST_BYTES:
        raise files.BadBank([files.Problem(0, "The file is too large.")])
    if foreign.is_ours(given.name, given.content):
        ours = files.read(foreign.decoded(given.content))
        taken = foreign.Taken(ours, (), (), is_ours=True)
    else:
        taken = foreign.read(given.content, _bank_for(given))
    return Kept(taken, load_bank(by=by, new=taken.bank))


def _bank_for(given: Given) -> NewBank:
    """The bank that questions are for: the one there is, or a new one."""
    stem = PurePath(given.name).stem
    name = given.slug or slugify(stem).replace("_", "-").strip("-")[:60] or "questions"
    if not files.SLUG.match(name):
        words = "The name of a bank is small letters, digits and hyphens."
        raise files.BadBank([files.Problem(0, words)])
    try:
        return queries.as_file(queries.bank(name))
    except Http404:
        words = (given.title or stem.replace("_", " ").replace("-", " ")).strip()[:160]
        return NewBank(name, words or name, SUMMARY)
