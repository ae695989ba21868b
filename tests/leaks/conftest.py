"""The corpus lives in the same world as the tests of the gate."""

from tests.gate.conftest import world

__all__ = ["world"]
