"""The files of the repository, as the other checks see them."""

import ast
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NOT_OURS = ("vendor", "fonts")


@cache
def files() -> tuple[Path, ...]:
    """List what is, or would be, under version control, relative to the root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    asked = subprocess.run(command, check=False, cwd=ROOT, capture_output=True, text=True)
    names = asked.stdout.splitlines() if asked.returncode == 0 else everything()
    return tuple(sorted({Path(name) for name in names if (ROOT / name).is_file()}))


def everything() -> list[str]:
    """List all files where there is no version control, as in an unpacked archive."""
    found = [path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file()]
    return [str(path) for path in found if not path.parts[0].startswith((".venv", ".salerno"))]


def python() -> Iterator[tuple[Path, str]]:
    """Read each module that people write."""
    for path in files():
        if path.suffix == ".py" and "migrations" not in path.parts:
            yield path, (ROOT / path).read_text()


def texts() -> Iterator[tuple[Path, list[str]]]:
    """Read each text of ours, by lines."""
    for path in files():
        if any(part in NOT_OURS for part in path.parts) or ".min." in path.name:
            continue
        try:
            yield path, (ROOT / path).read_text().splitlines()
        except UnicodeDecodeError:
            continue


def trees() -> Iterator[tuple[Path, ast.Module]]:
    """Parse each module that people write."""
    for path, text in python():
        yield path, ast.parse(text)


def report(find: Callable[[], list[str]]) -> None:
    """Print what a check found; the exit status says whether it found anything."""
    found = find()
    sys.stdout.write("".join(f"{line}\n" for line in found))
    sys.exit(bool(found))
