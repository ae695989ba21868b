"""Bad input at every form of every room, found by walking through the demonstration."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from pytest_django.fixtures import Settings

from tests import people
from tests.ground import pack
from tests.web.crawl import Sent, crawl, of_demo, undone
from tests.web.whole import Rows, rows, sentence, writes, written

__all__ = ["pack"]

STARTS = ("/", "/you", "/you/posts", "/you/affiliations", "/courses", "/articles", "/papers")
DESK = ("/desk", "/desk/review", "/desk/discussions", "/desk/courses", "/desk/directory",
        "/desk/institutions", "/desk/papers", "/desk/sponsors")  # fmt: skip
WRONG: tuple[Any, ...] = (
    "a\x00b", "x" * 100_000, "9" * 4000, ["one", "²"],
)  # fmt: skip


@pytest.fixture
def house(settings: Settings) -> None:
    """Everything that the demonstration of this pack has."""
    settings.SALERNO_POSTS_PER_WINDOW = 10**6
    call_command("load_demo", stdout=io.StringIO())


def actors() -> dict[str, tuple[Client, list[Sent]]]:
    """Who meets which forms."""
    member, editor = (of_demo(one).browser() for one in ("member", "editor"))
    return {
        "member": (member, crawl(member, *STARTS)),
        "editor": (editor, crawl(editor, *DESK, within="/desk")),
        "visitor": (client := Client(), crawl(client, "/papers", "/register", within="/")),
    }


def test_whatever_is_sent_to_a_form_is_answered_by_a_page_and_keeps_nothing_half(
    house: None,
) -> None:
    met = actors()
    before = rows()
    assert "\\x00" not in repr(before)
    for who, (client, forms) in met.items():
        assert forms, who
        for form in forms:
            for wrong in WRONG:
                _send(client, form, {name: wrong for name, _value in form.fields}, before)
            _send(client, form, dict(form.fields) | {"owner_id": "1", "is_staff": "1"}, before)
            _send(client, form, {}, before)
    assert changed(before, rows()) == []


def _send(client: Client, form: Sent, sent: dict[str, Any], before: Rows) -> None:
    said = (form.action, repr(sent)[:160])
    with undone(client):
        since = writes()
        answer = client.post(form.action, sent)
        assert answer.status_code < 500, said
        after = written(since)
        if answer.status_code >= 400:
            assert sentence(answer), said
            assert changed(before, after) == [], said
        assert "\\x00" not in repr(after), said


def test_what_was_written_to_is_read_again() -> None:
    before, since = rows(), writes()
    assert written(since) == {}
    with transaction.atomic():  # as a view writes it
        people.person()
    found, now = written(since), rows()
    touched = {one for one in now if now[one] != before[one]}
    assert {"accounts_user", "privacy_subject"} <= touched <= set(found)
    assert found == {one: now[one] for one in found}


def changed(before: Rows, after: Rows) -> list[str]:
    """The tables that differ. That somebody tried stands in records of the house."""
    return [one for one in after if before[one] != after[one] and one not in TRIED]


TRIED = frozenset({"privacy_look", "privacy_collectionevent", "accounts_session"})


def test_what_one_cannot_open_one_cannot_send(house: None) -> None:
    stranger = people.person("stranger@example.net", "A Stranger").browser()
    met, found = actors(), 0
    before = rows()
    for _who, (_client, forms) in met.items():
        for form in forms:
            for other in (stranger, Client()):
                with undone(other):  # to have opened something free may be kept
                    if other.get(form.page).status_code == 200:
                        continue
                found += 1
                with undone(other):
                    since = writes()
                    answer = other.post(form.action, filled(form))
                    assert answer.status_code < 500, form
                    assert changed(before, written(since)) == [], form
    assert found > 20


def filled(form: Sent) -> dict[str, str]:
    """What a person could have typed."""
    return {name: value or "Some words" for name, value in form.fields}


def test_what_is_sent_twice_is_kept_once(house: None) -> None:
    for _who, (client, forms) in actors().items():
        for form in forms:
            with undone(client):
                first = client.post(form.action, filled(form))
                once = people.stored()
                again = client.post(form.action, filled(form))
                assert max(first.status_code, again.status_code) < 500, form
                twice = people.stored()
                more = [one for one in once if twice[one] > once[one] and one not in MORE]
                assert more == [], form


MORE = frozenset(
    {"privacy_choice", "privacy_collectionevent", "privacy_look", "privacy_fact",
     "web_securityevent"}
)  # fmt: skip
"""Records of each time that something was done."""
