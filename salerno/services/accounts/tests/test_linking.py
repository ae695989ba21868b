"""Sign-in with an account elsewhere, against a real provider on this machine."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from django.test import Client
from oidc_provider_mock import User, run_server_in_thread
from PIL import Image

from salerno.privacy import audit, choices
from salerno.privacy.context import Viewer, entered
from salerno.privacy.models import CollectionEvent
from salerno.privacy.purposes import RECORD
from tests import people
from tests.people import column, registration, stored, words

ADA = {
    "email": "ada@example.org", "email_verified": True, "name": "Ada Elsewhere",
    "birthdate": "1815-12-10", "friends": ["Mary", "Charles"], "gender": "female",
}  # fmt: skip


@dataclass
class Provider:
    """A provider that runs: where, and with which people."""

    address: str

    def answers(self, begun: Any, sub: str = "ada") -> str:
        """Let somebody in there, and return the path that leads back here."""
        sent = requests.post(
            begun["Location"], data={"sub": sub}, allow_redirects=False, timeout=60
        )
        assert sent.status_code == 302, sent.text
        parts = urlsplit(sent.headers["Location"])
        return f"{parts.path}?{parts.query}"

    def knows(self, sub: str, **claims: Any) -> None:
        """Let the provider say this of somebody."""
        answer = requests.put(f"{self.address}/users/{sub}", json=claims, timeout=60)
        assert answer.status_code == 204


@contextmanager
def at_provider(settings: Any) -> Iterator[Provider]:
    """A provider on this machine, named in the settings."""
    with run_server_in_thread(user_claims=[User(sub="ada", claims=ADA)]) as server:
        address = f"http://localhost:{server.server_port}"
        app = {
            "provider_id": "hospital", "name": "Sandhill Hospital", "client_id": "salerno",
            "secret": "a secret",
            "settings": {
                "server_url": address, "scope": ["openid", "profile", "email"],
                "hosts": [f"localhost:{server.server_port}"],
            },
        }  # fmt: skip
        known = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": known | {"APPS": [app]}}
        yield Provider(address)


@pytest.fixture
def provider(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Provider]:
    """One provider, over plain HTTP on this machine."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    with at_provider(settings) as started:
        yield started


def begins(client: Client) -> Any:
    """Press the button of the provider."""
    return client.post("/sign-in/with/hospital")


def comes_back(client: Client, provider: Provider, sub: str = "ada") -> Any:
    """Go there, be let in, and come back."""
    return client.get(provider.answers(begins(client), sub))


def unlinks(client: Client, number: int, password: str) -> Any:
    """End a link; what is grave asks once more."""
    answer = client.post(f"/you/links/{number}/end")
    if answer["Location"].startswith("/sign-in/again"):
        answer = client.post(answer["Location"], {"password": password})
    return answer


def answers_sent(**changes: Any) -> dict[str, Any]:
    """What the claims sheet sends: no password, no name, no address."""
    left_out = dict.fromkeys(("email", "name", "password"))
    return registration(**(left_out | changes))


def is_in(client: Client) -> bool:
    """Whether a browser is signed in."""
    return client.get("/you/devices").status_code == 200


def events() -> list[tuple[str, set[str], str]]:
    """What was collected: point, clauses, source."""
    with entered(RECORD, Viewer.job("test")):
        rows = CollectionEvent.objects.order_by("pk")
        return [(one.point, set(one.clause_ids), one.source) for one in rows]


