"""One step of the tests: a program, its log, its counts and its line in the table."""

import os
import time
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import TimeoutExpired, call

LOGS = Path(".salerno/test")
NO_TESTS = 5
PATIENCE = 40 * 60
SHOWN = 300


@dataclass
class Step:
    """A program to run; `refused` says why it cannot be run here."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    refused: str = ""
    code: int | None = None
    seconds: float = 0.0

    @property
    def report(self) -> Path:
        """Name the file in which pytest writes its counts."""
        return LOGS / f"{self.name.replace(' ', '-')}.xml"

    def run(self) -> None:
        """Run the program into its log; show the log of a failure."""
        if self.refused:
            return
        started = time.monotonic()
        self.report.unlink(missing_ok=True)
        log = self.report.with_suffix(".log")
        with log.open("w") as out:
            env = os.environ | self.environment
            try:
                self.code = call(self.command, stdout=out, stderr=out, env=env, timeout=PATIENCE)
            except TimeoutExpired:
                self.code = out.write(f"It did not end within {PATIENCE} seconds.")
        self.seconds = time.monotonic() - started
        if self.code == NO_TESTS and "pytest" in self.command:
            self.code, self.refused = None, "it holds no test yet"
        said = log.read_text().splitlines()[-SHOWN:] if self.code else []
        print("\n".join([self.line(), *said]), flush=True)

    def line(self) -> str:
        """Say in one line how it went."""
        said = "not run" if self.refused else "FAILED" if self.code else "passed"
        return f"  {self.name:<30} {said:<8} {self.seconds:6.1f} s"

    def cases(self) -> list[ET.Element]:
        """Read what pytest reported, one element a test."""
        return list(ET.parse(self.report).iter("testcase")) if self.report.exists() else []  # noqa: S314
