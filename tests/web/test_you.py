""" "Your information": its pages, as a browser without scripts meets them, under both packs."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from salerno.privacy import rights
from salerno.privacy.context import Act, Viewer, acting, entered
from salerno.privacy.law import in_force
from salerno.privacy.models import Choice, CollectionEvent, Disclosure, Look, Subject
from salerno.privacy.points import KEEPING
from salerno.privacy.purposes import ERASURE
from salerno.privacy.registry import registry
from salerno.web import youcorrect, youpage
from tests import hall, people
from tests.ground import pack
from tests.people import PASSWORD, words

__all__ = ["pack"]

PAGES = (
    "/you", "/you/copy", "/you/correct", "/you/erase", "/you/received", "/you/looked",
    "/you/features",
)  # fmt: skip


def put(model: type[Any], **values: Any) -> Any:
    with entered(ERASURE, Viewer.job("test")), acting(Act("test", KEEPING)):
        return model._base_manager.create(**values)


def opened(response: Any) -> dict[str, str]:
    archive = zipfile.ZipFile(io.BytesIO(response.content))
    return {one: archive.read(one).decode(errors="replace") for one in archive.namelist()}


def leave(client: Client, **changes: str) -> Any:
    return client.post("/you/erase", {"word": "erase", "password": PASSWORD} | changes)


@pytest.mark.parametrize("path", PAGES)
def test_each_page_answers_its_owner_and_sends_a_visitor_to_sign_in(path: str) -> None:
    ann, ben = people.person(), people.person("ben@example.org", "Ben Other")
    text = ann.browser().get(path)
    assert text.status_code == 200
    assert "Ben Other" not in text.content.decode()
    assert ben.email not in text.content.decode()
    visitor = Client().get(path)
    assert (visitor.status_code == 302) == (path != "/you/features")


def test_everything_held_is_said_with_why_until_when_and_who_sees_it() -> None:
    ann = people.person()
    answer = ann.browser().get("/you")
    page = words(answer)
    for one in ("Ann Reader", ann.email, "Held, and readable by nobody", "Contract."):
        assert one in page
    row = f'scope="row">{registry().clauses["kernel.choices"].title}'
    assert answer.content.decode().count(row) == 1
    for heading in rights.holdings(ann.subject):
        for held in heading.holdings:
            assert youpage.told(held).kept in page.replace("&#x27;", "'"), held.clause.id


def test_what_is_held_is_said_in_words_and_not_in_columns() -> None:
    ann = people.person()
    area = hall.area()
    for text in ("Rounds *begin* at <six>.", "They end."):
        hall.post(ann, area, text)
    page = html.unescape(ann.browser().get("/you").content.decode())
    assert '<span class="val">Rounds *begin* at <six>.\nThey end.</span>' in page
    for column in ("html:", "policy digest", "is minor"):
        assert column not in page
    recorded = html.unescape(ann.browser().get("/you/looked").content.decode())
    titles = {str(one.title) for one in registry().purposes.values()}
    said = re.findall(r"<tr><td>[^<]*</td><td>([^<]*)</td>", recorded)
    assert said
    assert set(said) <= titles


def test_whatever_somebody_gave_has_a_control_and_the_receivers_stand_beside_it() -> None:
    ann = people.person()
    page = words(ann.browser().get("/you/correct"))
    client = ann.browser()
    for address in set(youcorrect.CHANGES.values()):
        assert client.get(address).status_code in {200, 302}, address
    held = [one.clause for some in rights.holdings(ann.subject) for one in some.holdings]
    assert all(
        str(one.title) in page for one in held if not one.secret or one.id in youcorrect.CHANGES
    )


@pytest.mark.clause("N-88", "refused")
def test_what_nobody_changes_alone_offers_a_request_instead() -> None:
    known = registry().clauses
    for name in ("accounts.age_answer", "accounts.postal_address"):
        link = youcorrect.change(known[name])
        assert link is not None
        address = f"/you/correct/ask?clause={name}"
        assert (str(link.words), link.address) == ("Ask for a correction", address)
    assert youcorrect.change(known["kernel.facts"]) is None
    page = words(people.person().browser().get("/you/correct"))
    assert f"Ask for a correction : {known['accounts.age_answer'].title}" in page


def test_the_copy_is_whole_and_says_it_in_words() -> None:
    ann = people.person()
    answer = ann.browser().post("/you/copy")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="your-info')
    files = opened(answer)
    expected = {"index.html", "about.json", "data/audit.jsonl", "data/accounts_profile.jsonl"}
    assert expected <= set(files)
    index = files["index.html"]
    assert "Ann Reader" in index
    assert "<script" not in index
    assert "http" not in index
    assert json.loads(files["about.json"])["version"] == in_force().version
    assert "until you close the account" in index.lower()


def test_what_was_given_goes_along_as_one_file() -> None:
    ann = people.person()
    made = json.loads(ann.browser().post("/you/copy/portable").content)
    text = json.dumps(made["given"])
    assert "Ann Reader" in text
    assert ann.email in text
    assert "argon2" not in text
    assert set(made) == {"schema", "made_at", "given"}
    assert ann.browser().get("/you/copy/portable").status_code == 405


@pytest.mark.clause("H-05", "works")
def test_what_came_by_telephone_is_labelled_on_the_page_and_in_the_copy() -> None:
    ann = people.person()
    put(
        CollectionEvent, owner_id=ann.subject, point="desk", point_version=1, policy_version=1,
        clause_ids=["accounts.name"], channel="telephone", source="you",
    )  # fmt: skip
    client = ann.browser()
    said = "It reached us by telephone"
    assert words(client.get("/you")).count(said) == 1
    assert opened(client.post("/you/copy"))["index.html"].count(said) == 1


@pytest.mark.clause("N-47", "works")
def test_every_use_lists_what_it_reads() -> None:
    page = words(Client().get("/you/features"))
    for purpose in registry().purposes.values():
        reads = [one for one in registry().clauses.values() if purpose in one.purposes]
        if reads and not purpose.keys_only:
            assert str(purpose.title) in page
            assert all(str(one.title) in page for one in reads)


def test_the_plan_stands_before_the_erasure_and_changes_nothing() -> None:
    ann = people.person()
    client = ann.browser()
    client.get("/you/erase")
    before = people.stored()
    page = words(client.get("/you/erase"))
    assert "Nothing is erased yet." in page
    plan = rights.plan_erasure(ann.subject)
    assert all(str(one.clause.title) in page for one in (*plan.goes, *plan.stays))
    assert all(one.reason in page for one in plan.stays)
    assert people.stored() == before


@pytest.mark.parametrize("wrong", [{"word": "yes"}, {"word": ""}, {"password": "not hers at all"}])
def test_nothing_goes_without_the_word_and_the_password(wrong: dict[str, str]) -> None:
    ann = people.person()
    client = ann.browser()
    before = people.stored()
    answer = leave(client, **wrong)
    assert (answer.status_code, people.stored()) == (422, before)
    assert "Nothing was erased" in words(answer)
    assert client.get("/you").status_code == 200


@pytest.mark.clause("N-125", "works")
@pytest.mark.django_db(transaction=True)
def test_an_erasure_ends_everything_and_says_what_it_did() -> None:
    ann, ben = people.person(), people.person("ben@example.org", "Ben Other")
    client, elsewhere, other = ann.browser(), ann.browser(), ben.browser()
    picture = io.BytesIO()
    Image.new("RGB", (40, 40)).save(picture, "PNG")
    sent = SimpleUploadedFile("face.png", picture.getvalue(), "image/png")
    client.post("/you/photograph", {"file": sent, "audience": "5"})
    assert "/you/copy" in client.get("/you/erase").content.decode()
    answer = leave(client)
    assert (answer.status_code, answer["Location"]) == (302, "/gone")
    page = words(client.get("/gone"))
    assert "Certificate of erasure" in page
    assert "Went" in page
    assert "Certificate" not in words(client.get("/gone"))
    for browser in (client, elsewhere):
        assert browser.get("/you").status_code == 302
    assert other.get("/you").status_code == 200
    everything = str([people.column(name, column) for name, column in cells()])
    assert [one for one in (ann.email, "Ann Reader") if one in everything] == []
    assert "Ben Other" in everything


def cells() -> list[tuple[str, str]]:
    return [
        (table.name, column) for table in registry().tables.values() for column in table.columns
    ]


@pytest.mark.clause("N-125", "refused")
def test_the_old_password_opens_as_little_as_one_that_never_was() -> None:
    ann = people.person()
    assert leave(ann.browser()).status_code == 302
    sent = {"login": ann.email, "password": PASSWORD}
    after = words(Client().post("/sign-in", sent))
    never = words(Client().post("/sign-in", sent | {"login": "nobody@example.org"}))
    assert after.replace(ann.email, "x") == never.replace("nobody@example.org", "x")


def test_a_receipt_is_its_owners_as_a_page_and_as_a_file() -> None:
    ann, ben = people.person(), people.person("ben@example.org", "Ben Other")
    with entered(ERASURE, Viewer.job("test")):
        number = Choice._base_manager.filter(owner_id=ann.subject).values_list("receipt", flat=True)
        known = list(number)
    assert known, "registering leaves a receipt"
    client = ann.browser()
    made = json.loads(client.get(f"/you/receipts/{known[0]}?as=json").content)
    assert made
    assert known[0] in client.get(f"/you/receipts/{known[0]}").content.decode()
    answer = ben.browser().get(f"/you/receipts/{known[0]}")
    assert answer.status_code == 404
    assert ann.email not in answer.content.decode()


def test_the_files_of_the_ledgers_hold_what_the_pages_hold() -> None:
    ann = people.person()
    put(
        Disclosure, owner_id=ann.subject, recipient="board", recipient_name="The Board",
        clause_ids=["accounts.name"], fields=["name"], purpose="credits", basis="consent",
        state="sent", ledger_seq=0,
    )  # fmt: skip
    put(
        Disclosure, owner_id=ann.subject, recipient="none", recipient_name="Nobody Ltd",
        clause_ids=[], fields=[], purpose="an older one", basis="contract", state="stopped",
        ledger_seq=0,
    )  # fmt: skip
    put(
        Look, owner_id=ann.subject, viewer_id=ann.subject, viewer_role="reader service",
        purpose="support", reason="She telephoned", clause_ids=["accounts.name", "an.older"],
        ledger_seq=0,
    )  # fmt: skip
    client = ann.browser()
    rows = json.loads(client.get("/you/received?as=json").content)
    assert {one["recipient"] for one in rows} == {"The Board", "Nobody Ltd"}
    for page in ("/you/received", "/you"):
        said = words(client.get(page))
        assert "The Board" in said
        assert "an older one" in said
    for page in ("/you/looked", "/you"):
        said = words(client.get(page))
        assert "reader service" in said
        assert "She telephoned" in said
    assert "The Board" in words(client.get("/you/correct"))
    assert "The Board" in opened(client.post("/you/copy"))["index.html"]


def test_the_statements_of_a_page_do_not_grow() -> None:
    ann = people.person()
    client = ann.browser()
    client.get("/you")
    counted = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as asked:
            client.get("/you")
        counted.append(len(asked))
        for number in range(30):
            put(
                CollectionEvent, owner_id=ann.subject, point=f"p{number}", point_version=1,
                policy_version=1, clause_ids=["accounts.name"], channel="page", source="you",
            )  # fmt: skip
    assert counted[0] == counted[1]
    assert counted[0] <= len(list(registry().personal())) + 16


def test_an_erased_number_is_never_anybody_again() -> None:
    ann = people.person()
    leave(ann.browser())
    with entered(ERASURE, Viewer.job("test")):
        state = Subject._base_manager.filter(pk=ann.subject).values_list("state", flat=True).get()
    assert state == Subject.State.ERASED
    assert people.person().subject != ann.subject
