"""The ground of this room's tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from salerno.services.adverts import queries
from tests.ground import pack

__all__ = ["pack"]


@pytest.fixture(autouse=True)
def look_again() -> Iterator[None]:
    """No test meets what a worker remembered of another."""
    queries.forget_live()
    yield
    queries.forget_live()