@pytest.mark.clause("N-22", "works")
@pytest.mark.clause("N-23", "works")
def test_an_account_begins_elsewhere_after_a_yes_and_has_no_password(provider: Provider) -> None:
    client = Client()
    assert "Sandhill Hospital" in words(client.get("/sign-in"))
    before = stored()
    answer = comes_back(client, provider)
    assert (answer.status_code, answer["Location"], stored()) == (302, "/sign-in/claims", before)
    page = words(client.get("/sign-in/claims"))
    assert {one for one in ("ada@example.org", "Ada Elsewhere", "Why we ask") if one in page} == {
        "ada@example.org", "Ada Elsewhere", "Why we ask",
    }  # fmt: skip
    assert client.post("/sign-in/claims", answers_sent())["Location"] == "/you"
    assert is_in(client)
    assert [one[0] for one in column("accounts_user", "password")] == ["!"]
    assert column("accounts_profile", "name") == ["Ada Elsewhere"]
    assert column("socialaccount_socialaccount", "extra_data") == ["{}"]
    assert column("socialaccount_socialtoken", "id") == []
    claimed = [one for one in events() if one[0] == "accounts.claims"]
    assert claimed == [
        ("accounts.claims", {"accounts.email", "accounts.name", "accounts.provider_link"},
         "provider: Sandhill Hospital"),
    ]  # fmt: skip
    again = Client()
    assert comes_back(again, provider)["Location"] == "/you"
    assert is_in(again)


@pytest.mark.clause("N-23", "refused")
def test_what_is_not_declared_is_dropped_and_its_names_alone_are_noted(
    provider: Provider, tmp_path: Any
) -> None:
    client = Client()
    comes_back(client, provider)
    assert "birthdate, friends, gender" in words(client.get("/sign-in/claims"))
    client.post("/sign-in/claims", answers_sent())
    audit.flush() if hasattr(audit, "flush") else None
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"claims dropped" in kept
    assert b"friends" in kept
    assert [one for one in (b"1815-12-10", b"Charles") if one in kept] == []


@pytest.mark.clause("N-22", "refused")
def test_an_address_that_is_known_is_not_taken_over(provider: Provider) -> None:
    ann = people.person("ada@example.org", "Ada Before")
    client = Client()
    comes_back(client, provider)
    before = stored()
    shown = client.get("/sign-in/claims")
    assert (shown.status_code, "Sign in to that account first" in words(shown)) == (409, True)
    assert client.post("/sign-in/claims", answers_sent()).status_code == 409
    assert (stored(), is_in(client)) == (before, False)
    provider.knows("ada", **(ADA | {"email_verified": False}))
    other = Client()
    comes_back(other, provider)
    assert other.post("/sign-in/claims", answers_sent())["Location"] == "/confirm"
    assert (is_in(other), column("accounts_user", "subject_id")) == (False, [ann.subject])
    assert column("socialaccount_socialaccount", "id") == []


@pytest.mark.clause("N-22", "refused")
def test_a_state_or_a_nonce_of_another_browser_is_refused(provider: Provider) -> None:
    mine, theirs = Client(), Client()
    back = provider.answers(begins(theirs))
    assert mine.get(back).status_code == 401
    begun = begins(mine)
    parts = urlsplit(begun["Location"])
    asked = {name: one[0] for name, one in parse_qs(parts.query).items()}
    bent = parts._replace(query=urlencode(asked | {"nonce": "f" * 64})).geturl()
    back = provider.answers({"Location": bent})
    assert mine.get(back).status_code == 401
    assert mine.get("/sign-in/claims").status_code == 404
    fresh = Client()
    assert comes_back(fresh, provider).status_code == 302


@pytest.mark.clause("N-24", "works")
def test_linking_leaves_a_receipt_and_unlinking_ends_it(provider: Provider) -> None:
    ann = people.person()
    client = Client()
    client.post("/sign-in", {"login": ann.email, "password": people.PASSWORD})
    again = begins(client)
    if again["Location"].startswith("/sign-in/again"):
        client.post(again["Location"], {"password": people.PASSWORD})
        again = begins(client)
    client.get(provider.answers(again))
    assert "Link this account?" in words(client.get("/sign-in/claims"))
    assert client.post("/sign-in/claims")["Location"] == "/you/devices"
    with entered(RECORD, Viewer.job("test")):
        [yes] = [one for one in choices.standing(ann.subject) if one.topic == "link.hospital"]
    assert (yes.state, yes.point, bool(yes.receipt)) == ("given", "accounts.claims", True)
    assert "openid profile email" in "".join(column("privacy_notice", "text"))
    [number] = column("socialaccount_socialaccount", "id")
    assert column("accounts_profile", "name") == ["Ann Reader"]
    unlinks(client, number, people.PASSWORD)
    assert column("socialaccount_socialaccount", "id") == []
    with entered(RECORD, Viewer.job("test")):
        [no] = [one for one in choices.standing(ann.subject) if one.topic == "link.hospital"]
    assert no.state == "withdrawn"


