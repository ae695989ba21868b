"""The desk shows each role the pages that open to it, and no other."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from salerno.services.accounts.values import Role
from tests import people
from tests.ground import pack
from tests.web.test_security import staff

__all__ = ["pack"]


@pytest.mark.parametrize("role", list(Role))
def test_every_page_on_the_desk_opens_to_whom_it_is_shown(role: Role) -> None:
    client = staff(role, factor=True).browser()
    page = client.get("/desk").content.decode()
    listed = re.search(r'<ul class="rights cards">(.*?)</ul>', page, re.DOTALL)
    assert listed is not None
    links = re.findall(r'href="([^"]+)"', listed[1])
    assert len(links) > 1
    refused = [one for one in links if client.get(one).status_code >= 400 and one != "/health"]
    assert refused == []


def test_what_another_role_works_on_is_not_shown() -> None:
    page = staff(Role.EDITOR, factor=True).browser().get("/desk").content.decode()
    assert ("/desk/review" in page, "/desk/requests" in page) == (True, False)


def test_who_works_here_finds_the_desk_on_every_page_and_nobody_else_does() -> None:
    editor = staff(Role.EDITOR, factor=False).browser()
    member = people.person("b@example.org").browser()
    pages = [one.get("/about").content.decode() for one in (editor, member, Client())]
    assert ['href="/desk"' in one for one in pages] == [True, False, False]
