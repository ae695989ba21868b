"""A copy of a pack that a test may edit, check and publish under a clock of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from salerno.policy import publishing
from salerno.policy.loader import build, read_sources
from salerno.policy.publishing import Edition
from salerno.policy.values import Kind, Pack, Register, Use
from salerno.privacy import clock

FIRST = datetime(2026, 2, 1, tzinfo=UTC)
SECOND = datetime(2026, 5, 1, tzinfo=UTC)


@dataclass
class Bench:
    """A copy of a pack that a test may edit, check and publish."""

    folder: Path

    @property
    def edition(self) -> Edition:
        """Where it is edited and published."""
        return Edition(self.folder, (self.folder / "versions",))

    def edit(self, file: str, old: str, new: str) -> None:
        """Replace words of one file; they must be there."""
        path = self.folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    def add(self, file: str, text: str) -> None:
        """Append to one file."""
        path = self.folder / file
        path.write_text(path.read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")

    def line(self, file: str, words: str) -> int:
        """The number of the first line that holds ``words``."""
        lines = (self.folder / file).read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, start=1) if words in line)

    def load(self) -> Pack:
        """Read the working text."""
        document, where = read_sources(self.folder)
        return build(document, where, self.folder)

    def register(self) -> Register:
        """A register that names just what the pack names."""
        return register_for(self.load())

    def publish(self, effective_at: datetime, code: Register | None = None, note: str = "") -> Pack:
        """Publish the working text a day before it takes force."""
        with clock.clock_at(effective_at):
            return publishing.publish(
                self.edition, code or self.register(), effective_at=effective_at, note=note
            )


def register_for(pack: Pack) -> Register:
    """A register of exactly the clauses and purposes of a pack."""
    kinds = {
        name: Kind(name, f"Title of {name}", "user", "direct", ("account",), int(law.reach_max),
                   optional=not law.required)
        for name, law in pack.policy.clauses.items()
    }  # fmt: skip
    return Register(kinds, {name: Use(name, f"Use {name}") for name in pack.policy.purposes})
