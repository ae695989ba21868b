"""How far long work is, on one line of a terminal; elsewhere nothing is said."""

from __future__ import annotations

import time
from typing import Any

EVERY = 0.1  # seconds between two lines
WIDTH = 78


class Line:
    """One line that is written over. ``what``, ``done`` and ``total`` come from the work."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.shows = bool(getattr(stream, "isatty", lambda: False)())
        self.last = 0.0

    def __call__(self, what: str, done: int, total: int) -> None:
        """Show it, at most ten times a second."""
        now = time.monotonic()
        if not self.shows or (now - self.last < EVERY and done != total):
            return
        self.last = now
        share = f"{100 * done // max(total, 1):>3} %"
        self._write(f"\r{f'{share}  {what}'[:WIDTH]:<{WIDTH}}")

    def end(self) -> None:
        """Leave the line empty."""
        if self.shows and self.last:
            self._write(f"\r{'':<{WIDTH}}\r")

    def _write(self, text: str) -> None:
        self.stream.write(text, ending="")
        self.stream.flush()
