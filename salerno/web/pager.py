"""A place in a long list, and the ways on and back."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode


@dataclass(frozen=True)
class Pager:
    """A place in a long list, newest first. ``kept`` are the filters that stay."""

    number: int
    last: int
    address: str = ""
    kept: tuple[tuple[str, str], ...] = ()

    def at(self, number: int) -> str:
        """The address of a page, or an empty text where there is none."""
        if not 1 <= number <= self.last:
            return ""
        return f"{self.address}?{urlencode([*self.kept, ('page', str(number))])}"

    @property
    def before(self) -> str:
        """The page with what is newer."""
        return self.at(self.number - 1)

    @property
    def after(self) -> str:
        """The page with what is older."""
        return self.at(self.number + 1)
