"""Reads an upload: what it is by its bytes, whether it is safe to hand on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from salerno.privacy.errors import Refused
from salerno.services.careers.rules import MOST_BYTES, fault_of, kind_of

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

type Scanner = Callable[[bytes], str]
_scanners: list[Scanner] = [fault_of]


def add_scanner(scanner: Scanner) -> None:
    """Let one more scanner look at each document: it answers a word where it found something."""
    if scanner not in _scanners:
        _scanners.append(scanner)


@dataclass(frozen=True)
class Content:
    """A document that was found right."""

    kind: str
    content: bytes = field(repr=False)


def read(given: UploadedFile[Any]) -> Content:
    """The document of an upload. Raises Refused for what is too large, none, or not safe."""
    if (given.size or 0) > MOST_BYTES:
        raise Refused(_("This file is larger than 5 MB. Send a smaller one."), status=413)
    given.seek(0)
    content = given.read()
    kind = kind_of(content)
    if not kind:
        raise Refused(_("Send a PDF or a Word document. What counts is what it is."), status=422)
    if any(scanner(content) for scanner in _scanners):
        words = _("Something in this document would run by itself. Send it without.")
        raise Refused(words, status=422)
    return Content(kind, content)
