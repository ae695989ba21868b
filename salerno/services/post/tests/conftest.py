"""The same ground as the accounts' tests: both packs, a folder of its own."""

from __future__ import annotations

from salerno.services.accounts.tests.conftest import pack

__all__ = ["pack"]
