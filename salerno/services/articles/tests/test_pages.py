"""The pages: an article as it is read, by whom, in how many statements; issues; pictures."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from salerno.policy.purposes import COMMUNITY, EDITORIAL
from salerno.privacy.context import entered
from salerno.services.articles.commands import import_file
from salerno.services.articles.models import Article
from salerno.services.articles.queries import latest_issue
from salerno.services.articles.tests.samples import DEMO, Page
from salerno.services.articles.tests.test_import import SVG, written
from salerno.services.articles.values import Editorial
from salerno.services.catalog.actions import withdraw
from salerno.services.discuss import actions as discuss
from salerno.services.discuss.queries import area_of
from salerno.services.discuss.values import NewPost
from tests import people
from tests.people import words

OURS = ("articles_", "access_", "accounts_", "catalog_", "discuss_", "media_", "search_")
META = (
    "<volume>3</volume><issue>4</issue><pub-date><year>2020</year></pub-date>"
    "<abstract><p>In short.</p></abstract>"
)


def taken(folder: Path, access: str = "", **more: Any) -> str:
    """The address of an article that was taken."""
    given = {"body": "<p>At length.</p>", "meta": META} | more
    return import_file(written(folder, **given), about=Editorial(access)).address


def asked_in(seen: Any) -> list[str]:
    """The tables that were read for the page itself, one a statement; slots count their own."""
    found = [re.search(r'.*FROM "(\w+)"', one["sql"]) for one in seen]
    return [one[1] for one in found if one is not None and one[1].startswith(OURS)]


def say(who: people.Person, address: str, text: str) -> None:
    """Write below an article."""
    with entered(COMMUNITY, who.viewer):
        area = area_of(address)
        assert area is not None
        discuss.post(by=who.viewer, area_id=area.id, new=NewPost(text))


def test_an_article_is_read_with_all_its_parts() -> None:
    address = import_file(DEMO / "01-daylight-on-the-ward.xml").address
    answer = Client().get(address)
    said, page = words(answer), Page(answer.content.decode())
    for part in ("Daylight on the Ward", "Rosa Amalfitano", "Abstract", "Methods", "References",
                 "Competing interests", "CC BY 4.0", "doi:10.5555/regimen.2026.0401",
                 "How to cite it"):  # fmt: skip
        assert part in said
    ids = set(page.values("id"))
    inner = {one[1:] for one in page.values("href") if one.startswith("#")}
    assert inner - ids == set()
    assert len(page.values("id")) == len(ids)
    assert [tag for tag, _more in page.tags].count("h1") == 1


def test_machines_find_who_wrote_it_and_that_it_is_free(tmp_path: Path) -> None:
    address = taken(tmp_path, title="A &lt;/script&gt;&lt;b&gt; Title")
    html = Client().get(address).content.decode()
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)
    [said] = [json.loads(one) for one in found]
    assert (said["headline"], said["isAccessibleForFree"]) == ("A </script><b> Title", True)
    tags = {more["name"]: more["content"] for tag, more in Page(html).tags
            if tag == "meta" and "citation" in more.get("name", "")}  # fmt: skip
    assert tags["citation_doi"] == "10.5555/one"
    assert "<b> Title" not in html


def test_members_read_on_where_an_article_is_for_members(tmp_path: Path) -> None:
    address = taken(tmp_path, "registered")
    outside = Client().get(address)
    assert "In short." in words(outside)
    assert "At length." not in outside.content.decode()
    assert "Sign in, or create an account" in words(outside)
    assert '"isAccessibleForFree":false' in outside.content.decode()
    assert "At length." in words(people.person().browser().get(address))


def test_a_corrected_file_opens_nothing_by_itself(tmp_path: Path) -> None:
    taken(tmp_path, "registered")
    address = taken(tmp_path, body="<p>At more length.</p>")
    answer = Client().get(address).content.decode()
    assert "At more length." not in answer
    assert '"isAccessibleForFree":false' in answer


def test_what_was_taken_back_is_not_shown(tmp_path: Path) -> None:
    kept = import_file(written(tmp_path))
    editor = people.person("editor@example.org")
    with entered(EDITORIAL, editor.viewer):
        withdraw(by=editor.viewer, item_id=kept.item_id)
    answer = Client().get(kept.address)
    assert "Text." not in answer.content.decode()
    assert "This was taken back." in words(answer)


def test_versions_are_named_and_the_old_one_points_on(tmp_path: Path) -> None:
    address = taken(tmp_path, body="<p>Wrong.</p>")
    taken(tmp_path, body="<p>Right.</p>")
    now, then = Client().get(address), Client().get(f"{address}/versions/1")
    assert ("Right." in words(now), "Wrong." in words(now)) == (True, False)
    assert "Earlier versions stay readable: version 1" in words(now)
    assert ("Wrong." in words(then), "noindex" in then.content.decode()) == (True, True)
    assert "there is a later one" in words(then)


@pytest.mark.clause("N-92", "works")
def test_a_public_area_says_so_at_the_composer_and_is_read_signed_out(
    tmp_path: Path, pack: str
) -> None:
    address = taken(tmp_path)
    ann = people.person()
    composer = words(ann.browser().get(address))
    if pack == "school":  # nothing that people write becomes public there: no area is opened
        assert ("Public" in composer, "Post" in composer) == (False, False)
        return
    assert "Public. Anyone can read and copy this." in composer
    say(ann, address, "A word for everybody.")
    seen = words(Client().get(address))
    assert "A word for everybody." in seen
    assert "Public: anyone can read and copy what is posted here." in seen


@pytest.mark.parametrize("posts", [1, 3])
def test_an_article_is_read_in_a_fixed_number_of_statements(
    posts: int, tmp_path: Path, pack: str
) -> None:
    address = taken(tmp_path)
    if pack == "publisher":
        for number in range(posts):
            writer = people.person(f"p{number}@example.org", f"Person {number}")
            say(writer, address, f"Word {number}")
    browser = Client()
    browser.get(address)
    with CaptureQueriesContext(connection) as seen:
        assert browser.get(address).status_code == 200
    talk = ["discuss_post", "accounts_profile", "media_photograph"]
    expected = talk if pack == "publisher" else ["discuss_post", "discuss_area"]
    assert asked_in(seen) == ["articles_version", "catalog_item", *expected]


@pytest.mark.parametrize("count", [1, 3])
def test_lists_are_read_in_a_fixed_number_of_statements(count: int, tmp_path: Path) -> None:
    for number in range(count):
        taken(tmp_path, doi=f"10.5555/{number}", title=f"Title {number}")
    for address, expected in (("/articles", 2), ("/issues/journal-of-tests-3-4", 2), ("/", 2)):
        Client().get(address)
        with CaptureQueriesContext(connection) as seen:
            said = words(Client().get(address))
        assert [f"Title {number}" in said for number in range(count)] == [True] * count
        asked = asked_in(seen)
        assert len(asked) == expected, asked


def test_the_front_page_shows_nothing_where_nothing_is_published() -> None:
    assert latest_issue() is None
    assert "All articles" not in words(Client().get("/"))
    assert "Nothing is published yet" in words(Client().get("/articles"))


@pytest.mark.parametrize(
    "address",
    [
        "/articles/nothing", "/issues/nothing", "/articles/a-title/versions/9",
        "/articles/a-title/versions/99999999999999999999", "/articles/a%00b",
        f"/articles/figures/{'a' * 40}.svg", f"/articles/figures/{'a' * 40}.exe",
        "/articles/figures/../../salerno.sqlite3", "/articles/figures/..%2f..%2fsalerno.sqlite3",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(address: str, tmp_path: Path) -> None:
    taken(tmp_path)
    assert Client().get(address).status_code == 404


@pytest.mark.parametrize("page", ["x", "-1", "99999999999", "²", ""])
def test_a_page_number_without_sense_is_the_first_or_empty(page: str, tmp_path: Path) -> None:
    taken(tmp_path)
    for address in ("/articles", "/articles/a-title"):
        assert Client().get(address, {"page": page}).status_code == 200


def test_a_long_list_has_pages(tmp_path: Path) -> None:
    import_file(written(tmp_path))
    first = Article.objects.get()
    for number in range(20):
        first.pk, first.slug, first.identity = None, f"t-{number}", f"i-{number}"
        first.doi = ""
        first.save(force_insert=True)
    pages = [Client().get("/articles", {"page": n}).content.decode() for n in (1, 2)]
    assert [one.count('<article class="entry">') for one in pages] == [20, 1]
    assert ['href="?page=2"' in one for one in pages] == [True, False]


def test_a_picture_may_be_kept_for_ever_and_can_do_nothing(tmp_path: Path) -> None:
    (tmp_path / "f.svg").write_bytes(SVG)
    address = taken(tmp_path, body='<fig><graphic xlink:href="f.svg"/></fig>')
    [source] = [one for one in Page(Client().get(address).content.decode()).values("src")
                if "figures" in one]  # fmt: skip
    answer = Client().get(source)
    assert b"".join(answer.streaming_content) == SVG  # type: ignore[attr-defined]
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "script-src" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert Client().post(source).status_code == 405
