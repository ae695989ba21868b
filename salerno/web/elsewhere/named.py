"""How the demonstration's site learns of the hospital: a file like an operator's own."""

from __future__ import annotations

from pathlib import Path

from salerno.web.elsewhere.people import CLIENT, ID, NAME, SECRET

FILE = "elsewhere.toml"


def write(data: Path, port: int) -> Path:
    """The file that SALERNO_PROVIDERS names while the demonstration runs."""
    data.mkdir(parents=True, exist_ok=True)
    said = {
        "name": NAME, "client_id": CLIENT, "secret": SECRET, "server": f"http://127.0.0.1:{port}",
    }  # fmt: skip
    lines = [f'{name} = "{value}"' for name, value in said.items()]
    path = data / FILE
    path.write_text("\n".join([f"[{ID}]", *lines, ""]), encoding="utf-8")
    return path
