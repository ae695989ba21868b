"""What the kernel says when something must not happen."""

from __future__ import annotations


class Refused(Exception):
    """An expected refusal. The text is for the person: what stopped, why, what to do."""

    status = 403

    def __init__(self, words: object, *, status: int | None = None) -> None:
        super().__init__(words)
        self.words = words
        if status is not None:
            self.status = status


class GateError(Exception):
    """Code asked for what the declarations do not allow. A defect, never a person's fault."""


class OutsidePurpose(GateError):
    """A declared table was touched while no purpose was entered."""


class PurposeRefused(GateError):
    """The purpose entered does not serve this table, column or statement."""


class WriteRefused(GateError):
    """A write without an open action, a collection point, or a subject that is open to it."""


class RawRefused(GateError):
    """Raw SQL named a declared table outside ``unguarded``."""


class DeclarationError(Exception):
    """A declaration contradicts itself, the code or the pack. Start-up stops with this text."""
