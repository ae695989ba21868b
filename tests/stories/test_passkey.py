"""A passkey: registered on the page of devices, and enough to sign in with."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.stories.newcomer import PASSWORD, comes
from tests.stories.walker import Walker

pytestmark = pytest.mark.story

ADDRESS = "kit.marlow@example.net"


def test_a_passkey_is_added_and_opens_the_account(walk: Callable[..., Walker]) -> None:
    member = walk()
    # A passkey belongs to a name, and a browser takes no number for one.
    member.site = type(member.site)(
        **{**vars(member.site), "address": member.site.address.replace("127.0.0.1", "localhost")}
    )
    _holds_an_authenticator(member)
    comes(member, "Kit Marlow", ADDRESS)
    _adds_a_key(member)
    member.go("/you/devices").says("Passkeys").look("devices")
    member.press("Sign out everywhere")
    member.go("/sign-in").look("sign-in-passkey")
    with member.page.expect_navigation():
        member.page.get_by_role("button", name="Use a passkey", exact=True).click()
    member.page.wait_for_url("**/you")
    member.go("/you/devices").says("this one")


def _holds_an_authenticator(member: Walker) -> None:
    """Chromium's own virtual authenticator, which keeps keys and says yes."""
    session = member.page.context.new_cdp_session(member.page)
    session.send("WebAuthn.enable")
    session.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
                "hasUserVerification": True, "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )  # fmt: skip


def _adds_a_key(member: Walker) -> None:
    member.go("/you/devices").press("Passkeys")
    member.says("Keys").look("keys")
    member.press("Add a key")
    if "Is it you?" in member.text():
        member.look("again")
        member.page.locator("[name=password]").fill(PASSWORD)
        with member.page.expect_navigation():
            member.page.locator("main form button").first.click()
    member.look("add-key")
    member.page.locator("[name=name]").fill("My telephone")
    box = member.page.locator("[name=passwordless]")
    if box.count():
        box.check()
    with member.page.expect_navigation():
        member.page.locator("#mfa_webauthn_add").click()
    member.go("/you/factors/keys").says("My telephone").look("keys-listed")
