"""Reads a picture and writes a new one from its pixels: place, camera and remarks stay behind."""

from __future__ import annotations

import io
import warnings
from dataclasses import dataclass

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, ImageOps, UnidentifiedImageError

from salerno.privacy.errors import Refused
from salerno.services.media.rules import FORMATS, MOST_BYTES, MOST_PIXELS, scaled, size_words

TOO_MANY = gettext_lazy("This picture has too many pixels. Send a smaller one.")


@dataclass(frozen=True)
class Picture:
    """A picture made anew."""

    content: bytes
    width: int
    height: int


def read(given: UploadedFile[bytes]) -> Picture:
    """The picture of an upload. Raises Refused for what is too large or no picture."""
    if given.size is None or given.size > MOST_BYTES:
        raise Refused(
            _("This file is larger than %(most)s. Send a smaller one.")
            % {"most": size_words(MOST_BYTES)},
            status=413,
        )
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(given, formats=FORMATS) as found:
                return _anew(found)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(str(TOO_MANY), status=413) from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Warning) as error:
        words = _("This file is no picture we can read. Send a JPEG, PNG or WebP.")
        raise Refused(words, status=422) from error


def _anew(found: Image.Image) -> Picture:
    if found.width * found.height > MOST_PIXELS:
        raise Refused(str(TOO_MANY), status=413)
    upright = ImageOps.exif_transpose(found).convert("RGB")
    small = upright.resize(scaled(upright.width, upright.height), Image.Resampling.LANCZOS)
    clean = Image.frombytes("RGB", small.size, small.tobytes())
    out = io.BytesIO()
    clean.save(out, "WEBP", quality=82)
    return Picture(out.getvalue(), clean.width, clean.height)
