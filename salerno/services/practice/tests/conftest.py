"""Every test of this room runs under both packs, with a folder of its own."""

from __future__ import annotations

import pytest

from salerno.services.practice.tests.making import made_bank
from salerno.services.practice.values import Bank
from tests.ground import pack

__all__ = ["bank", "pack"]


@pytest.fixture
def bank(pack: str) -> Bank:
    """A bank of two modules, four objectives and sixteen questions."""
    return made_bank()
