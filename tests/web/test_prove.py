"""The proof of an erasure: it finds what lies about, in every dress, and says so."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import subprocess
import sys
import urllib.parse
from pathlib import Path

import pytest

from salerno.web.proof import search
from salerno.web.proof.canaries import Canary, digits, word
from salerno.web.proof.erasure import Proof
from salerno.web.proof.search import Place
from salerno.web.proof.stores import KINDS, Planted, kind_of
from salerno.web.proof.visitor import Forms

VALUE = "Quince Ürmel+Åse@example.org"
CANARY = Canary("email", VALUE.encode())
LOW = VALUE.lower()


@pytest.mark.parametrize(
    "stored",
    [
        VALUE.encode(),
        LOW.encode(),
        urllib.parse.quote(VALUE, safe="").encode(),
        urllib.parse.quote_plus(LOW).encode(),
        json.dumps({"a": VALUE}).encode(),
        VALUE.encode("utf-16-le"),
        LOW.encode("utf-16-be"),
        base64.b64encode(f"{VALUE}, and more".encode()),
        base64.b64encode(f"1{VALUE} after".encode()),
        base64.b64encode(f"12{LOW}.".encode()),
        base64.urlsafe_b64encode(f"123{VALUE}".encode()),
        hashlib.md5(VALUE.encode()).hexdigest().encode(),
        hashlib.sha1(LOW.encode()).hexdigest().encode(),
        hashlib.sha256(LOW.encode()).digest(),
    ],
)
def test_a_value_is_found_in_every_dress(stored: bytes, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").write_bytes(b"before " + stored + b" after")
    assert search.totals(search.in_folder(tmp_path, [CANARY])) != {}


def test_what_is_not_there_is_not_found(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(VALUE[1:].encode() + os.urandom(5000))
    assert search.in_folder(tmp_path, [CANARY]) == []


def test_a_value_across_the_edge_of_two_chunks_is_found_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "CHUNK", 64)
    short = Canary("word", b"abcdefgh")
    for before in range(50, 80):
        (tmp_path / "file").write_bytes(b"-" * before + b"abcdefgh" + b"-" * 200)
        (place,) = search.in_folder(tmp_path, [short])
        assert (place.where, place.dress, place.times) == ("file", "plain", 1)


def test_a_file_may_bear_a_value_in_its_name(tmp_path: Path) -> None:
    (tmp_path / f"{VALUE}.jpg").touch()
    (place,) = search.in_folder(tmp_path, [CANARY])
    assert place.where.endswith("(its name)")


def test_planted_values_stand_nowhere_else() -> None:
    assert len({word() for _ in range(1000)}) == 1000
    assert all(len(digits(12)) == 12 and digits(12)[0] != "0" for _ in range(100))


def test_the_forms_of_a_page_are_read_whole() -> None:
    reader = Forms()
    reader.feed(
        '<form action="/a" method="POST"><input name=x type=hidden value=1><textarea name=y>'
        "</textarea><select name=z><option value=1><option value=2 selected></select></form>"
        "<input name=outside>"
    )
    (form,) = reader.forms
    found = [(one.name, one.kind, one.value, one.choices) for one in form.controls]
    assert (form.action, form.method) == ("/a", "post")
    assert found == [
        ("x", "hidden", "1", []), ("y", "textarea", "", []), ("z", "select", "2", ["1", "2"])
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("reachable", "after", "holds"), [(0, 0, True), (1, 0, False), (0, 1, False)]
)
def test_it_holds_only_where_nothing_is_reachable_and_no_byte_is_left(
    reachable: int, after: int, holds: bool
) -> None:
    place = Place("table x", "email", "plain", 3)
    found = Proof("school", "sqlite", "", True, 5, 4, [place] * reachable, [place], [place] * after)
    said = found.said()
    assert (found.holds, said["holds"]) == (holds, holds)
    assert (said["planted"], said["stored"]) == (5, 4)
    assert said["reachable"] == 3 * reachable
    assert (said["bytes_before_purge"], said["bytes_after_purge"]) == (3, 3 * after)
    assert len(said["places"]) == 1 + reachable + after


@pytest.mark.parametrize(
    ("where", "kind"),
    [("table privacy_vault", "vault"), ("table post_letter", "mail queue"),
     ("table privacy_choice", "history"), ("table accounts_profile", "database"),
     ("table search_document_words_data", "search"), ("salerno.sqlite3-wal", "database"),
     ("PostgreSQL base/5/7", "database"), ("outbox/a.eml", "mail queue"), ("media/x.jpg", "files"),
     ("feeds/halden/1.json", "feed drops"), ("audit/1.jsonl", "audit"), ("else", "files")],
)  # fmt: skip
def test_each_place_is_of_one_kind_of_store(where: str, kind: str) -> None:
    assert kind_of(where) == kind


def test_a_kind_in_which_nothing_was_planted_is_named_with_its_reason() -> None:
    planted = Planted()
    planted.note_places([Place("table accounts_profile", "name", "plain", 2)])
    planted.note_export(json.dumps({"a": VALUE}).encode(), [CANARY])
    assert planted.said() == {"database": 1, "exports": 1}
    assert "caches" in planted.not_planted()
    assert set(planted.not_planted()) == set(KINDS) - {"database", "exports"}


def proof(*words: str, **environment: str) -> tuple[int, dict[str, object]]:
    """Run the command with a site of its own, on this run's database."""
    done = subprocess.run(
        [sys.executable, "-m", "salerno", "prove", "erasure", "--json", *words],
        env=os.environ | environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stdout, done.stderr[-2000:]
    return done.returncode, json.loads(done.stdout)


PACK = os.environ.get("SALERNO_PACK", "publisher")
REACHED = {
    "publisher": {
        "access_entitlement", "adverts_interest", "articles_submission", "careers_profile",
        "commerce_order", "community_discussion", "credits_identity", "discuss_attachment",
        "discuss_post", "mailings_subscription", "practice_answer", "sponsors_lead",
    },
    "school": {
        "access_entitlement", "courses_answer", "courses_attempt", "courses_enrolment",
        "courses_unitprogress", "discuss_post", "privacy_place",
    },
}  # fmt: skip


SOLD = "keep: because tax and commercial law ask for the accounts of every sale"
STAYS = {  # what others answered to keeps its words, under a pseudonym
    "discuss_post.html: reattribute",
    "community_discussion.title: reattribute",
    *(f"commerce_order.{one}: {SOLD}" for one in ("name", "organisation", "postcode")),
    *(f"careers_employer.{one}: about an organisation" for one in ("name", "city", "about")),
}


@pytest.mark.parametrize("pack", [PACK])
def test_an_erased_person_is_reached_by_nothing_and_no_byte_survives_a_purge(pack: str) -> None:
    code, said = proof(SALERNO_PACK=pack)
    assert isinstance(said["planted"], int)
    assert isinstance(said["tables"], list)
    assert said["planted"] > 15
    assert REACHED[pack] <= set(said["tables"]), said["forms"]
    assert isinstance(said["stays"], dict)
    assert set(said["stays"].values()) <= STAYS
    assert "discuss_post.html: reattribute" in said["stays"].values()
    assert isinstance(said["stores"], dict)
    assert isinstance(said["not_planted"], dict)
    assert set(said["stores"]) | set(said["not_planted"]) == set(KINDS)
    held = {"database", "files", "history", "search", "mail queue", "exports", "backups", "vault"}
    assert held <= set(said["stores"]), said["not_planted"]
    assert (said["reachable"], said["bytes_after_purge"], code) == (0, 0, 0), said["places"]
    assert (said["pack"], said["rooms"]) == (pack, True)


@pytest.mark.once
def test_an_erasure_that_forgets_the_files_is_found_out() -> None:
    code, said = proof("--leave-out", "media", "--account-only")
    places = said["places"]
    assert isinstance(places, list)
    left = {one["value"] for one in places if one["when"] == "after the purge"}
    assert (left, code) == ({"the photograph itself"}, 1)


@pytest.mark.once
def test_an_erasure_that_forgets_a_table_is_found_out() -> None:
    code, said = proof("--leave-out", "accounts_profile", "--account-only")
    assert isinstance(said["reachable"], int)
    assert said["reachable"] > 0
    assert (code, said["rooms"]) == (1, False)
