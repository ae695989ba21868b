"""Requirement files: pinned, hashed, without addresses, one set of versions, all explained."""

import re

from tools import sources

FOLDER = sources.ROOT / "requirements"
PIN = re.compile(r"^([a-z0-9-]+)(?:\[[^]]*\])?==(\S+)", re.MULTILINE)
DIRECT = re.compile(r"^([A-Za-z][A-Za-z0-9-]*)", re.MULTILINE)


def pins(name: str) -> dict[str, str]:
    """Read the pinned versions of a requirement file."""
    return dict(PIN.findall((FOLDER / name).read_text()))


def direct() -> set[str]:
    """Name what we ask for ourselves."""
    lines = "\n".join((FOLDER / name).read_text() for name in ("base.in", "dev.in"))
    return {found.lower() for found in DIRECT.findall(lines)}


def problems() -> list[str]:
    """List what is missing or disagrees."""
    base, dev = pins("base.txt"), pins("dev.txt")
    found = [f"dev.txt pins {name} unlike base.txt" for name in base if dev.get(name) != base[name]]
    for name in ("base.txt", "dev.txt"):
        text = (FOLDER / name).read_text()
        if "://" in text or "--index" in text or "--find-links" in text:
            found.append(f"{name} carries an address")
        blocks = re.split(r"\n(?=[a-z])", text.strip())
        found += [f"{name}: no hash for {block[:40]}" for block in blocks if "--hash" not in block]
    explained = (sources.ROOT / "docs" / "DEPENDENCIES.md").read_text().lower()
    found += [
        f"docs/DEPENDENCIES.md: no {name}" for name in direct() if f"`{name}" not in explained
    ]
    return found + [f"{name} is not pinned" for name in direct() - {*base, *dev}]


if __name__ == "__main__":
    sources.report(problems)
