"""Somebody comes with an account elsewhere: reads what would be kept, agrees, and unlinks."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Browser

from tests.stories.conftest import DATABASE, PACK
from tests.stories.newcomer import BIRTH
from tests.stories.site import Site, running
from tests.stories.walker import Walker

pytestmark = pytest.mark.story

CLAIMS = {
    "email": "ada@example.net", "email_verified": True, "name": "Ada Elsewhere",
    "birthdate": "1980-01-01",
}  # fmt: skip


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that names a provider, which runs beside it."""
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
    folder = tmp_path_factory.mktemp("elsewhere")
    with run_server_in_thread(user_claims=[User(sub="ada", claims=CLAIMS)]) as provider:
        named = folder / "providers.toml"
        named.write_text(
            f'[hospital]\nname = "Sandhill Hospital"\nclient_id = "salerno"\nsecret = "secret"\n'
            f'server = "http://localhost:{provider.server_port}"\n'
        )
        with running(PACK, _made(folder / "data"), DATABASE, SALERNO_PROVIDERS=str(named)) as made:
            yield made


def _made(folder: Path) -> Path:
    folder.mkdir()
    return folder


def test_an_account_comes_from_elsewhere_and_is_unlinked(
    walk: Callable[..., Walker], browser: Browser
) -> None:
    member = walk()
    member.go("/sign-in").says("Sandhill Hospital").look("sign-in-elsewhere")
    _goes_there(member)
    member.says("What would be kept", "Ada Elsewhere", "ada@example.net", "birthdate")
    member.look("claims")
    for name, value in BIRTH:
        member.page.locator(f"[name={name}]").fill(value)
    member.page.locator("[name=agree]").check()
    member.press("Keep this, and create the account")
    member.go("/you/devices").says("Sandhill Hospital", "Unlink").look("devices-elsewhere")
    member.press("Unlink").says("Unlink this account?").look("unlink")
    member.press("Unlink it").says("Nothing else opens your account")
    narrow = walk(width=360, javascript=False)
    narrow.go("/sign-in")
    _goes_there(narrow)
    narrow.go("/you/devices").says("this one")


def _goes_there(member: Walker) -> None:
    member.press("Go on with Sandhill Hospital")
    with member.page.expect_navigation():
        member.page.get_by_role("button", name="Authorize as ada").first.click()
    member.errors.clear()  # of the provider's own page, which wants a style sheet from elsewhere
