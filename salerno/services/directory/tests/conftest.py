"""Every test of this room runs under both packs, with a folder of its own."""

from __future__ import annotations

import pytest

from salerno.services.courses.tests.making import Made, made_course
from tests.ground import pack

__all__ = ["course", "other", "pack", "school_only"]


@pytest.fixture
def school_only(pack: str) -> None:
    """The school keeps a directory; the publisher does not."""
    if pack != "school":
        pytest.skip("This pack keeps no directory: test_not_offered.py shows what it says.")


@pytest.fixture
def course(school_only: None) -> Made:
    """A course under way."""
    return made_course("heart-sounds")


@pytest.fixture
def other(course: Made) -> Made:
    """A second one beside it."""
    return made_course("lung-sounds")
