"""The feed: exactly those fields of exactly those who agreed, and gone when they take it back."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from salerno.policy.purposes import SPONSORS
from salerno.privacy import choices, clock, outbox, rights
from salerno.privacy.context import Viewer, entered
from salerno.privacy.declare import Purpose
from salerno.privacy.disclose import deliver_outbox
from salerno.privacy.errors import Refused
from salerno.privacy.law import ChoiceForm
from salerno.privacy.purposes import RECORD
from salerno.services.sponsors import actions, api, queries, rules
from salerno.services.sponsors.jobs import tell_sponsors
from salerno.services.sponsors.tests import scene as act
from salerno.services.sponsors.values import Channel
from tests import people
from tests.people import column, stored, words

# The school has no ground for sponsors: its side is in test_desk.
pytestmark = pytest.mark.parametrize("pack", ["publisher"], indirect=True)

ANN = {"name": "Ann Reader", "email": "ann@example.org", "organisation": "Sandhill Hospital",
       "job_title": "Nurse or nurse practitioner"}  # fmt: skip


def taken(*, take: int = 1, **changes: Any) -> tuple[act.Scene, list[people.Person]]:
    """A paper, and some who shared; Ben took it without."""
    at = act.scene(**changes)
    them = [act.member(), *(act.member(f"m{n}@example.org", f"M {n}") for n in range(1, take))]
    for one in them:
        act.share(one, at)
    ben = act.member("ben@example.org", "Ben Abstainer")
    assert ben.browser().post(f"{at.address}/take").status_code == 302
    return at, them


def withdraw(who: people.Person) -> None:
    """Take back by the button of the receipt."""
    [one] = shared(who)
    answer = who.browser().post(f"/papers/receipts/{one}/withdraw")
    assert answer.status_code == 200


def shared(who: people.Person) -> list[str]:
    """The receipts of what stands."""
    with entered(act.ACCOUNT, who.viewer):
        return [one.receipt for one in queries.shared()]


@pytest.mark.clause("N-62", "works")
def test_who_agreed_stands_in_the_feed_and_reads_who_received_it() -> None:
    at, [ann] = taken()
    assert act.leads(at.tokens[0]) == [ANN]
    [row] = act.table(at.tokens[0])
    assert row.split(",")[3:-1] == list(ANN.values())
    deliver_outbox()
    [dropped] = act.folder()
    assert {one: dropped[one] for one in ANN} == ANN
    assert set(dropped) == {*ANN, *act.PLAIN}
    found = act.received(ann)
    assert {(one.recipient, one.contract, one.country, one.state) for one in found} == {
        ("Halden Devices", "Agreement S-7", "NO", "sent")
    }
    assert {one.fields for one in found} == {tuple(sorted(ANN))}
    assert len(found) == 3  # its folder, its program, its file: each once
    assert [one.basis for one in found] == ["consent"] * 3
    assert set(column("privacy_disclosure", "choice")) - {""} == set(shared(ann))
    for _again in "ab":
        act.leads(at.tokens[0]), act.table(at.tokens[0])
    assert len(act.received(ann)) == 3
    assert "Halden Devices" in words(ann.browser().get("/you/received"))
    assert act.received(people.Person(ann.subject + 1, "")) == []


@pytest.mark.clause("N-62", "refused")
def test_an_export_with_somebody_who_did_not_agree_is_refused_whole() -> None:
    at, [ann, meg] = taken(take=2)
    [halden], by = at.sponsors, queries.machine()
    numbers = column("sponsors_lead", "id")
    meg_topic = rules.topic(at.paper.id, halden.id)
    with entered(RECORD, Viewer.job("test")):  # taken back by a way that this room does not know
        choices.withdraw(meg.subject, meg_topic)
        elsewhere = choices.Question(
            "sponsors.paper_99.sponsor_99", ChoiceForm.OPT_IN,
            choices.Words("consent", "another"), (SPONSORS,),
        )  # fmt: skip
        choices.choose(meg.subject, elsewhere, choices.State.GIVEN)
    with entered(SPONSORS, by):
        assert [one.values for one in queries.founded(halden.id)] == [ANN]
    with entered(SPONSORS, by), pytest.raises(Refused, match="Nothing was handed over"):
        actions.hand_over(by=by, sponsor=halden, leads=numbers, channel=Channel.CALL)
    row = {**dict.fromkeys(act.PLAIN, ""), **ANN}
    with entered(SPONSORS, by), pytest.raises(Refused, match="no consent on record"):
        act.disclose.disclose(
            act.payload(act.ALL), "sponsor", {ann.subject: row, meg.subject: row},
            ground="an export", party=act.party(halden, at.paper.id),
        )  # fmt: skip
    assert [one.ground for one in act.received(meg)] == [one.ground for one in act.received(ann)]
    assert len(act.received(meg)) == 1  # the folder's, which was stopped on its way
    assert act.leads(at.tokens[0]) == [ANN]


def test_a_sponsor_gets_nothing_of_another_sponsors_leads() -> None:
    at = act.scene(companies=("halden", "norden"))
    ann, meg = act.member(), act.member("meg@example.org", "Meg")
    halden, norden = at.sponsors
    act.share(ann, at, halden)
    act.share(meg, at, halden, norden)
    feeds = [[one["name"] for one in act.leads(token)] for token in at.tokens]
    assert feeds == [["Ann Reader", "Meg"], ["Meg"]]
    assert sorted(one["feed"] for one in dropped("halden", "norden")) == ["halden"] * 2 + ["norden"]
    by = queries.machine()
    [first, *_others] = column("sponsors_lead", "id")
    with entered(SPONSORS, by), pytest.raises(Refused):
        actions.hand_over(by=by, sponsor=norden, leads=[first], channel=Channel.CALL)
    receipts = shared(meg)
    assert len(set(receipts)) == 2
    meg.browser().post(f"/papers/receipts/{receipts[0]}/withdraw")
    left = [[one["name"] for one in act.leads(token)] for token in at.tokens]
    assert left == [["Ann Reader", "Meg"], []]


def dropped(*slugs: str) -> list[dict[str, str]]:
    """What lies in these folders once it is delivered."""
    deliver_outbox()
    return [record for one in slugs for record in act.folder(one)]


@pytest.mark.parametrize("delivered", [True, False])
def test_taken_back_it_is_out_at_once_and_its_folder_says_so(delivered: bool) -> None:
    at, [ann, meg] = taken(take=2)
    number = act.feed(at.tokens[0]).json()["leads"][0]["number"]
    if delivered:
        deliver_outbox()
    withdraw(ann)
    answer = act.feed(at.tokens[0]).json()
    assert [one["fields"]["name"] for one in answer["leads"]] == ["M 1"]
    assert [one["number"] for one in answer["remove"]] == [number]
    assert [one for one in act.table(at.tokens[0]) if "Ann" in one] == []
    deliver_outbox()
    assert (tell_sponsors(), tell_sponsors()) == (1, 0)
    records = [(one["record"], one.get("name", "")) for one in act.folder()]
    assert sorted(records) == [("lead", "M 1"), ("remove", "")]
    text = json.dumps(act.folder())
    assert "Ann Reader" not in text
    assert number in text
    stopped = [one.state for one in act.received(ann) if "took" in one.ground]
    assert stopped == ["sent" if delivered else "stopped"]
    assert len(act.leads(at.tokens[0])) == 1
    assert meg.subject in column("sponsors_lead", "owner_id")


def test_what_waits_for_one_sponsor_is_stopped_though_another_was_agreed_to() -> None:
    at = act.scene(companies=("halden", "norden"))
    ann = act.member()
    act.share(ann, at, *at.sponsors)
    topic = rules.topic(at.paper.id, at.sponsors[0].id)
    assert ann.browser().post("/you/choices", {topic: "off"}).status_code == 302
    assert [one["feed"] for one in dropped("halden", "norden")] == ["norden"]
    states = {one.recipient: one.state for one in act.received(ann)}
    assert states == {"Halden Devices": "stopped", "Norden Devices": "sent"}


def test_taken_back_and_taken_again_is_a_new_lead() -> None:
    at, [ann] = taken()
    [first] = shared(ann)
    withdraw(ann)
    assert ann.browser().get(f"/papers/receipts/{first}").status_code == 404
    act.share(ann, at)
    [second] = shared(ann)
    assert first != second
    answer = act.feed(at.tokens[0]).json()
    assert (len(answer["leads"]), len(answer["remove"])) == (1, 1)
    assert answer["leads"][0]["number"] != answer["remove"][0]["number"]
    tell_sponsors()
    deliver_outbox()
    assert sorted(one["record"] for one in act.folder()) == ["lead", "remove"]


def test_withdrawing_twice_says_that_there_is_nothing() -> None:
    at, [ann] = taken()
    [receipt] = shared(ann)
    browser = ann.browser()
    codes = [browser.post(f"/papers/receipts/{receipt}/withdraw").status_code for _ in "ab"]
    assert codes == [200, 404]
    paper, [halden] = at.paper.id, at.sponsors
    with entered(act.ACCOUNT, ann.viewer), pytest.raises(Refused, match="nothing to take back"):
        actions.withdraw(by=ann.viewer, paper_id=paper, sponsor_id=halden.id)
    before = stored()["privacy_choice"]
    with entered(act.ACCOUNT, ann.viewer):
        assert actions.withdraw_all(by=ann.viewer) == 0
    assert stored()["privacy_choice"] == before


def test_erased_the_lead_is_gone_everywhere_and_the_sponsor_is_told(
    django_capture_on_commit_callbacks: Any,
) -> None:
    at, [ann] = taken()
    number = act.feed(at.tokens[0]).json()["leads"][0]["number"]
    deliver_outbox()
    with django_capture_on_commit_callbacks(execute=True):
        rights.erase(ann.subject, ground="a test")
    assert (stored()["sponsors_lead"], act.folder()) == (0, [])
    answer = act.feed(at.tokens[0]).json()
    assert (answer["leads"], [one["number"] for one in answer["remove"]]) == ([], [number])
    assert (act.table(at.tokens[0]), tell_sponsors()) == ([], 1)
    [record] = act.folder()
    assert (record["record"], record["number"]) == ("remove", number)


def test_a_closed_person_does_not_stand_in_the_feed() -> None:
    at, [ann] = taken()
    with entered(RECORD, Viewer.job("test")):
        act.subjects.close(ann.subject, SPONSORS, "restricted")
    assert act.leads(at.tokens[0]) == []
    with entered(RECORD, Viewer.job("test")):
        act.subjects.reopen(ann.subject, SPONSORS, "restricted")
    assert act.leads(at.tokens[0]) == []  # its sponsor was told to remove it


@pytest.mark.parametrize(
    "token", ["", "x", "A" * 43, "\0" * 30, "ü" * 30, "B" * 100_000, "Bearer " + "A" * 40]
)
def test_a_token_that_is_not_ours_opens_nothing(token: str) -> None:
    taken()
    answer = Client().get("/api/sponsors/leads", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="sponsors"'
    assert b"Ann Reader" not in answer.content
    form = Client().post("/sponsors/fetch", {"token": token})
    assert form.status_code in (401, 422)
    assert b"Ann Reader" not in form.content


def test_a_revoked_token_and_the_one_before_open_nothing() -> None:
    at, _them = taken()
    by, [halden] = at.editor.viewer, at.sponsors
    with entered(act.EDITORIAL, by):
        fresh = actions.issue_token(by=by, sponsor_id=halden.id)
    assert (act.feed(at.tokens[0]).status_code, act.leads(fresh)) == (401, [ANN])
    with entered(act.EDITORIAL, by):
        actions.revoke_token(by=by, sponsor_id=halden.id)
    assert act.feed(fresh).status_code == 401
    assert fresh not in str(column("sponsors_sponsor", "token_digest"))


def test_the_feed_is_asked_so_often_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    at, _them = taken()
    monkeypatch.setattr(api, "MOST", 2)
    with clock.clock_at(clock.now()):  # within one minute
        codes = [act.feed(at.tokens[0]).status_code for _ in range(3)]
        others = [act.feed("A" * 43).status_code for _ in range(3)]
    assert codes == [200, 200, 429]
    assert others == [401, 401, 429]
    with act.later(minutes=2):
        assert act.feed(at.tokens[0]).status_code == 200


def test_a_long_feed_is_asked_for_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    at, _them = taken(take=3)
    monkeypatch.setattr(queries, "MOST", 2)
    first = act.feed(at.tokens[0]).json()
    second = act.feed(at.tokens[0], after=str(first["next"])).json()
    names = [one["fields"]["name"] for part in (first, second) for one in part["leads"]]
    assert (names, second["next"]) == (["Ann Reader", "M 1", "M 2"], None)
    for bad in ("x", "-1", "9" * 30, "1.5", "²", "\0"):
        assert act.feed(at.tokens[0], after=bad).status_code == 400


def test_a_sponsor_that_is_switched_off_gets_nothing_by_any_way() -> None:
    at, [ann] = taken()
    by, [halden] = at.editor.viewer, at.sponsors
    assert act.leads(at.tokens[0]) == [ANN]  # accounted for already
    with entered(act.EDITORIAL, by), pytest.raises(Refused):
        actions.stop(by=by, sponsor_id=halden.id, reason=" ")
    with entered(act.EDITORIAL, by):
        actions.stop(by=by, sponsor_id=halden.id, reason="A breach at theirs.")
    deliver_outbox()
    assert (act.folder(), act.feed(at.tokens[0]).status_code) == ([], 403)
    assert Client().post("/sponsors/fetch", {"token": at.tokens[0]}).status_code == 403
    page = act.member("meg@example.org", "Meg").browser().get(at.address)
    assert "No sponsor of this paper receives anything" in words(page)
    withdraw(ann)
    assert tell_sponsors() == 0
    with entered(act.EDITORIAL, by):
        actions.resume(by=by, sponsor_id=halden.id)
    deliver_outbox()
    assert (act.leads(at.tokens[0]), tell_sponsors()) == ([], 1)
    assert [one["record"] for one in act.folder()] == ["remove"]


def test_a_file_for_staff_is_a_look_that_the_person_reads() -> None:
    at, [ann] = taken()
    [halden] = at.sponsors
    staff = at.editor.browser()
    act.with_factor(at.editor)
    answer = staff.post(f"/desk/sponsors/{halden.id}/leads")
    assert answer.status_code == 200
    assert "ann@example.org" in answer.content.decode()
    seen = words(ann.browser().get("/you/looked"))
    assert "took the lead file of Halden Devices" in seen
    assert ann.browser().post(f"/desk/sponsors/{halden.id}/leads").status_code == 403


def test_a_table_holds_no_formula() -> None:
    at = act.scene()
    mal = act.member("mal@example.org", "=HYPERLINK(1)")
    act.share(mal, at)
    assert ",'=HYPERLINK(1)," in act.table(at.tokens[0])[0]


def test_lists_ask_as_many_statements_for_three_as_for_one(
    django_assert_max_num_queries: Any,
) -> None:
    at, [ann] = taken()
    [halden], by = at.sponsors, queries.machine()
    counted: dict[str, list[int]] = {}
    looks: dict[str, tuple[Purpose, Viewer, Callable[[], object]]] = {
        "founded": (SPONSORS, by, lambda: queries.founded(halden.id)),
        "gone": (SPONSORS, by, lambda: queries.gone(halden.id)),
        "shared": (act.ACCOUNT, ann.viewer, queries.shared),
        "published": (act.ACCOUNT, ann.viewer, queries.published),
        "drafts": (act.EDITORIAL, at.editor.viewer, queries.drafts),
        "sponsors": (act.EDITORIAL, at.editor.viewer, queries.sponsors),
        "hand_over": (
            SPONSORS,
            by,
            lambda: actions.export(by=by, sponsor=halden, channel=Channel.FILE),
        ),
    }
    for times in (1, 3):
        for name, (purpose, viewer, look) in looks.items():
            with entered(purpose, viewer), django_assert_max_num_queries(99) as asked:
                look()
            counted.setdefault(name, []).append(len(asked))
        if times == 1:
            for n in (5, 6):
                act.share(act.member(f"p{n}@example.org", f"P {n}"), at)
                number = act.a_sponsor(at.editor.viewer, f"more-{n}")
                paper = act.a_paper(at.editor.viewer, (number, halden.id), slug=f"more-{n}")
                act.published(at.editor.viewer, paper)
    assert {name: two[0] for name, two in counted.items()} == {
        name: two[1] for name, two in counted.items()
    }
    assert outbox.stopped() == {}


def test_the_page_of_choices_takes_back_one_sponsor_and_no_other() -> None:
    at = act.scene(companies=("halden", "norden"))
    ann = act.member()
    act.share(ann, at, *at.sponsors)
    browser = ann.browser()
    topics = [rules.topic(at.paper.id, one.id) for one in at.sponsors]
    page = browser.get("/you/choices").content.decode()
    assert [f'name="{one}" value="off"' in page for one in topics] == [True, True]
    assert 'name="sponsors"' not in page
    for bad in ({topics[0]: "on"}, {"sponsors.paper_9.sponsor_9": "off"}, {"sponsors": "off"}):
        assert browser.post("/you/choices", bad).status_code == 400
    assert browser.post("/you/choices", {topics[0]: "off"}).status_code == 302
    assert [act.leads(one) for one in at.tokens] == [[], [ANN]]
    ben = act.member("ben@example.org", "Ben").browser()
    assert ben.post("/you/choices", {topics[1]: "off"}).status_code == 400
    assert act.leads(at.tokens[1]) == [ANN]


def test_a_yes_to_sponsors_at_large_can_be_taken_back_with_all_others() -> None:
    at, [ann] = taken()
    with entered(RECORD, Viewer.job("test")):
        choices.choose(ann.subject, choices.ask(SPONSORS), choices.State.GIVEN)
    browser = ann.browser()
    assert 'name="sponsors" value="off"' in browser.get("/you/choices").content.decode()
    assert browser.post("/you/choices", {"sponsors": "on"}).status_code == 400
    assert browser.post("/you/choices", {"sponsors": "off"}).status_code == 302
    assert (act.leads(at.tokens[0]), shared(ann)) == ([], [])
