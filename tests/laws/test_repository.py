"""Laws of the repository: what the small checks in `tools` hold it to."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from tools import (
    cycles,
    doors,
    ignores,
    leaks,
    links,
    pins,
    shares,
    sizes,
    sources,
    strings,
    uses,
    words,
)

CHECKS = (cycles, doors, ignores, leaks, links, pins, shares, sizes, strings, uses, words)
AGPL = "0d96a4ff68ad6d4b6f1f30f713b18d5184912ba8dd389f86aa7710db079abcb0"
ROOM = "salerno/services/post/queries.py"
PAGE = "salerno/web/templates/a.html"
LONG = "def long():\n" + "    pass\n" * 40
WIDE = "def wide(a, b, c, d, e, f, g):\n    pass\n"
UNUSED = "@query(ACCOUNT)\ndef read():\n    return 1\n"
LEAK = "def leak():\n    with entered(P, V):\n        yield 1\n"

SEEDS = [
    (doors, ROOM, "from salerno.services.accounts import models\n"),
    (doors, ROOM, "import salerno.services.accounts.models\n"),
    (leaks, ROOM, LEAK),
    (leaks, ROOM, "def leak():\n    with unguarded('x') as y:\n        yield from y\n"),
    (ignores, ROOM, "x = 1  # type: " + "ignore\ny = 2  # type: " + "ignore\n"),
    (links, PAGE, '<a rel="noreferrer" href="https://a.example/?u={{ viewer.subject }}">a</a>\n'),
    (links, PAGE, '<a href="https://a.example/">a</a>\n'),
    (sizes, ROOM, LONG),
    (sizes, ROOM, WIDE),
    (sizes, ROOM, "x = 1\n" * 401),
    (sizes, "tools/large.py", "x = 1\n" * 61),
    (sizes, "salerno/services/post/views.py", "def view():\n" + "    pass\n" * 25),
    (shares, ROOM, "x = 1\n" * 300),
    (shares, ROOM, "def long():\n" + "    pass\n" * 30),
    (uses, ROOM, UNUSED),
    (uses, ROOM, "from salerno.services.post.queries import read\n" + UNUSED),
    (uses, ROOM, UNUSED + "def other():\n    return post.read()\n"),
    (strings, PAGE, "<p>Nobody can translate this</p>\n"),
    (strings, PAGE, '<input placeholder="Your name">\n'),
    (strings, PAGE, "{% if one %}\n  Bare {{ two }}\n{% endif %}\n"),
    (strings, ROOM, "raise Refused('Wait.')\n"),
    (strings, ROOM, "name = CharField(label='Your name')\n"),
    (words, ROOM, "# TO" + "DO: later\n"),
    (words, "docs/INSTALL.md", "cd /ro" + "ot/salerno\n"),
    (words, "docs/INSTALL.md", "see https://py" + "pi.org/simple\n"),
    (words, "salerno/web/templates/a.html", "<p>Call 555-010-4477</p>\n"),
    (words, "salerno/web/templates/a.html", "<p>12 Long Street</p>\n"),
    (words, "salerno/web/templates/a.html", "<p>desk@regimen.example</p>\n"),
    (words, "salerno/policy/packs/a.md", "Your data are Completely Secure.\n"),
]
INNOCENT = [
    (doors, ROOM, "from salerno.services.accounts import queries, values\n"),
    (doors, ROOM, "from salerno.services.accounts.actions import rename\n"),
    (leaks, ROOM, f"@contextmanager\n{LEAK}"),
    (leaks, ROOM, "def fine():\n    with entered(P, V):\n        def g():\n            yield 1\n"),
    (
        links,
        PAGE,
        '<a rel="noreferrer" href="https://{{ site.host }}/">a</a>\n<a href="/?q={{ q }}">b</a>\n',
    ),
    (sizes, ROOM, LONG.replace("    pass\n", "", 1)),
    (sizes, ROOM, WIDE.replace("a, ", "self, ")),
    (uses, ROOM, UNUSED + "def other():\n    return read()\n"),
    (uses, ROOM, UNUSED.replace("read", "_read")),
    (uses, "salerno/services/post/tests/test_a.py", UNUSED),
    (
        uses,
        ROOM,
        "from salerno.services.post import queries\n" + UNUSED + "def f():\n    queries.read()\n",
    ),
    (strings, PAGE, '<p title="{{ a }}">{% translate "Yes" %}, {{ b }} &amp; 3 UTC</p>\n'),
    (strings, PAGE, "{% blocktranslate %}Yes <b>no</b>{% endblocktranslate %}{# no #}\n"),
    (strings, ROOM, "raise Refused(_('Wait.'))\nname = CharField(label=_('Your name'))\n"),
    (words, "salerno/web/templates/a.html", "<p>{{ contact.phone }}, 2026-11-22</p>\n"),
]


@pytest.mark.parametrize(
    "find", [module.problems for module in CHECKS], ids=lambda found: found.__module__
)
def test_check_finds_nothing(find: Callable[[], list[str]]) -> None:
    assert find() == []


def plant(monkeypatch: pytest.MonkeyPatch, name: str, text: str) -> None:
    """Let the checks see one file only."""
    path = Path(name)
    monkeypatch.setattr(sources, "python", lambda: iter([(path, text)]))
    monkeypatch.setattr(sources, "texts", lambda: iter([(path, text.splitlines())]))


@pytest.mark.parametrize(("check", "name", "text"), SEEDS)
def test_check_finds_the_seed(
    monkeypatch: pytest.MonkeyPatch, check: ModuleType, name: str, text: str
) -> None:
    plant(monkeypatch, name, text)
    assert check.problems() != []


@pytest.mark.parametrize(("check", "name", "text"), INNOCENT)
def test_check_spares_the_innocent(
    monkeypatch: pytest.MonkeyPatch, check: ModuleType, name: str, text: str
) -> None:
    plant(monkeypatch, name, text)
    assert check.problems() == []


def test_licence_is_whole() -> None:
    text = (sources.ROOT / "LICENSE").read_bytes()
    assert hashlib.sha256(text).hexdigest() == AGPL