@pytest.mark.clause("N-24", "refused")
def test_the_only_way_in_is_not_taken_away(provider: Provider) -> None:
    client = Client()
    comes_back(client, provider)
    client.post("/sign-in/claims", answers_sent())
    [number] = column("socialaccount_socialaccount", "id")
    answer = client.post(f"/you/links/{number}/end")
    assert (answer.status_code, "Nothing else opens" in words(answer)) == (409, True)
    new = {"password1": "a wholly new harbour", "password2": "a wholly new harbour"}
    assert client.post("/you/password/first", new).status_code == 302
    ben = people.person("ben@example.org")
    assert ben.browser().post(f"/you/links/{number}/end").status_code in (302, 404)
    assert column("socialaccount_socialaccount", "id") == [number]
    client = Client()
    comes_back(client, provider)
    unlinks(client, number, "a wholly new harbour")
    assert column("socialaccount_socialaccount", "id") == []


def test_a_photograph_comes_only_when_asked_for_and_goes_with_the_link(
    provider: Provider, settings: Any
) -> None:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "teal").save(out, "PNG")
    with serving(out.getvalue()) as address:
        app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
        app["settings"]["hosts"].append(urlsplit(address).netloc)
        provider.knows("ada", **(ADA | {"picture": f"{address}/ada.png"}))
        provider.knows("ben", **(ADA | {"picture": f"{address}/x.png", "email": "b@example.org"}))
        without, having = Client(), Client()
        comes_back(without, provider, "ben")
        without.post("/sign-in/claims", answers_sent())
        assert stored()["media_photograph"] == 0
        comes_back(having, provider)
        having.post("/sign-in/claims", answers_sent(picture="on"))
        assert stored()["media_photograph"] == 1
    assert ("media.photograph", {"media.photograph"}, "provider: Sandhill Hospital") in events()
    new = {"password1": "a wholly new harbour", "password2": "a wholly new harbour"}
    having.post("/you/password/first", new)
    number = max(column("socialaccount_socialaccount", "id"))
    fresh = Client()
    comes_back(fresh, provider)
    unlinks(fresh, number, "a wholly new harbour")
    assert stored()["media_photograph"] == 0
    assert "Ada Elsewhere" in column("accounts_profile", "name")


@contextmanager
def serving(content: bytes) -> Iterator[str]:
    """A server of one picture."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "sent",
    [{}, {"birth_day": "x"}, {"birth_year": "2020"}, {"shoe_size": "43"}, {"email": "a@b.c"}],
)
def test_bad_answers_make_no_account(provider: Provider, sent: dict[str, str]) -> None:
    client = Client()
    comes_back(client, provider)
    answer = client.post("/sign-in/claims", (answers_sent() | sent) if sent else {"do": "x"})
    assert answer.status_code in (400, 403, 422)
    assert people.column("accounts_user", "subject_id") == []


def test_a_provider_that_does_not_answer_is_said_in_a_sentence(settings: Any) -> None:
    with at_provider(settings):
        pass  # it is named in the settings, and gone
    known = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]
    [app] = known["APPS"]
    answer = begins(Client())
    assert answer.status_code == 503
    assert f"{app['name']} does not answer just now" in people.words(answer)


def test_no_link_begins_it_and_no_unknown_provider() -> None:
    assert Client().get("/sign-in/with/hospital").status_code == 404
    assert Client().post("/sign-in/with/nobody").status_code == 404
    assert Client().get("/sign-in/claims").status_code == 404
    assert re.search("form-action 'self';", Client().get("/sign-in")["Content-Security-Policy"])
