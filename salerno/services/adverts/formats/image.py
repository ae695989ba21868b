"""Reads a banner and writes a new one from its pixels, so that nothing else comes along."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from salerno.privacy.errors import Refused

MOST_BYTES = 2 * 1024 * 1024
MOST_PIXELS = 8_000_000
FORMATS = ("JPEG", "PNG", "WEBP")
BOX = (720, 720)


@dataclass(frozen=True)
class Made:
    """A banner made anew."""

    content: bytes
    width: int
    height: int


def read(given: UploadedFile[Any]) -> Made:
    """The picture of an upload, at most 720 by 720. Raises Refused for what is none."""
    if not given.size or given.size > MOST_BYTES:
        raise Refused(_("A banner is a picture of at most 2 MB. Send a smaller one."), status=413)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(given, formats=FORMATS) as found:
                return _anew(found)
    except (
        Image.DecompressionBombError, UnidentifiedImageError, OSError, SyntaxError, ValueError,
        Warning,
    ) as error:  # fmt: skip
        words = _("This file is no picture we can read. Send a JPEG, PNG or WebP.")
        raise Refused(words, status=422) from error


def _anew(found: Image.Image) -> Made:
    if found.width * found.height > MOST_PIXELS:
        raise Refused(_("This picture has too many pixels. Send a smaller one."), status=413)
    upright = ImageOps.exif_transpose(found).convert("RGB")
    upright.thumbnail(BOX, Image.Resampling.LANCZOS)
    clean = Image.frombytes("RGB", upright.size, upright.tobytes())
    out = io.BytesIO()
    clean.save(out, "WEBP", quality=84)
    return Made(out.getvalue(), clean.width, clean.height)
