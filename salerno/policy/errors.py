"""What the loader says when a pack cannot be a policy."""

from __future__ import annotations

from salerno.privacy.errors import DeclarationError


class PackError(DeclarationError):
    """A pack, a layer or a text is refused: file, line and reason."""

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(f"{place}: {reason}")
        self.place = place
        self.reason = reason


class PublishRefused(DeclarationError):
    """A version cannot be published, or a published one was touched."""
