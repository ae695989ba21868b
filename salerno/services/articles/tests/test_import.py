"""The command: each file whole or not at all, versions kept, pictures stored by their content."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from PIL import Image

from salerno.policy.purposes import COMMUNITY
from salerno.privacy.context import Viewer, entered
from salerno.services.articles import demo
from salerno.services.articles.actions import publishing
from salerno.services.articles.commands import import_file
from salerno.services.articles.formats.drawing import NotADrawing, check_drawing
from salerno.services.articles.models import Article, Journal, Relation, Version
from salerno.services.articles.queries import article
from salerno.services.articles.tests.samples import ABSENT, SHARED, jats
from salerno.services.articles.values import ArticleShown, Editorial
from salerno.services.catalog.queries import items
from salerno.services.discuss.queries import area_of, thread_of
from tests import people

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><style>a{fill:red}</style>'
    b'<rect width="4" height="4" fill="url(#g)"/></svg>'
)


def written(folder: Path, name: str = "one.xml", content: bytes | None = None, **more: Any) -> Path:
    """A file with an article."""
    path = folder / name
    path.write_bytes(jats(**more) if content is None else content)
    return path


def run(*arguments: object) -> tuple[str, str, int]:
    """What the command prints, what it complains about, and how it ends."""
    out, err, code = io.StringIO(), io.StringIO(), 0
    try:
        call_command("import_jats", *map(str, arguments), stdout=out, stderr=err)
    except CommandError as error:
        err.write(str(error))
        code = error.returncode
    return out.getvalue(), err.getvalue(), code


def shown(slug: str, number: int | None = None) -> ArticleShown:
    """An article that there is."""
    with entered(COMMUNITY, Viewer.visitor()):
        found = article(slug, number)
    assert found is not None
    return found


def counts() -> tuple[int, int, int]:
    """Journals, articles and versions."""
    return Journal.objects.count(), Article.objects.count(), Version.objects.count()


def test_the_three_files_of_a_journal_are_taken_whole() -> None:
    if not SHARED.is_dir():
        pytest.skip(ABSENT)
    files = sorted(SHARED.glob("*.xml"))
    out, err, code = run(*files, "--json")
    said = json.loads(out)["files"]
    assert (code, err, [one["outcome"] for one in said]) == (0, "", ["new"] * len(files))
    assert {note["kind"] for one in said for note in one["notes"]} == {"picture"}
    assert counts() == (1, len(files), len(files))


def test_what_is_refused_stores_nothing_and_the_others_are_taken(tmp_path: Path) -> None:
    good, bad = written(tmp_path), written(tmp_path, "bad.xml", b"<article>\n<p></article>")
    out, err, code = run(bad, good)
    assert (code, counts()) == (1, (1, 1, 1))
    assert f"{bad}:2: This is no well-formed XML" in err
    assert "1 of 2 files were refused" in err
    assert f"{good}: taken, /articles/a-title, version 1" in out


def test_the_report_names_each_line_and_is_kept(tmp_path: Path) -> None:
    path = written(tmp_path, body="<p>x</p>\n<novelty>y</novelty>")
    out, _err, code = run(path)
    assert f"{path}:2: <novelty> is not understood; its text is shown." in out
    assert code == 0
    assert Version.objects.values_list("report", flat=True).get() == [
        {"line": 2, "kind": "unknown", "words": "<novelty> is not understood; its text is shown."}
    ]


def test_the_same_file_again_changes_nothing(tmp_path: Path) -> None:
    path = written(tmp_path)
    first = import_file(path)
    before = list(Version.objects.values()) + list(Article.objects.values())
    again = import_file(path)
    assert (first.outcome, again.outcome) == ("new", "same")
    assert list(Version.objects.values()) + list(Article.objects.values()) == before


def test_a_changed_file_is_a_new_version_and_the_old_one_stays_readable(tmp_path: Path) -> None:
    import_file(written(tmp_path, body="<p>Wrong.</p>"))
    kept = import_file(written(tmp_path, "two.xml", body="<p>Right.</p>", title="A Title"))
    assert (kept.outcome, kept.number, kept.slug) == ("version", 2, "a-title")
    assert shown(kept.slug).parts.body == "<p>Right.</p>"
    assert shown(kept.slug, 1).parts.body == "<p>Wrong.</p>"
    assert (shown(kept.slug, 1).is_latest, shown(kept.slug).earlier) == (False, (1,))


def test_two_articles_of_one_title_have_two_addresses(tmp_path: Path) -> None:
    slugs = [import_file(written(tmp_path, doi=f"10.5555/{n}")).slug for n in range(3)]
    assert slugs == ["a-title", "a-title-2", "a-title-3"]


def test_an_article_without_a_doi_is_known_again(tmp_path: Path) -> None:
    outcomes = [import_file(written(tmp_path, doi="")).outcome for _turn in range(2)]
    assert outcomes == ["new", "same"]


def test_a_retraction_shows_on_the_article_that_it_retracts(tmp_path: Path) -> None:
    related = (
        '<related-article related-article-type="retracted-article" ext-link-type="doi" '
        'xlink:href="10.5555/ONE"/>'
    )
    for first in (False, True):  # in either order
        Relation.objects.all().delete()
        notice = written(tmp_path, "r.xml", title="Retraction", doi="10.5555/r", meta=related)
        files = [notice, written(tmp_path)] if first else [written(tmp_path), notice]
        slugs = [import_file(one).slug for one in files]
        old, new = sorted(slugs, key=lambda one: one == "retraction")
        [told] = shown(old).notices
        assert (told.is_grave, told.title, told.address) == (
            True, "Retraction", "/articles/retraction",
        )  # fmt: skip
        [said] = shown(new).notices
        assert (said.words, said.address) == ("This retracts", f"/articles/{old}")


def test_what_was_taken_stands_in_the_catalogue_and_has_a_public_discussion_where_one_may_be(
    tmp_path: Path, pack: str
) -> None:
    kept = import_file(written(tmp_path), about=Editorial("registered", accredited=True))
    with entered(COMMUNITY, Viewer.visitor()):
        (thing,), area = items("article"), area_of(kept.address)
    assert (thing.address, thing.title, thing.access, thing.is_accredited) == (
        kept.address, "A Title", "registered", True,
    )  # fmt: skip
    assert (area is not None) is (pack == "publisher")


def files() -> list[Path]:
    """Every picture that is stored."""
    return [one for one in Path(settings.MEDIA_ROOT).rglob("*") if one.is_file()]


@pytest.mark.parametrize(
    ("name", "folder"), [("f1.png", "."), ("f1", "."), ("a/f1.tif", "figures"), ("f1.jpg", "one")]
)
def test_a_picture_is_found_beside_the_file_and_made_anew(
    name: str, folder: str, tmp_path: Path
) -> None:
    place = tmp_path / folder
    place.mkdir(exist_ok=True)
    form = {"f1": "f1.png"}.get(Path(name).name, Path(name).name)
    exif = Image.Exif()
    exif[0x010F] = "Kamera Werke"
    Image.new("RGB", (60, 40), (9, 9, 9)).save(place / form, exif=exif)
    kept = import_file(written(tmp_path, body=f'<fig><graphic xlink:href="{name}"/></fig>'))
    [path] = files()
    assert f"/articles/figures/{path.name}" in shown(kept.slug).parts.body
    assert b"Kamera" not in path.read_bytes()
    with Image.open(path) as made:
        assert made.size == (60, 40)


@pytest.mark.parametrize("name", ["../secret.png", "/secret.png", "link.png", "x\\..\\secret.png"])
def test_no_picture_from_outside_the_folder_is_taken(name: str, tmp_path: Path) -> None:
    Image.new("RGB", (6, 4)).save(tmp_path / "secret.png")
    inner = tmp_path / "in"
    inner.mkdir()
    (inner / "link.png").symlink_to(tmp_path / "secret.png")
    import_file(written(inner, body=f'<fig><graphic xlink:href="{name}"/></fig>'))
    assert files() == []


@pytest.mark.parametrize(
    "content",
    [b"no picture", b"<svg><script>x</script></svg>", b"\x89PNG\r\n\x1a\n" + b"0" * 99, b""],
)
def test_what_is_no_picture_is_named_and_not_stored(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "f.png").write_bytes(content)
    kept = import_file(written(tmp_path, body='<fig><graphic xlink:href="f.png"/></fig>'))
    assert files() == []
    assert 'class="missing">The' in shown(kept.slug).parts.body
    assert [one.kind for one in kept.notes] == ["picture"]


@pytest.mark.parametrize(
    "evil",
    [
        b"<svg><script>x</script></svg>",
        b"<svg onload='x'/>",
        b"<svg><a href='https://evil.example'>x</a></svg>",
        b"<svg><foreignObject/></svg>",
        b"<svg><image href='https://evil.example/x.png'/></svg>",
        b"<svg><image href='data:image/svg+xml;base64,AA'/></svg>",
        b"<svg><use href='other.svg#x'/></svg>",
        b"<svg><rect fill='url(https://evil.example)'/></svg>",
        b"<svg><style>@import 'x'</style></svg>",
        b'<svg><style>a{fill:url( "//evil")}</style></svg>',
        b"<svg><animate attributeName='href' to='javascript:x'/></svg>",
        b"<svg><set attributeName='onload' to='x'/></svg>",
        b"<!DOCTYPE svg [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><svg>&x;</svg>",
        b"<html/>",
        b"<svg",
    ],
)
def test_a_drawing_that_could_act_or_load_is_refused(evil: bytes) -> None:
    with pytest.raises(NotADrawing):
        check_drawing(evil)


def test_a_drawing_is_taken_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "f.svg").write_bytes(SVG)
    kept = import_file(written(tmp_path, body='<fig><graphic xlink:href="f.svg"/></fig>'))
    [path] = files()
    assert path.read_bytes() == SVG
    assert 'width="40" height="20"' in shown(kept.slug).parts.body


def test_when_storing_fails_nothing_of_the_article_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(**_given: object) -> int:
        raise RuntimeError("the catalogue is closed")

    monkeypatch.setattr(publishing, "put", failing)
    with pytest.raises(RuntimeError):
        import_file(written(tmp_path))
    assert counts() == (0, 0, 0)


def test_the_demonstration_is_an_issue_where_readers_words_are_public(pack: str) -> None:
    for role in ("member", "reader", "editor"):
        people.person(f"{role}@example.org", role.title())
    for _turn in range(2):
        demo.load()
    assert Article.objects.count() == (6 if pack == "publisher" else 0)
    if pack == "publisher":
        with entered(COMMUNITY, Viewer.visitor()):
            thread = thread_of("/articles/the-first-hour-of-delirium")
        assert thread is not None
        assert thread.count == 4
