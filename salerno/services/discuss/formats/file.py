"""Reads a file: what it is, by its bytes. A picture is written anew from its pixels."""

from __future__ import annotations

import io
import warnings
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

from salerno.privacy.errors import Refused
from salerno.services.discuss.rules.files import (
    HEAD,
    MOST_BYTES,
    MOST_PIXELS,
    PICTURES,
    scaled,
    size_words,
    sniffed,
)
from salerno.services.discuss.values import NewFile


def read(given: UploadedFile[Any], said: str = "") -> NewFile:
    """The file of an upload. Raises Refused for what is empty, too large or broken."""
    given.seek(0)
    kind, extension = sniffed(given.read(HEAD))
    given.seek(0)
    size = given.size or 0
    if not size:
        raise Refused(_("This file is empty. Choose another one."), status=422)
    if size > MOST_BYTES[kind]:
        words = _("This file is larger than %(most)s. Send a smaller one.")
        raise Refused(words % {"most": size_words(MOST_BYTES[kind])}, status=413)
    if kind == "picture":
        return _picture(given, said)
    return NewFile(kind, extension, given, size, said=said)


def _picture(given: UploadedFile[Any], said: str) -> NewFile:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(given, formats=PICTURES) as found:
                return _anew(found, said)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _too_many() from error
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Warning) as error:
        words = _("This picture cannot be read. Send a JPEG, PNG or WebP.")
        raise Refused(words, status=422) from error


def _anew(found: Image.Image, said: str) -> NewFile:
    """Place, camera and remarks stay behind: only pixels are taken along."""
    if found.width * found.height > MOST_PIXELS:
        raise _too_many()
    upright = ImageOps.exif_transpose(found).convert("RGB")
    small = upright.resize(scaled(upright.width, upright.height), Image.Resampling.LANCZOS)
    clean = Image.frombytes("RGB", small.size, small.tobytes())
    out = io.BytesIO()
    clean.save(out, "WEBP", quality=82)
    content = out.getvalue()
    made = ContentFile(content)
    return NewFile("picture", "webp", made, len(content), clean.width, clean.height, said)


def _too_many() -> Refused:
    return Refused(_("This picture has too many pixels. Send a smaller one."), status=413)
