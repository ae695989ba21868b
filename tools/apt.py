"""Programs that the tests need: found, or brought from the distribution when we may."""

import os
import shutil
import subprocess
from pathlib import Path

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SERVERS = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")


def bring(package: str) -> None:
    """Install a package of the distribution, where there is apt and we are root."""
    if os.geteuid() or not shutil.which("apt-get"):
        return
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", package]
    for command in (["apt-get", "update", "-qq"], install):
        subprocess.run(command, check=False, stdout=subprocess.DEVNULL, env=environment)


def chromium() -> str | None:
    """Find the browser."""
    named = (os.environ.get("SALERNO_CHROMIUM", ""), *CHROMIUM)
    found = [path for path in map(shutil.which, named) if path]
    if not found:
        bring("chromium")
        found = [path for path in map(shutil.which, CHROMIUM) if path]
    return found[0] if found else None


def postgres() -> Path | None:
    """Find the folder of the newest database server's programs."""
    found = servers()
    if not found:
        bring("postgresql")
        found = servers()
    return max(found, key=version) if found else None


def servers() -> list[Path]:
    """List the folders that hold a server."""
    folders = [found for place in SERVERS for found in Path("/").glob(place.lstrip("/"))]
    beside = shutil.which("initdb")
    return [
        folder
        for folder in [*folders, *([Path(beside).parent] if beside else [])]
        if (folder / "initdb").exists()
    ]


def version(folder: Path) -> int:
    """Ask a server how old it is."""
    said = subprocess.run(
        [folder / "initdb", "--version"], check=False, capture_output=True, text=True
    )
    digits = said.stdout.split()[2:3]
    return int(digits[0].partition(".")[0]) if digits else 0
