"""Finds and checks the pictures beside a file, and makes them ready to be served.

Photographs are written anew from their pixels. A drawing (SVG) is taken as it is when nothing in
it can act or load: a closed list of elements and attributes decides.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _
from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

from salerno.services.articles.formats.drawing import NotADrawing, check_drawing
from salerno.services.articles.formats.jats.values import Image

MOST_BYTES = 24 * 1024 * 1024
MOST_PIXELS = 60_000_000
MOST_FILES = 2000
FORMATS = ("PNG", "JPEG", "GIF", "WEBP", "TIFF")
SUFFIXES = (".svg", ".png", ".jpg", ".jpeg", ".webp", ".gif", ".tif", ".tiff")
FOLDERS = ("figures", "images", "graphic", "graphics", "media", "assets", "img", "figs")
KEPT = {"PNG": "png", "JPEG": "jpg", "WEBP": "webp"}


@dataclass(frozen=True)
class Made:
    """A picture that is ready to be stored."""

    image: Image
    content: bytes = field(repr=False)


class Beside:
    """The pictures in the folder of a file, and in the folders that publishers use for them."""

    def __init__(self, folder: Path, stem: str) -> None:
        self.folder = folder.resolve()
        self.stem = stem
        self.made: dict[str, Made | None] = {}
        self.reasons: dict[str, str] = {}

    def find(self, href: str) -> Image | None:
        """The picture of a name, or None."""
        if href not in self.made:
            self.made[href] = self._make(href)
        made = self.made[href]
        return made.image if made is not None else None

    def why(self, href: str) -> str:
        """Why there is none; empty where it did not come with the file."""
        return self.reasons.get(href, "")

    def made_of(self, image: Image) -> Made:
        """What is stored of a picture that was found."""
        return next(one for one in self.made.values() if one is not None and one.image == image)

    def _make(self, href: str) -> Made | None:
        path = self._path(href)
        if path is None:
            return None
        try:
            return made(path)
        except Unfit as error:
            self.reasons[href] = str(error)
            return None

    def _path(self, href: str) -> Path | None:
        """A file of this name within the folder; a name that leads out of it finds nothing."""
        if not href or "\0" in href or len(href) > 300 or "://" in href:
            return None
        for place in self._places(href):
            for candidate in (place, *(place.with_name(place.name + one) for one in SUFFIXES)):
                found = candidate.resolve()
                if found.is_relative_to(self.folder) and found.is_file():
                    return found
        return None

    def _places(self, href: str) -> Iterator[Path]:
        name = Path(href.replace("\\", "/")).name
        if not name or name in {".", ".."}:
            return
        yield self.folder / href.lstrip("/")
        yield self.folder / name
        for one in (*FOLDERS, self.stem):
            yield self.folder / one / name


class Unfit(Exception):
    """A picture that cannot be shown, in words for the reader."""


def made(path: Path) -> Made:
    """A picture of a file, ready to be stored. Raises Unfit with the reason."""
    with path.open("rb") as opened:
        content = opened.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise Unfit(_("The picture “%(name)s” is too large to be shown."))
    head = content[:1000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith(b"<"):
        return drawing(content)
    return photograph(content)


def drawing(content: bytes) -> Made:
    """An SVG that can neither act nor load."""
    try:
        size = check_drawing(content)
    except NotADrawing as error:
        words = _("The drawing “%(name)s” is not shown: it could act or load something.")
        raise Unfit(words) from error
    return Made(Image(digest(content), "svg", *size), content)


def photograph(content: bytes) -> Made:
    """A picture of pixels, written anew without what else its file says."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Pillow.DecompressionBombWarning)
            with Pillow.open(io.BytesIO(content), formats=FORMATS) as found:
                return anew(found)
    except (Pillow.DecompressionBombError, Pillow.DecompressionBombWarning) as error:
        raise Unfit(_("The picture “%(name)s” has too many pixels to be shown.")) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Warning) as error:
        raise Unfit(_("The file “%(name)s” is no picture that a page can show.")) from error


def anew(found: Pillow.Image) -> Made:
    """The pixels of a picture in a form that every browser shows; the first of several frames."""
    if found.width * found.height > MOST_PIXELS:
        raise Unfit(_("The picture “%(name)s” has too many pixels to be shown."))
    form = found.format if found.format in KEPT else "PNG"
    upright = ImageOps.exif_transpose(found)
    mode = "RGB" if form == "JPEG" or upright.mode not in {"L", "LA", "P", "RGBA", "1"} else "RGBA"
    upright = upright.convert("L" if upright.mode in {"1", "L"} and mode != "RGB" else mode)
    out = io.BytesIO()
    clean = Pillow.frombytes(upright.mode, upright.size, upright.tobytes())
    clean.save(out, form or "PNG", quality=90)
    content = out.getvalue()
    suffix = KEPT[form or "PNG"]
    return Made(Image(digest(content), suffix, clean.width, clean.height), content)


def digest(content: bytes) -> str:
    """The name of a content."""
    return hashlib.sha256(content).hexdigest()[:40]
