"""Packs to try things on: copies in a folder of their own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from salerno.policy import store
from salerno.policy.loader import folder_of
from salerno.policy.values import Pack
from tests.packs import PACKS
from tests.policy.bench import FIRST, SECOND, Bench


@pytest.fixture(params=PACKS)
def pack(request: pytest.FixtureRequest) -> str:
    """Both packs, one after the other."""
    return str(request.param)


@pytest.fixture
def bench_of(tmp_path: Path) -> Callable[[str], Bench]:
    """Make a copy of a pack, without its published versions."""

    def copy(name: str) -> Bench:
        target = tmp_path / name
        shutil.copytree(folder_of(name), target, ignore=shutil.ignore_patterns("versions"))
        return Bench(target)

    return copy


@pytest.fixture
def bench(pack: str, bench_of: Callable[[str], Bench]) -> Bench:
    """A copy of each pack."""
    return bench_of(pack)


@pytest.fixture
def two(bench: Bench) -> tuple[Pack, Pack]:
    """Two published versions: the second keeps a log for a shorter time."""
    first = bench.publish(FIRST, note="The first.")
    term = f"term = {{ days = {first.policy.clauses['web.security_log'].term.days} }}"
    old = f'[clauses."web.security_log"]\n{term}'
    bench.edit("clauses/web.toml", old, old.replace(term, "term = { days = 7 }"))
    return first, bench.publish(SECOND, note="A shorter log.")


@pytest.fixture
def site(
    bench: Bench, two: tuple[Pack, Pack], settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Pack, Pack]]:
    """The site serves the copy with its two versions."""
    monkeypatch.delenv("SALERNO_POLICY_DRAFT", raising=False)
    settings.DEBUG = False
    settings.SALERNO_PACK = bench.folder.name
    settings.SALERNO_PACK_DIR = str(bench.folder)
    store.forget()
    yield two
    store.forget()
