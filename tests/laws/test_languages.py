"""A language is offered only where every word of the interface is in its catalogue."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from tools import sources

ENTRY = re.compile(r'^msgid ((?:"[^\n]*"\n)+)(?:msgid_plural (?:"[^\n]*"\n)+)?(?=msgstr)', re.M)
EMPTY = re.compile(r'^msgstr(?:\[\d\])? ""\n(?!")', re.M)


def catalogue(code: str) -> Path:
    """Where the catalogue of a language lies."""
    return Path(settings.LOCALE_PATHS[0], code, "LC_MESSAGES", "django.po")


def ids(text: str) -> set[str]:
    """What a catalogue has entries for."""
    return {"".join(re.findall(r'"(.*)"', one)) for one in ENTRY.findall(text)} - {""}


def gaps(text: str, wanted: set[str]) -> list[str]:
    """What a catalogue does not say."""
    said = text.partition("\n\n")[2]  # behind its header
    return sorted(wanted - ids(text)) + EMPTY.findall(said)


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """Every word of the interface, as the framework's own tool finds it."""
    if shutil.which("xgettext") is None:
        pytest.skip("GNU gettext is not installed")
    folder = tmp_path_factory.mktemp("words")
    left = shutil.ignore_patterns("tests", "migrations", "static", "packs", "demo_files")
    shutil.copytree(sources.ROOT / "salerno", folder / "salerno", ignore=left)
    (folder / "salerno" / "locale").mkdir()
    command = [sys.executable, "-m", "django", "makemessages", "-l", "xx", "-v0"]
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(folder)}
    subprocess.run(command, cwd=folder / "salerno", env=environment, check=True)
    return ids((folder / "salerno/locale/xx/LC_MESSAGES/django.po").read_text())


def test_the_words_of_templates_forms_and_refusals_can_be_translated(spoken: set[str]) -> None:
    for one in ("Skip to the text", "Front page", "What you wrote", "Not sent yet", "A member"):
        assert one in spoken
    assert len(spoken) > 3_000


def test_every_language_that_is_offered_says_everything(spoken: set[str]) -> None:
    for code, _name in settings.LANGUAGES:
        if code != "en":
            assert gaps(catalogue(code).read_text(), spoken) == []


def test_a_gap_is_found() -> None:
    text = 'msgid ""\nmsgstr "x"\n\nmsgid "One"\nmsgstr "Eins"\n\nmsgid "Two"\nmsgstr ""\n\n'
    assert gaps(text, {"One"}) != []
    assert gaps(text.replace('msgstr ""', 'msgstr "Zwei"'), {"One", "Two"}) == []
    assert gaps(text.replace('msgstr ""', 'msgstr "Zwei"'), {"Three"}) == ["Three"]


@pytest.mark.django_db
def test_a_browser_that_asks_for_another_language_gets_a_page_that_is_english_and_says_so() -> None:
    page = Client().get("/about", headers={"accept-language": "de"}).content.decode()
    assert '<html lang="en"' in page
