"""Applying: without a profile, with documents that one chose, and nobody else who reads them."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

from salerno.policy.purposes import CAREERS
from salerno.privacy import clock
from salerno.privacy.context import entered
from salerno.privacy.errors import Refused
from salerno.services.careers import actions, queries
from salerno.services.careers.actions.standing import HOUSE
from salerno.services.careers.models import Document, SentDocument
from salerno.services.careers.rules import EICAR
from salerno.services.careers.tests.scene import (
    POSTING,
    SECRET,
    applied,
    document,
    docx,
    employer,
    posting,
    seeker,
    upload,
    verify,
)
from salerno.services.careers.values import NewApplication, Search
from tests.people import Person, column, letters, person, stored, words


@pytest.fixture(autouse=True)
def _offered(pack: str) -> None:
    if pack == "school":
        pytest.skip("This pack runs no careers: test_not_offered.py shows what it says.")


def key_of() -> str:
    """The key of the one document that was sent."""
    return str(column("careers_sentdocument", "key")[0])


@pytest.mark.clause("N-74", "works")
def test_an_employer_posts_and_works_and_both_sides_get_letters() -> None:
    office, made = employer()
    sent = {"title": "Cardiologist", "specialty": "cardiology", "practice": "hospital",
            "city": "Tromsø", "country": "NO", "text": "One night.", "days": "30"}  # fmt: skip
    where = office.browser().post(f"/employers/{made}/post", sent).headers["Location"]
    assert "Cardiologist" in words(Client().get("/careers?specialty=cardiology"))
    assert "0 positions" in words(Client().get("/careers?specialty=surgery"))
    assert "JobPosting" in Client().get(where).content.decode()
    jo = seeker()
    answer = jo.browser().post(f"{where}/apply", {"name": "Jo Seeker", "words": "I would come."})
    number = int(answer.headers["Location"].rsplit("/", 1)[1])
    assert letters()[0].to == office.email
    page = f"/employers/{made}/applications/{number}"
    assert "I would come." in words(office.browser().get(page))
    assert office.browser().post(page, {"stage": "invited"}).status_code == 302
    assert office.browser().post(page, {"text": "Come on Monday."}).status_code == 302
    mine = words(jo.browser().get(f"/you/career/applications/{number}"))
    assert ("Invited to talk" in mine, "Come on Monday." in mine) == (True, True)
    jo.browser().post(f"/you/career/applications/{number}", {"do": "message", "text": "Gladly."})
    assert "Gladly." in words(office.browser().get(page))
    sent_to = [(one.to, one.subject) for one in letters()]
    assert (jo.email, "Your application: Cardiologist") in sent_to
    assert all(office.email not in one.text and "Come on" not in one.text for one in letters())
    assert jo.email not in words(office.browser().get(page))


@pytest.mark.clause("N-74", "refused")
def test_who_is_not_verified_neither_posts_nor_receives() -> None:
    office, made = employer()
    number = posting(office, made)
    verify(made, verified=False)
    jo = seeker()
    assert Client().get(f"/careers/{number}").status_code == 404
    assert jo.browser().post(f"/careers/{number}/apply", {"name": "Jo"}).status_code == 404
    with entered(CAREERS, jo.viewer), pytest.raises(Refused):
        actions.apply(by=jo.viewer, posting_id=number, new=NewApplication("Jo", "Hello"))
    with entered(CAREERS, office.viewer), pytest.raises(Refused):
        actions.post_position(by=office.viewer, employer=made, new=POSTING)
    with entered(CAREERS, office.viewer), pytest.raises(Refused):
        queries.applications_to(made)
    assert stored()["careers_application"] == 0


@pytest.mark.clause("N-76", "works")
def test_who_has_no_profile_completes_an_application() -> None:
    office, made = employer()
    number = posting(office, made)
    jo = seeker()
    page = jo.browser().get(f"/careers/{number}/apply")
    assert "No profile is needed" in words(page)
    assert jo.browser().post(f"/careers/{number}/apply", {"name": "Jo"}).status_code == 302
    assert (stored()["careers_profile"], stored()["careers_application"]) == (0, 1)


@pytest.mark.clause("N-76", "refused")
def test_no_field_of_a_profile_is_asked_and_what_was_dismissed_stays_so() -> None:
    office, made = employer()
    number = posting(office, made)
    jo = seeker()
    browser = jo.browser()
    asked = browser.get(f"/careers/{number}/apply").content.decode()
    for one in ("headline", "specialty", "statement", "phone", "practice"):
        assert f'name="{one}"' not in asked
    assert (
        browser.post(f"/careers/{number}/apply", {"name": "Jo", "headline": "x"}).status_code == 400
    )
    assert "Employers can find you too" in words(browser.get(f"/careers/{number}"))
    browser.post("/you/career/profile/blocks", {"do": "dismiss"})
    assert "Employers can find you too" not in words(browser.get(f"/careers/{number}"))
    other = posting(office, made)
    assert "Employers can find you too" not in words(browser.get(f"/careers/{other}"))


@pytest.mark.clause("N-75", "works")
def test_the_chosen_document_is_opened_there_and_each_opening_is_read() -> None:
    office, made = employer()
    jo = seeker()
    cv, _other = document(jo), document(jo, b"%PDF-1.7 a letter to somebody else")
    number = applied(jo, posting(office, made), cv)
    assert len(column("careers_sentdocument", "id")) == 1
    path = f"/employers/{made}/applications/{number}/{key_of()}"
    answer = office.browser().get(path)
    assert (answer.status_code, answer.content) == (200, SECRET)
    office.browser().get(path)
    reasons = column("privacy_look", "reason")
    assert reasons.count("your CV, Fjord Hospital") == 2
    assert "Fjord Hospital" in words(jo.browser().get("/you/received"))
    assert "your CV, Fjord Hospital" in words(jo.browser().get("/you/looked"))


@pytest.mark.clause("N-75", "refused")
def test_no_employer_and_no_staff_reaches_a_document_that_was_not_sent_there() -> None:
    office, made = employer()
    other, their = employer("Hill Clinic")
    jo = seeker()
    number = applied(jo, posting(office, made), document(jo))
    document(jo, b"%PDF-1.7 kept at home")
    key = key_of()
    for who, at in ((other, their), (other, made), (person("eve@example.com"), made)):
        path = f"/employers/{at}/applications/{number}"
        assert who.browser().get(path).status_code == 404
        assert who.browser().get(f"{path}/{key}").status_code == 404
    with entered(CAREERS, office.viewer):
        assert list(Document.objects.values_list("name", flat=True)) == []
        assert SentDocument.objects.count() == 1
    with entered(CAREERS, other.viewer):
        assert SentDocument.objects.count() == 0
    text = b"".join(
        who.browser().get(path).content
        for who in (office, other)
        for path in ("/search?q=languages", "/search?q=storm", f"/employers/{made}/candidates")
    )
    assert b"languages</" not in text
    assert b"kept at home" not in text


@pytest.mark.clause("N-14", "works")
def test_a_cv_lies_sealed_typed_and_stands_in_the_copy() -> None:
    jo = seeker()
    page = {"sort": "cv", "name": "My CV", "file": upload(SECRET, "cv.exe")}
    assert jo.browser().post("/you/career/documents", page).status_code == 302
    [name] = column("careers_document", "file")
    lying = (Path(settings.MEDIA_ROOT) / name).read_bytes()
    assert b"%PDF-" not in lying
    assert b"languages" not in lying
    assert ("cv.exe" in name, column("careers_document", "kind")) == (False, ["pdf"])
    [number] = column("careers_document", "id")
    own = jo.browser().get(f"/you/career/documents/{number}")
    assert (own.content, own.headers["Cache-Control"]) == (SECRET, "private, no-store")
    assert "My CV" in words(jo.browser().get("/you"))


@pytest.mark.clause("N-14", "refused")
@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"MZ a program", 422), (b"", 422), (SECRET + EICAR, 422), (b"%PDF-1.4 /JavaScript x", 422),
        (docx("word/vbaProject.bin"), 422), (b"%PDF-" + b"0" * (5 * 1024 * 1024), 413),
    ],
)  # fmt: skip
def test_what_is_no_document_or_would_run_is_refused_and_a_guess_finds_nothing(
    content: bytes, status: int
) -> None:
    jo = seeker()
    page = {"sort": "cv", "name": "My CV", "file": upload(content)}
    assert jo.browser().post("/you/career/documents", page).status_code == status
    assert stored()["careers_document"] == 0
    for path in ("/you/career/documents/1", "/media/careers/a.sealed", "/you/career/documents/x"):
        assert jo.browser().get(path).status_code == 404


def test_an_application_is_sent_once_and_with_own_documents_only() -> None:
    office, made = employer()
    number = posting(office, made)
    jo, ben = seeker(), person("ben@example.org", "Ben Ito")
    theirs = document(ben)
    with pytest.raises(Refused):
        applied(jo, number, theirs)
    assert applied(jo, number) == applied(jo, number)
    assert stored()["careers_application"] == 1
    answer = jo.browser().post(f"/careers/{number}/apply", {"name": "J", "documents": [theirs]})
    assert answer.status_code == 400


def test_what_is_taken_back_is_closed_at_once(django_capture_on_commit_callbacks: Any) -> None:
    office, made = employer()
    jo = seeker()
    number = applied(jo, posting(office, made), document(jo))
    key = key_of()
    with django_capture_on_commit_callbacks(execute=True):
        jo.browser().post(f"/you/career/applications/{number}", {"do": "withdraw"})
    page = f"/employers/{made}/applications/{number}"
    assert office.browser().get(page).status_code == 404
    assert office.browser().get(f"{page}/{key}").status_code == 404
    assert "Jo Seeker" not in words(office.browser().get(f"/employers/{made}"))
    assert "Withdrawn" in words(jo.browser().get(f"/you/career/applications/{number}"))
    assert len(list((Path(settings.MEDIA_ROOT) / "careers").iterdir())) == 1


def test_an_address_is_shown_when_its_owner_says_so() -> None:
    office, made = employer()
    jo = seeker()
    number = applied(jo, posting(office, made))
    page = f"/employers/{made}/applications/{number}"
    assert jo.email not in words(office.browser().get(page))
    jo.browser().post(f"/you/career/applications/{number}", {"do": "reveal"})
    assert jo.email in words(office.browser().get(page))


def mailed(sender: Person, text: str) -> bytes:
    """A letter to the relay address of the one application."""
    said = EmailMessage()
    said["From"] = f"Somebody <{sender.email}>"
    said["To"] = f"careers-{column('careers_application', 'relay')[0]}@regimen.test"
    said["Subject"] = "Re: your letter"
    said.set_content(text)
    return said.as_bytes()


def relayed(content: bytes) -> None:
    """As the command does it."""
    with entered(CAREERS, HOUSE):
        actions.relay(by=HOUSE, content=content)


def test_a_letter_to_the_relay_is_passed_on_without_any_address() -> None:
    office, made = employer()
    jo = seeker()
    number = applied(jo, posting(office, made))
    text = f"Tuesday suits me. {jo.email}\n\nOn Monday Fjord wrote:\n> come\n"
    relayed(mailed(jo, text))
    page = words(office.browser().get(f"/employers/{made}/applications/{number}"))
    assert "Tuesday suits me. [address]" in page
    assert (jo.email in page, "come" in page.split("Tuesday")[1].split("By mail")[0]) == (
        False,
        False,
    )
    relayed(mailed(office, "Good. Tuesday then."))
    assert "Good. Tuesday then." in words(jo.browser().get(f"/you/career/applications/{number}"))
    with pytest.raises(Refused):
        relayed(mailed(person("eve@example.com", "Eve Spy"), "Let me in"))
    with pytest.raises(Refused):
        relayed(b"To: careers-" + b"0" * 24 + b"@x.test\nFrom: a@b.c\n\nHello")
    with pytest.raises(Refused):
        relayed(b"no message at all")
    assert stored()["careers_message"] == 2


def test_a_posting_ends_by_itself_and_by_its_employer() -> None:
    office, made = employer()
    number, other = posting(office, made), posting(office, made)
    with clock.clock_ahead(timedelta(days=31)):
        assert Client().get(f"/careers/{number}").status_code == 404
    assert office.browser().post(f"/employers/{made}/close/{number}").status_code == 302
    assert Client().get(f"/careers/{number}").status_code == 404
    assert Client().get(f"/careers/{other}").status_code == 200


def test_a_saved_search_is_told_of_what_is_new_once_a_day() -> None:
    office, made = employer()
    jo = seeker()
    with entered(CAREERS, jo.viewer):
        actions.save_search(by=jo.viewer, search=Search(specialty="cardiology"))
        actions.save_search(by=jo.viewer, search=Search(q="surgery"))
        actions.save_search(by=jo.viewer, search=Search(q="surgery"))
        assert len(queries.saved()) == 2
    posting(office, made)
    told = []
    for days in (0, 1, 1, 2):
        with clock.clock_ahead(timedelta(days=days, minutes=days)), entered(CAREERS, HOUSE):
            told.append(actions.tell_all(by=HOUSE))
    assert told == [0, 1, 0, 0]
    with clock.clock_ahead(timedelta(days=3)):
        [mail] = [one for one in letters() if "1 new position" in one.subject]
    assert ("Cardiologist, Fjord Hospital" in mail.text, mail.to) == (True, jo.email)


@pytest.mark.parametrize(
    "query", ["?page=x", "?page=-1", "?specialty=x", "?q=%00", "?country=ZZ&visa=on", "?page=9999"]
)
def test_a_search_answers_whatever_is_asked(query: str) -> None:
    assert Client().get(f"/careers{query}").status_code == 200
