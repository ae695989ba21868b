"""Somebody comes with an account elsewhere: reads what would be kept, agrees, and unlinks."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from oidc_provider_mock import User, run_server_in_thread
from playwright.sync_api import Browser

from tests.stories.made import Made
from tests.stories.newcomer import BIRTH
from tests.stories.site import Site, running
from tests.stories.walker import Walker

pytestmark = pytest.mark.story

CLAIMS = {
    "email": "ada@example.net", "email_verified": True, "name": "Ada Elsewhere",
    "birthdate": "1980-01-01",
}  # fmt: skip


@pytest.fixture(scope="module")
def site(filled: Made, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site that names a provider, which runs beside it."""
    os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"
    folder = tmp_path_factory.mktemp("elsewhere")
    with run_server_in_thread(user_claims=[User(sub="ada", claims=CLAIMS)]) as provider:
        named = folder / "providers.toml"
        named.write_text(
            f'[hospital]\nname = "Sandhill Hospital"\nclient_id = "salerno"\nsecret = "secret"\n'
            f'server = "http://localhost:{provider.server_port}"\n'
        )
        with running(filled, folder / "data", SALERNO_PROVIDERS=str(named)) as own:
            yield own


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


def test_the_hospital_of_the_demonstration_is_there_to_try(
    walk: Callable[..., Walker], filled: Made, tmp_path: Path
) -> None:
    with running(filled, tmp_path / "demonstration") as own:
        member, known, unsure = walk(), walk(), walk(width=360)
        for one in (member, known, unsure):
            one.site = own
        _claims_of_somebody_new(member)
        _comes_from(known, "Miriam Okafor").says("Nothing was linked")
        known.says_not("Keep this, and create the account").look("claims-known")
        known.go("/you")
        assert "/sign-in" in known.page.url
        _comes_from(unsure, "Joon Park").says("joon.park@sandhill.example").look("claims-unsure")
        unsure.press("I do not agree").go("/sign-in/claims", status=404)


def _claims_of_somebody_new(member: Walker) -> None:
    """What is declared is shown and kept; what is not is named, and kept nowhere."""
    _comes_from(member, "Dr. Ilse Marchetti")
    member.says(
        "What would be kept", "ilse.marchetti@sandhill.example", "birthdate", "phone_number"
    )
    member.says_not("1979-03-02", "555 010 0199").look("claims-demonstration")
    for name, value in BIRTH:
        member.page.locator(f"[name={name}]").fill(value)
    member.page.locator("[name=agree]").check()
    member.page.locator("[name=picture]").check()
    member.press("Keep this, and create the account")
    member.go("/you").says("Dr. Ilse Marchetti", "by provider").says_not("1979-03-02")
    member.go("/you/devices").says("Sandhill Hospital")
    member.go("/you/photograph")
    assert member.page.locator("main img").count() >= 1
    member.go("/you/choices").look("choices-linked")


def _comes_from(member: Walker, name: str) -> Walker:
    member.go("/sign-in").press("Go on with Sandhill Hospital")
    member.says("It belongs to the demonstration").look("hospital")
    with member.page.expect_navigation():
        member.page.get_by_role("button", name=f"Authorize as {name}").first.click()
    return member
