"""The laws of the reader: nothing is lost, everything is safe, every pointer leads somewhere.

``SALERNO_JATS`` names a folder with files of other journals: the laws hold for each of them too.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import nh3
import pytest

from salerno.services.articles.formats.jats import markup, maths
from salerno.services.articles.formats.jats.document import read
from salerno.services.articles.tests.samples import (
    ABSENT,
    DEMO,
    SHARED,
    NoImages,
    OneImage,
    Page,
    parts,
    source_texts,
    whole,
    words,
)

GIVEN = sorted(SHARED.glob("*.xml")) + sorted(DEMO.glob("*.xml"))
FOREIGN = sorted(Path(os.environ.get("SALERNO_JATS", os.devnull)).glob("*.*xml"))
SAMPLE = Path(__file__).parent / "every_element.xml"
FILES = [*GIVEN, *FOREIGN, SAMPLE]
EACH = pytest.mark.parametrize("path", FILES, ids=lambda one: one.name)


def test_the_files_of_a_journal_are_there() -> None:
    if not SHARED.is_dir():
        pytest.skip(ABSENT)
    assert len(list(SHARED.glob("*.xml"))) >= 3


@EACH
def test_no_word_and_no_sign_is_lost(path: Path) -> None:
    content = path.read_bytes()
    source = words([text for part in parts(content) for text in source_texts(part)])
    shown = words(Page(whole(read(content, NoImages()))).texts)
    assert source - shown == Counter()


@EACH
def test_each_id_is_given_once_and_each_pointer_leads_to_one(path: Path) -> None:
    page = Page(whole(read(path.read_bytes(), OneImage())))
    ids = Counter(page.values("id"))
    assert [one for one, count in ids.items() if count > 1] == []
    targets = {one[1:] for one in page.values("href") if one.startswith("#")}
    targets |= {one for value in page.values("aria-labelledby") for one in value.split()}
    assert targets - set(ids) == set()


@EACH
def test_the_contents_lead_to_headings_in_their_order(path: Path) -> None:
    document = read(path.read_bytes(), NoImages())
    ids = Page(whole(document)).values("id")
    anchors = [one.anchor for one in document.headings]
    assert anchors == sorted(anchors, key=ids.index)
    levels = [int(tag[1]) for tag, _more in Page(whole(document)).tags if tag[:1] == "h"
              and tag[1:].isdigit()]  # fmt: skip
    assert all(after - before <= 1 for before, after in zip([1, *levels], levels, strict=False))


def cleaned(html: str) -> list[tuple[str, dict[str, str]]]:
    """What an independent sanitiser leaves of the HTML."""
    tags = set(markup.TAGS) | set(maths.TAGS)
    attributes = {"*": set(markup.ATTRIBUTES) | set(maths.ATTRIBUTES) | {"encoding"}}
    left = nh3.clean(html, tags=tags, attributes=attributes, link_rel=None,
                     url_schemes={"http", "https", "mailto"})  # fmt: skip
    return [one for one in Page(left).tags if one[0] != "math"]


@EACH
def test_a_sanitiser_that_knows_nothing_of_us_finds_nothing_to_take_away(path: Path) -> None:
    html = whole(read(path.read_bytes(), OneImage()))
    ours = Counter(tag for tag, _attributes in Page(html).tags if tag not in maths.TAGS)
    assert Counter(tag for tag, _more in cleaned(html) if tag not in maths.TAGS) == ours
    links = [one for one in Page(html).values("href") if not one.startswith("#")]
    assert all(one.startswith(("http://", "https://", "mailto:")) for one in links)


@EACH
def test_no_two_regions_have_one_name(path: Path) -> None:
    page = Page(whole(read(path.read_bytes(), NoImages())))
    regions = [more for _tag, more in page.tags if more.get("role") == "region"]
    names = [one.get("aria-label") or one.get("aria-labelledby") for one in regions]
    assert len(set(names)) == len(names)
    assert all(one.get("tabindex") == "0" for one in regions)
    assert all(names)
