"""One world for each module of tests, in databases of its own."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.gate.world import places


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Iterator[None]:
    """The tables of the world, empty."""
    folder: Path = tmp_path_factory.mktemp("world")
    with django_db_blocker.unblock(), places.world(folder):
        yield
