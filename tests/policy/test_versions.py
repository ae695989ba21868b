"""Versions: a date each, frozen once published, one chain; the clock chooses which binds."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from salerno.policy import publishing, store
from salerno.policy.canonical import digest
from salerno.policy.changes import Verdict
from salerno.policy.differences import diff
from salerno.policy.errors import PublishRefused
from salerno.policy.register import against_version
from salerno.policy.rules import must_ask_again
from salerno.policy.values import Pack
from salerno.policy.versions import read_versions
from salerno.privacy import clock, law
from tests.policy.bench import FIRST, SECOND, Bench, register_for

type Two = tuple[Pack, Pack]


@pytest.mark.django_db
@pytest.mark.clause("N-01", "works")
def test_the_page_shows_the_date_of_its_version_and_old_ones_stay(
    site: Two, client: Client
) -> None:
    with clock.clock_at(SECOND + timedelta(days=1)):
        now = client.get("/privacy").content.decode()
        old = client.get("/privacy/versions/1").content.decode()
    assert "in force since 1 May 2026" in " ".join(now.split())
    assert "in force since 1 February 2026" in " ".join(old.split())
    assert site[0].policy.digest[:8] in old
    assert site[1].policy.digest[:8] in now


@pytest.mark.clause("N-01", "refused")
def test_an_earlier_date_is_refused(bench: Bench, two: Two) -> None:
    bench.edit("clauses/web.toml", "{ days = 7 }", "{ days = 8 }")
    pack = bench.load()
    for moment in (FIRST, SECOND, SECOND - timedelta(seconds=1)):
        with clock.clock_at(FIRST - timedelta(days=9)), pytest.raises(PublishRefused) as refused:
            publishing.publish(bench.edition, register_for(pack), effective_at=moment)
        assert "is not after 2026-05-01" in str(refused.value)
    assert [one.policy.version for one in read_versions(bench.edition.places)] == [1, 2]


@pytest.mark.clause("N-01", "refused")
def test_a_published_version_cannot_be_edited_in_place(bench: Bench, two: Two) -> None:
    path = bench.folder / "versions" / "1.json"
    stored = json.loads(path.read_text())
    stored["document"]["clauses"]["web.security_log"]["term"] = {"days": 9999}
    path.write_text(json.dumps(stored))
    with pytest.raises(PublishRefused, match="was edited after it was published"):
        read_versions(bench.edition.places)
    stored["digest"] = digest(stored["document"])  # the forger mends the digest as well
    path.write_text(json.dumps(stored))
    with pytest.raises(PublishRefused, match="does not follow version 1"):
        read_versions(bench.edition.places)


@pytest.mark.django_db
@pytest.mark.clause("H-01", "works")
def test_every_date_of_the_policy_is_the_one_of_its_version(site: Two, client: Client) -> None:
    with clock.clock_at(datetime(2027, 6, 1, tzinfo=UTC)):
        page = " ".join(client.get("/privacy").content.decode().split())
        listed = " ".join(client.get("/privacy/versions").content.decode().split())
        signal = client.get("/.well-known/gpc.json").json()
    assert signal == {"gpc": True, "lastUpdate": "2026-05-01"}
    assert "in force since 1 May 2026" in page
    assert "1 May 2026" in listed
    assert "in force since 1 June 2027" not in page


@pytest.mark.clause("H-01", "refused")
def test_starting_again_without_a_change_does_not_move_the_date(bench: Bench, site: Two) -> None:
    later = datetime(2027, 6, 1, tzinfo=UTC)
    with clock.clock_at(later):
        store.forget()
        assert store.pack().policy.effective_at == SECOND
        with pytest.raises(PublishRefused, match="Nothing differs from version 2"):
            publishing.publish(bench.edition, bench.register(), effective_at=later)
    assert len(read_versions(bench.edition.places)) == 2


@pytest.mark.django_db
@pytest.mark.clause("N-101", "works")
def test_publishing_moves_the_date_and_shows_each_word_that_changed(
    site: Two, client: Client
) -> None:
    with clock.clock_at(SECOND - timedelta(seconds=1)):
        assert store.pack().policy == site[0].policy
    with clock.clock_at(SECOND):
        assert store.pack().policy == site[1].policy
        page = " ".join(client.get("/privacy/changes").content.decode().split())
    was = site[0].policy.clauses["web.security_log"].term.days
    assert f"<del>{was}</del>" in page
    assert "<ins>7</ins>" in page
    assert "Shorter. Nobody is asked again." in page


@pytest.mark.clause("N-101", "refused")
def test_a_purpose_added_in_code_alone_blocks_the_start(bench: Bench, two: Two) -> None:
    code = bench.register()
    assert against_version(code, two[1].register, 2) == []
    kind = code.kinds["accounts.name"]
    widened = {
        **code.kinds,
        kind.id: type(kind)(**{**vars(kind), "purposes": ("account", "adverts")}),
    }
    assert against_version(type(code)(widened, code.uses), two[1].register, 2) == [
        "The clause accounts.name has other purposes (account → account, adverts) than version 2 "
        "of the policy says."
    ]
    fewer = {name: use for name, use in code.uses.items() if name != "surveys"}
    assert against_version(type(code)(code.kinds, fewer), two[1].register, 2) == [
        "The purpose surveys was taken away since version 2 of the policy was published."
    ]


@pytest.mark.clause("H-42", "works")
def test_requests_before_the_date_run_under_the_old_rules(site: Two) -> None:
    terms = []
    for moment in (SECOND - timedelta(seconds=1), SECOND, SECOND + timedelta(days=400)):
        with clock.clock_at(moment):
            terms.append(law.in_force().clause("web.security_log").term.days)
    assert terms == [site[0].policy.clauses["web.security_log"].term.days, 7, 7]


def test_before_the_first_date_nothing_is_in_force(site: Two) -> None:
    with clock.clock_at(FIRST - timedelta(seconds=1)), pytest.raises(PublishRefused):
        store.pack()


def test_a_version_cannot_bind_backwards(bench: Bench) -> None:
    with clock.clock_at(SECOND), pytest.raises(PublishRefused, match="has passed"):
        publishing.publish(bench.edition, bench.register(), effective_at=FIRST)
    assert not (bench.folder / "versions").exists()


def test_what_was_published_reads_back_the_same(bench: Bench, two: Two) -> None:
    again = read_versions(bench.edition.places)
    assert again == two
    assert again[0].policy.digest != again[1].policy.digest
    assert again[1].follows == again[0].policy.digest


def test_a_document_gets_a_new_version_only_when_its_own_text_changes(
    bench: Bench, two: Two
) -> None:
    assert {one.version for one in two[1].documents.values()} == {1}
    bench.edit("texts/en/terms.md", "Keep your password to yourself.", "Keep it to yourself.")
    third = bench.publish(SECOND + timedelta(days=30))
    changed = {name: one.version for name, one in third.documents.items() if one.version > 1}
    assert changed == {"terms": 2}


@pytest.mark.clause("H-41", "refused")
def test_operators_who_promise_notice_cannot_publish_without(bench: Bench, two: Two) -> None:
    bench.edit("pack.toml", "change_lead_days = 0", "change_lead_days = 14")
    code, soon = bench.register(), SECOND + timedelta(days=10)
    with clock.clock_at(SECOND + timedelta(days=1)), pytest.raises(PublishRefused) as refused:
        publishing.publish(bench.edition, code, effective_at=soon)
    assert str(refused.value) == "This operator gives 14 days' notice: choose a later date."


@pytest.mark.clause("H-41", "refused")
def test_where_notice_is_given_nobody_is_bound_before_they_could_read_it(
    bench: Bench, two: Two
) -> None:
    path = bench.folder / "pack.toml"
    said = re.sub('policy_change = "[a-z]+"', 'policy_change = "mail"', path.read_text())
    path.write_text(said)
    code, now = bench.register(), SECOND + timedelta(days=1)
    with clock.clock_at(now):
        for at in (now, now + timedelta(hours=1)):
            with pytest.raises(PublishRefused, match="writes to account holders"):
                publishing.publish(bench.edition, code, effective_at=at)
        made = publishing.publish(bench.edition, code, effective_at=now + timedelta(days=1))
    assert made.policy.version == 3


def test_each_shipped_pack_has_its_versions_and_the_code_does_what_the_last_one_says(
    pack: str,
) -> None:
    first, second, third, fourth = store.versions(pack)
    assert [one.policy.version for one in (first, second, third, fourth)] == [1, 2, 3, 4]
    assert against_version(store.code_register(), fourth.register, 4) == []
    assert must_ask_again(first.policy, second.policy) == ("personalise",)
    found = {one.id: one.verdict for one in diff(first, second)}
    assert found["personalise"] is Verdict.NEW_PURPOSE
    assert found["web.security_log"] is Verdict.SHORTER
    assert {one.id: one.verdict for one in diff(second, third)}["moderation"] is Verdict.NEW_PURPOSE
