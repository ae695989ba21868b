"""Taking an article from a file: read within bounds, then kept in one transaction."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path

from django.utils import translation
from django.utils.translation import gettext as _

from salerno.policy.purposes import EDITORIAL
from salerno.privacy.context import Viewer, entered
from salerno.services.articles import actions
from salerno.services.articles.formats.jats.document import read
from salerno.services.articles.formats.jats.errors import NotTaken
from salerno.services.articles.formats.jats.tree import MOST_BYTES
from salerno.services.articles.formats.pictures import Beside
from salerno.services.articles.values import Editorial, Kept, NewArticle

PLAIN = Editorial()
GROUND = "the operator imports an article"


def import_file(path: Path, *, about: Editorial = PLAIN, images: Path | None = None) -> Kept:
    """Read a file and keep its article. Raises NotTaken, and then nothing is stored."""
    content = content_of(path)
    beside = Beside(images or path.parent, path.stem)
    with translation.override("en"):
        document = read(content, beside)
    pictures = tuple(beside.made_of(one) for one in document.images)
    digest = hashlib.sha256(content).hexdigest()
    new = NewArticle(document, digest, about, pictures)
    with entered(EDITORIAL, Viewer.visitor(), ground=GROUND):
        return actions.keep(by=Viewer.visitor(), new=new)


def content_of(path: Path) -> bytes:
    """What a file holds. One that is too large is refused before it is read."""
    try:
        about = path.stat()
        if not stat.S_ISREG(about.st_mode):
            raise NotTaken(_("This is no file."))
        if about.st_size > MOST_BYTES:
            words = _("This file is larger than %(n)s MB, more than any article we take.")
            raise NotTaken(words % {"n": MOST_BYTES // 1024 // 1024})
        with path.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except (OSError, ValueError) as error:  # a name with a NUL in it is a ValueError
        words = _("This file cannot be read (%(why)s).")
        raise NotTaken(words % {"why": getattr(error, "strerror", error)}) from error
