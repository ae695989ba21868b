"""Letters: what they must say, how they look on paper, and which way they take."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from salerno.policy.purposes import DESK
from salerno.privacy import clock, law
from salerno.privacy.context import Viewer, entered
from salerno.privacy.errors import Refused
from salerno.services.desk import queries
from salerno.services.desk.letters import words
from salerno.services.desk.letters.paper import pdf
from salerno.services.desk.rules.authorities import (
    AUTHORITIES,
    CALIFORNIA,
    CHECKED,
    EDUCATION,
    authority,
)
from salerno.services.desk.rules.cases import Outcome
from salerno.services.desk.rules.letters import LetterKind, missing
from salerno.services.desk.tests.scene import asked, confirm, do, mails_to, row, staff
from salerno.services.desk.values import NewCase
from tests import people

EEA = frozenset(re.findall("..", "ATBEBGHRCYCZDKEEFIFRDEGRHUIEITLVLTLUMTNLPLPTROSKSIESSEISLINO"))


@pytest.mark.clause("N-133", "works")
def test_a_refusal_names_the_authority_of_the_persons_country_and_the_way_to_a_court() -> None:
    officer = staff()
    one = asked(kind="objection", email="eva@example.org", country="DE").reference
    confirm("eva@example.org")
    do(officer, "answer", reference=one, outcome=Outcome.REFUSED, words="",
       reason="A law of commerce obliges us to keep the invoice.")  # fmt: skip
    said = mails_to("eva@example.org")[0]
    where = AUTHORITIES["DE"]
    assert where.name in said
    assert where.site in said
    assert "court" in said
    assert "A law of commerce obliges us" in " ".join(said.split())


@pytest.mark.clause("N-133", "refused")
def test_a_refusal_without_the_way_to_complain_is_not_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    officer = staff()
    one = asked(kind="objection", email="eva@example.org").reference
    confirm("eva@example.org")
    sent = len(people.letters())
    drawn = render_to_string
    for cut in ("court", "Federal Trade Commission", "https://reportfraud.ftc.gov"):
        monkeypatch.setattr(
            "salerno.services.desk.letters.words.render_to_string",
            lambda name, known, cut=cut: drawn(name, known).replace(cut, ""),
        )  # fmt: skip
        with pytest.raises(Refused):
            do(officer, "answer", reference=one, outcome=Outcome.REFUSED, words="",
               reason="The law keeps it.")  # fmt: skip
    assert (len(people.letters()), row(one).state) == (sent, "open")


def test_every_country_of_the_union_has_its_authority_and_the_table_is_fresh() -> None:
    assert set(AUTHORITIES) >= EEA
    assert all(one.site.startswith("https://") and one.name for one in AUTHORITIES.values())
    assert all(code == one.country for code, one in AUTHORITIES.items())
    assert len({one.name for one in AUTHORITIES.values()}) == len(AUTHORITIES)
    assert date(2026, 1, 1) <= CHECKED
    assert authority("FR", seat="US").country == "FR"
    assert authority("ZZ", seat="US") == AUTHORITIES["US"]
    assert authority("", seat="US", layers=("eu",)).site.startswith("https://www.edpb.europa.eu/")
    assert authority("FR", seat="US", layers=("eu",)).country == "FR"


def test_who_asks_signed_in_is_led_to_the_authority_of_where_they_live() -> None:
    ann, officer = people.person(region="DE"), staff()
    sent = {"kind": "objection", "words": "Nobody needs this.", "format": "zip",
            "destination": "self"}  # fmt: skip
    assert ann.browser().post("/you/requests", sent).status_code == 302
    [one] = people.column("desk_case", "reference")
    do(officer, "answer", reference=one, outcome=Outcome.REFUSED, words="", reason="The law.")
    said = mails_to(ann.email)[0]
    assert AUTHORITIES["DE"].name in said
    assert AUTHORITIES["US"].name not in said


def test_what_came_more_than_a_year_ago_is_looked_at_once_more() -> None:
    browser, before = staff().browser(), people.stored()
    sent = {"kind": "question", "channel": "post", "asker": "self", "words": "When?"}
    answer = browser.post("/desk/requests/new", sent | {"received_date": "2000-01-01"})
    assert (answer.status_code, "Look at the year once more" in people.words(answer)) == (422, True)
    assert people.stored() == before
    day = (clock.today() - timedelta(days=30)).isoformat()
    assert browser.post("/desk/requests/new", sent | {"received_date": day}).status_code == 302
    assert authority("US", seat="US", layers=("california",)) == CALIFORNIA
    assert authority("US", seat="US", layers=("", "ferpa")) == EDUCATION


def test_what_a_letter_lacks_is_named() -> None:
    where = AUTHORITIES["IE"]
    whole = f"Because. {where.name} ({where.site}) and a court."
    assert missing(LetterKind.REFUSAL, whole, authority=where, reason="Because.") == ()
    assert missing(LetterKind.REFUSAL, "No.", authority=where, reason="Because.") == (
        "reason", "authority", "court",
    )  # fmt: skip
    assert missing(LetterKind.EXTENSION, "Later.", authority=where, reason="") == ("reason",)
    assert missing(LetterKind.ANSWER, "Yes.", authority=where, reason="") == ()


def test_a_term_is_extended_once_in_time_and_with_its_reason(pack: str) -> None:
    officer, ann = staff(), people.person()
    one = asked(ann).reference
    first = row(one).due_date
    with pytest.raises(Refused):
        do(officer, "extend", reference=one, reason=" ")
    do(officer, "extend", reference=one, reason="Twelve years of letters are read by hand.")
    found = row(one)
    assert (found.due_date, found.is_extended) == (found.longest_date, True)
    assert found.due_date > first
    assert "Twelve years of letters are read by hand." in " ".join(mails_to(ann.email)[0].split())
    with pytest.raises(Refused):
        do(officer, "extend", reference=one, reason="Again.")
    other = asked(ann).reference
    with clock.clock_ahead(timedelta(days=60)), pytest.raises(Refused):
        do(officer, "extend", reference=other, reason="Too late.")


@pytest.mark.clause("N-122", "works")
def test_a_correction_opens_a_case_with_a_clock_and_a_decision() -> None:
    officer, ann = staff(), people.person()
    one = asked(ann, kind="correction", words="My institution is wrong.").reference
    assert row(one).due_date > clock.today()
    do(officer, "look_at_person", reference=one, reason="to correct the line")
    do(officer, "correct_person", reference=one, lines={"institution": "Bay Infirmary"})
    do(officer, "answer", reference=one, outcome=Outcome.DONE, words="It is corrected.")
    assert "Bay Infirmary" in people.column("accounts_profile", "institution")
    assert "It is corrected." in mails_to(ann.email)[0]


@pytest.mark.clause("N-122", "refused")
def test_an_earned_record_is_not_falsified_and_the_persons_statement_stands_beside_it() -> None:
    officer, ann = staff(), people.person()
    made = asked(ann, kind="correction", words="Make my score 100.")
    with pytest.raises(Refused):
        do(officer, "put_statement", key=made.key, words="I did better.")
    with pytest.raises(Refused):
        do(officer, "answer", reference=made.reference, outcome=Outcome.REFUSED, words="")
    do(officer, "answer", reference=made.reference, outcome=Outcome.REFUSED, words="",
       reason="It is the score that you earned on that day.")  # fmt: skip
    browser = ann.browser()
    sent = {"do": "statement", "statement": "I was ill on that day."}
    assert browser.post(f"/requests/{made.key}", sent).status_code == 302
    assert "I was ill on that day." in people.words(browser.get("/you/requests"))
    do(officer, "close", reference=made.reference)
    assert row(made.reference).statement == "I was ill on that day."


def test_who_gave_no_address_gets_paper_and_the_case_waits_for_the_post() -> None:
    officer = staff()
    new = NewCase("question", "By a letter", "post", name="Zoë Łukasz", postal="Quai 1\nGenève")
    one = do(officer, "take_in", new=new).reference
    do(officer, "answer", reference=one, outcome=Outcome.DONE, words="Yes – “of course”. Ω")
    with entered(DESK, officer.viewer) as _entry:
        found = queries.case(officer.viewer, one)
    assert found is not None
    letter = found.letters[-1]
    assert (letter.way, letter.posted_at) == ("post", None)
    with pytest.raises(Refused):
        do(officer, "close", reference=one)
    sheet = officer.browser().get(f"/desk/requests/{one}/letters/{letter.id}")
    assert sheet.content.startswith(b"%PDF-")
    do(officer, "mark_posted", reference=one, letter=letter.id)
    do(officer, "close", reference=one)


def test_the_same_letter_is_the_same_sheet_in_every_script_that_the_house_writes() -> None:
    at = datetime(2026, 11, 22, 8, tzinfo=UTC)
    text = "Grüße, Ærø, Łódź, Ωμέγα – “yes” …\n\x00" + "a long line of words " * 400
    first, second = (pdf("A subject", text, at, to="Zoë\nGenève") for _one in range(2))
    assert first == second
    assert first.count(b"/Type /Page\n") > 1


@pytest.mark.parametrize("kind", ["acknowledgement", "answer", "extension", "verify"])
def test_letters_are_plain_text_and_name_the_operator(kind: str) -> None:
    facts = {
        "reference": "R-AAAA-BBBB", "reason": "Because of <x> & y.", "words": "It’s <b>so</b>.",
        "due_date": date(2026, 12, 23), "received_at": clock.now(), "kind_title": "A question",
        "link": "https://x.example/y?a=1&b=2",
    }  # fmt: skip
    with translation.override("en"), entered(DESK, Viewer.job("test")):
        subject, text = words.letter(LetterKind(kind), facts)
    assert "R-AAAA-BBBB" in subject
    assert law.in_force().operator.legal_name in text
    assert "&lt;" not in text
    assert "&amp;" not in text
