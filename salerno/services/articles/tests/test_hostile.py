"""What is sent to harm, and what is broken: one clear sentence with its line, and nothing kept."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from pathlib import Path

import pytest

from salerno.services.articles.commands import content_of
from salerno.services.articles.formats.jats.document import read
from salerno.services.articles.formats.jats.errors import NotTaken
from salerno.services.articles.formats.jats.tree import MOST_BYTES
from salerno.services.articles.tests.samples import NoImages, Page, drawn, jats, whole

BOMB = "<!DOCTYPE a [<!ENTITY a 'lol'>\n" + "\n".join(
    f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(9)
) + "]>"  # fmt: skip
LONG = f"<!DOCTYPE a [<!ENTITY a '{'x' * 100_000}'>]>"


@pytest.mark.parametrize(
    ("content", "line", "part"),
    [
        (jats("<p>&j;</p>", doctype=BOMB), 2, "stands for more than a short text"),
        (jats("<p>&a;&a;&a;</p>", doctype=LONG), 1, "stands for more than a short text"),
        (jats("<p>&a;</p>", doctype='<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'), 1,
         "lies outside this file"),
        (jats("<p>x</p>", doctype='<!DOCTYPE a [<!ENTITY % a SYSTEM "http://127.0.0.1:1/">%a;]>'),
         1, "lies outside this file"),
        (b"<article>" + b"<sec>" * 100_000, 1, "Elements stand more than"),
        (jats("<sec>" * 119 + "</sec>" * 119), 1, "Elements stand more than"),
        (b"no xml at all", 1, "no well-formed XML"),
        (b"", 0, "empty"),
        (b"\x00" * 50, 0, "empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, 1, "no well-formed XML"),
        (jats("<p>x</p>\n<p>y</q>"), 2, "no well-formed XML"),
        (jats()[:-40], 1, "cut off"),
        (jats("<p>\xff</p>").replace(b"\xc3\xbf", b"\xff"), 1, "no well-formed XML"),
        (jats().replace(b"UTF-8", b"KLINGON"), 1, "encoding that cannot be read"),
        (b"<html><body>x</body></html>", 1, "no JATS article: its first element is <html>"),
        (b"<article><info/></article>", 1, "no <front>"),
        (jats(title=""), 1, "no title"),
        (jats(title="  <italic> </italic>"), 1, "no title"),
        (b"<a " + b" ".join(b'a%d="1"' % n for n in range(9)) + b' a1="2"/>', 1, "duplicate"),
        (b"<article>" + b"<p/>" * 300_001 + b"</article>", 1, "elements; no article"),
    ],
)  # fmt: skip
def test_it_is_refused_in_one_sentence_with_its_line(content: bytes, line: int, part: str) -> None:
    begun = time.process_time()
    with pytest.raises(NotTaken) as caught:
        read(content, NoImages())
    assert caught.value.line == line
    assert part in str(caught.value.words)
    assert time.process_time() - begun < 10  # seconds of the processor


EVIL = (
    "<p><ext-link xlink:href='javascript:alert(1)'>a</ext-link>"
    "<ext-link xlink:href=' java&#10;script:alert(1)'>b</ext-link>"
    "<ext-link xlink:href='data:text/html,x'>c</ext-link>"
    "<ext-link xlink:href='vbscript:x'>d</ext-link>"
    "<ext-link xlink:href='//evil.example/x'>e</ext-link>"
    "<ext-link xlink:href='https://ok.example/&quot;onclick=&quot;x'>f</ext-link>"
    '<uri>javascript:alert(2)</uri><email>x" onmouseover="y@z</email>'
    "<script>alert(3)</script><iframe src='https://evil.example'/>"
    "<named-content style='x' onclick='y'>g</named-content>&lt;img src=x onerror=alert(4)&gt;</p>"
    "<fig id='\"&gt;&lt;script&gt;'><graphic xlink:href='javascript:x'><alt-text>\"&gt;&lt;b"
    "</alt-text></graphic></fig><sec id='main'><title>&lt;script&gt;t</title></sec>"
    "<list list-type='\"&gt;&lt;x'><list-item><p>h</p></list-item></list>"
    "<table><tr><td colspan='1\" onclick=\"x'>i</td></tr></table>"
    "<mml:math alttext='\"&gt;&lt;script&gt;'><mml:script>x</mml:script>"
    "<mml:mi xlink:href='javascript:y'>k</mml:mi></mml:math>"
)


def test_nothing_of_a_hostile_file_acts() -> None:
    document = drawn(EVIL, title="&lt;script&gt;alert(0)&lt;/script&gt;")
    html = whole(document) + document.front.title_html
    page = Page(html)
    links = [one for one in page.values("href") if not one.startswith("#")]
    assert links == ["https://ok.example/%22onclick=%22x", "mailto:x%22onmouseover=%22y@z"]
    assert {tag for tag, _more in page.tags} & {"script", "iframe", "style", "object"} == set()
    assert [name for _tag, more in page.tags for name in more if name.startswith("on")] == []
    assert [one for one in page.values("id") if not one.startswith(("x-", "s-"))] == []
    assert "alert(3)" in "".join(page.texts)


def test_a_file_that_is_too_large_is_not_even_opened(tmp_path: Path) -> None:
    big = tmp_path / "big.xml"
    with big.open("wb") as opened:
        opened.truncate(200 * 1024 * 1024)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(NotTaken) as caught:
        content_of(big)
    assert "larger than 16 MB" in str(caught.value.words)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 10_000  # kB


MEASURE = """
import resource, sys
from pathlib import Path
import django; django.setup()
from salerno.services.articles.formats.jats.document import read
from salerno.services.articles.formats.jats.errors import NotTaken
from salerno.services.articles.tests.samples import NoImages
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    read(Path(sys.argv[1]).read_bytes(), NoImages())
except NotTaken:
    pass
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
"""


def test_the_largest_file_that_is_read_stays_within_its_memory(pack: str, tmp_path: Path) -> None:
    piece = b"<p a='1' b='2'>some words</p>" if pack == "school" else b"<p>" + b"y" * 48 + b"</p>"
    given = tmp_path / "large.xml"
    count = min(290_000, (MOST_BYTES - 1000) // len(piece))
    given.write_bytes(jats((piece * count).decode()))
    run = [sys.executable, "-c", MEASURE, str(given)]
    found = subprocess.run(run, capture_output=True, text=True, check=True)
    assert int(found.stdout.split()[-1]) < 400_000  # kB


@pytest.mark.parametrize("name", ["absent.xml", ".", "a\0b.xml"])
def test_what_is_no_file_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(NotTaken):
        content_of(tmp_path / name)
