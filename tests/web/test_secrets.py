"""Secrets stand in no log line, no audit and no source; weak cryptography stands nowhere."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from salerno.privacy import audit
from salerno.web.logs import Lines
from tests import people
from tests.ground import pack
from tests.people import PASSWORD, registration
from tools import sources

__all__ = ["pack"]

CANARY = "canary secret of nobody"
CODE = [one for one in (sources.ROOT / "salerno").rglob("*.py")
        if not {"tests", "migrations", "proof"} & set(one.parts)]  # fmt: skip


@contextmanager
def lines() -> Iterator[io.StringIO]:
    """What the site would write to its standard error, at the most talkative."""
    found = io.StringIO()
    handler = logging.StreamHandler(found)
    handler.setFormatter(Lines())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield found
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


def test_no_secret_reaches_a_log_line_or_the_audit(
    pack: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = people.person()

    def broken(*_args: object) -> object:
        raise ZeroDivisionError(f"{CANARY} {PASSWORD}")

    client: Any = Client(raise_request_exception=False)
    with lines() as found:
        client.post("/register", registration())
        client.post("/sign-in", {"login": ann.email, "password": f"{PASSWORD} not"})
        client.post("/sign-in", {"login": ann.email, "password": PASSWORD})
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        client.post("/password/forgotten", {"email": ann.email})
        client.get("/nowhere/at/all?token=canary-token")
        monkeypatch.setattr("salerno.services.pages.queries.text", broken)
        assert client.get("/about").status_code == 500
        logging.getLogger("salerno.test").warning("%s\n%s %d", CANARY, {"password": PASSWORD}, 7)
    audit.flush()
    said = found.getvalue()
    written = [*filter(Path.is_file, (tmp_path / "audit").rglob("*"))]
    assert (len(said.splitlines()) > 1, len(written) > 0) == (True, True)
    secrets = (CANARY, PASSWORD, session, settings.SECRET_KEY, "canary-token", "new@example.org",
               ann.email)  # fmt: skip
    for one in secrets:
        assert one not in said
        assert not [path for path in written if one.encode() in path.read_bytes()]
    for line in said.splitlines():
        assert {"at", "level", "from", "says"} <= set(json.loads(line)), "one line, one record"
        assert json.loads(line)["at"].endswith("+00:00")


WEAK = re.compile(
    r"hashlib\.md5|hashlib\.new|hashlib\.sha1\((?!.*usedforsecurity=False)|modes\.ECB|"
    r"\brandom\.(?:random|randint|choice|choices|randbytes|getrandbits)\("
)


def test_no_broken_hash_and_no_weak_chance_in_what_serves() -> None:
    found = [f"{one.name}: {hit}" for one in CODE for hit in WEAK.findall(one.read_text())]
    assert (len(CODE) > 400, found) == (True, [])


KEYED = re.compile(
    r"from cryptography|import hmac|hmac\.|import signing|TimestampSigner|import dkim"
)


def test_every_key_of_the_house_stands_in_the_inventory() -> None:
    said = (sources.ROOT / "docs" / "SECURITY.md").read_text()
    inventory = said.split("\n## Keys\n")[1].split("\n## ")[0]
    named = {one.relative_to(sources.ROOT / "salerno").as_posix()
             for one in CODE if KEYED.search(one.read_text())}  # fmt: skip
    assert sorted(one for one in named if f"`{one}`" not in inventory) == []


PRIVATE = ("/.git/HEAD", "/salerno/web/settings.py", "/requirements/base.txt", "/secret-key",
           "/static/", "/static/../settings.py", "/static/%2e%2e/settings.py", "/data/secret-key",
           "/recipients.toml", "/erasures.jsonl", "/audit/", "/openapi.json", "/docs",
           "/api/openapi.json", "/api/docs", "/media/", "/outbox/")  # fmt: skip


def test_nothing_of_the_source_is_served(pack: str) -> None:
    answers = {path: Client().get(path).status_code for path in PRIVATE}
    assert {path: status for path, status in answers.items() if status != 404} == {}
