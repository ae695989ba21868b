"""An article as one file that needs nothing beside it: for a train, a night shift, an archive."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path

from django.utils.html import escape

from salerno.services.articles.rules import PICTURES
from salerno.services.articles.values import ArticleShown

MOST_BYTES = 8_000_000  # of pictures in one file; what is beyond is named in its place
STYLE = (
    "body{font:1.05rem/1.55 Georgia,serif;max-width:40rem;margin:2rem auto;padding:0 1rem}"
    "img{max-width:100%;height:auto}table{border-collapse:collapse}"
    "td,th{border:1px solid #888;padding:.2rem .5rem;text-align:left}"
    ".byline,.meta{color:#444;font-family:sans-serif;font-size:.9rem}"
)
_PICTURE = re.compile(r'(<img\b[^>]*?\bsrc=")/articles/figures/([0-9a-f]{40})\.([a-z]{3,4})(")')
_LOCAL = re.compile(r'(\bhref=")(/[^"]*")')


def written(article: ArticleShown, origin: str, where: Callable[[str, str], Path]) -> str:
    """The file. ``origin``: of this site, for its links; ``where``: a picture's path."""
    left = [MOST_BYTES]

    def inlined(found: re.Match[str]) -> str:
        before, key, suffix, after = found.groups()
        path = where(key, suffix)
        if suffix not in PICTURES or not path.is_file() or path.stat().st_size > left[0]:
            return f"{before}{origin}/articles/figures/{key}.{suffix}{after}"
        left[0] -= path.stat().st_size
        said = base64.b64encode(path.read_bytes()).decode()
        return f"{before}data:{PICTURES[suffix]};base64,{said}{after}"

    parts = article.parts
    body = "\n".join((parts.abstract, parts.body, parts.back, parts.about))
    body = _LOCAL.sub(rf"\g<1>{origin}\g<2>", _PICTURE.sub(inlined, body))
    return (
        f'<!doctype html>\n<html lang="{escape(article.language)}">\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width">\n<title>{escape(article.title)}'
        f"</title>\n<style>{STYLE}</style>\n<h1>{article.title_html}</h1>\n"
        f'<p class="byline">{parts.byline}</p>\n'
        f'<p class="meta">{escape(article.citation)}<br>{origin}{article.address}</p>\n{body}\n'
        "</html>\n"
    )
