"""Every test of this room runs under both packs, with a folder of its own."""

from __future__ import annotations

import pytest

from salerno.services.courses.tests.making import Made, made_course
from tests.ground import pack

__all__ = ["course", "other", "pack"]


@pytest.fixture
def course(pack: str) -> Made:
    """A course under way: two units open, one still to come, a quiz of four questions."""
    if pack != "school":
        pytest.skip("This pack teaches no courses: test_not_offered.py shows what it says.")
    return made_course("heart-sounds")


@pytest.fixture
def other(course: Made) -> Made:
    """A second course beside it."""
    return made_course("lung-sounds")
