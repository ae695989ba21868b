"""Answering a survey: with a name and without, once, until its end; and what nobody reads."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from salerno.policy.purposes import ACCOUNT, ADVERTS, EDITORIAL, SURVEYS
from salerno.privacy import clock, retention, rights
from salerno.privacy.context import Viewer, entered
from salerno.privacy.errors import GateError, PurposeRefused, Refused
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.subjects import is_open
from salerno.privacy.testing import expecting_refusals
from salerno.services.accounts import actions as accounts
from salerno.services.accounts import demo as people_demo
from salerno.services.accounts.demo import confirm
from salerno.services.accounts.values import Role
from salerno.services.surveys import actions, demo, jobs, models, queries
from salerno.services.surveys.actions import answering
from salerno.services.surveys.values import NewSurvey, Survey
from tests import people

STAFF = Viewer.visitor()
TEXT = """\
again: yesno needed
Would you come again?

why: {kind} if again is no
Why not?
{lines}
stars: stars
How was it?
"""
FREE = TEXT.format(kind="long", lines="")
LISTED = TEXT.format(kind="single", lines="- Too long\n- Too far\n")


def new(**changes: Any) -> NewSurvey:
    """A survey that closes in ten days."""
    closes = clock.now() + timedelta(days=10)
    said: dict[str, Any] = {
        "slug": "again", "title": "Would you come again?", "why": "To do better.",
        "is_anonymous": True, "text": FREE, "closes_at": closes,
        "kept_until": closes + timedelta(days=30),
    }  # fmt: skip
    return NewSurvey(**said | changes)


def opened(**changes: Any) -> Survey:
    """A survey that is open."""
    with entered(EDITORIAL, STAFF):
        number = actions.save_survey(by=STAFF, new=new(**changes))
        actions.open_survey(by=STAFF, survey_id=number)
        found = queries.survey_by_id(number)
    assert found is not None
    return found


def named(**changes: Any) -> Survey:
    """A survey that keeps names."""
    return opened(is_anonymous=False, text=LISTED, **changes)


def member(name: str) -> people.Person:
    """Somebody with an account whom one may ask."""
    return people.person(f"{name}@example.org", f"{name.title()} Reader")


def send(who: people.Person, **said: str) -> Any:
    """Answer as a browser does, from a page that shows every question."""
    sent = {"shown": "again,why,stars"} | {f"q_{name}": value for name, value in said.items()}
    return who.browser().post("/surveys/again/answer", sent)


def close(found: Survey) -> None:
    """Close a survey."""
    with entered(EDITORIAL, STAFF):
        actions.close(by=STAFF, survey_id=found.id)


def own(who: people.Person, found: Survey) -> Any:
    """One's own part."""
    with entered(ACCOUNT, who.viewer):
        return queries.own(who.subject, found)


def editor() -> Client:
    """Somebody of the desk."""
    made = member("edith")
    with entered(AUTHENTICATE, made.viewer):
        accounts.give_role(by=made.viewer, subject=made.subject, role=Role.EDITOR)
        confirm(by=made.viewer, subject=made.subject, with_factor=True)
    return made.browser()


@pytest.mark.clause("N-09", "works")
@pytest.mark.parametrize("is_anonymous", [True, False])
def test_answers_stand_under_the_surveys_purpose_with_a_mode_and_an_end(
    is_anonymous: bool,
) -> None:
    found = opened() if is_anonymous else named()
    ann = member("ann")
    page = people.words(ann.browser().get("/surveys/again"))
    before = page.index("Without names." if is_anonymous else "With your name.")
    assert (
        before < page.index("all answers are deleted") < page.index("Would you come again? needed")
    )
    assert send(ann, again="yes", stars="4").status_code == 302
    said = own(ann, found)
    assert said.is_done
    assert said.answers == (None if is_anonymous else {"again": "yes", "stars": 4})
    assert send(ann, again="no").status_code == 409
    with entered(SURVEYS, Viewer.job("test")):
        assert queries.sheets(found) == [{"again": "yes", "stars": 4}]
    with clock.clock_at(found.kept_until + timedelta(minutes=1)):
        jobs.tend()
        retention.sweep(confirmed=True)
    stored = people.stored()
    assert stored["surveys_response"] == stored["surveys_taken"] == 0
    assert not models.Sheet.objects.exists()


@pytest.mark.clause("N-09", "refused")
def test_what_somebody_answered_chooses_no_advertising() -> None:
    found = named()
    send(member("ann"), again="no", why="Too far")
    by = Viewer.job("adverts")
    with entered(SURVEYS, by):
        assert queries.sheets(found) == [{"again": "no", "why": "Too far"}]
    with entered(ADVERTS, by), expecting_refusals():
        for asked in (
            lambda: list(models.Response.objects.values_list("owner_id", "answers")),
            lambda: list(models.Response.objects.filter(survey="again").values_list("owner_id")),
            lambda: list(models.Response.objects.filter(answers__why="Too far").values("owner_id")),
            lambda: models.Response.objects.filter(answers__again="no").count(),
            lambda: list(models.Taken.objects.values_list("owner_id", "survey")),
        ):
            with pytest.raises(GateError):
                asked()
        with pytest.raises(PurposeRefused):
            queries.sheets(found)


def test_no_column_joins_a_sheet_to_who_took_part() -> None:
    found = opened()
    some = [member(f"p{at}") for at in range(6)]
    for at, one in enumerate(some):
        with clock.clock_ahead(timedelta(minutes=at)):
            assert send(one, again="no", why=f"reason {at}").status_code == 302
    sheet = {field.column for field in models.Sheet._meta.local_fields}
    taken = {field.column for field in models.Taken._meta.local_fields}
    assert sheet == {"id", "survey", "answers"}
    assert sheet & taken == {"id", "survey"}
    for name in ("survey", "counted_from"):  # the same for everybody: it tells nobody apart
        assert len(set(people.column("surveys_taken", name))) == 1
    keys = {str(one) for one in people.column("surveys_sheet", "id")}
    others = {str(one) for one in people.column("surveys_taken", "id")}
    assert not keys & (others | {str(one.subject) for one in some})
    assert all(one.pk.version == 4 for one in models.Sheet.objects.all())
    close(found)
    assert not keys & {str(one) for one in people.column("surveys_sheet", "id")}


def test_the_order_in_which_sheets_lie_says_nothing_of_who_came_when() -> None:
    came, orders = list(range(7)), []
    with entered(SURVEYS, Viewer.job("test")):
        for _again in range(8):
            models.Sheet.objects.all().delete()
            for at in came:
                answering.mix("again", [{"at": at}])
            orders.append(lying())
    assert all(sorted(one) == came for one in orders)
    for one in (came[0], came[-1]):  # eight times at one of seven places: once in 800,000
        assert len({order.index(one) for order in orders}) > 1


def lying() -> list[int]:
    """The sheets in the order in which the database holds them."""
    order = "rowid" if connection.vendor == "sqlite" else "ctid"
    own: Any = connection
    with own.gate_open(), own.cursor() as cursor:
        cursor.execute(f"SELECT answers FROM surveys_sheet ORDER BY {order}")
        return [json.loads(one)["at"] for (one,) in cursor.fetchall()]


def test_what_follows_is_asked_before_anything_is_stored() -> None:
    found = opened()
    ann = member("ann")
    first = ann.browser().post(
        "/surveys/again/answer", {"shown": "again,stars", "q_again": "no", "q_stars": "2"}
    )
    assert (first.status_code, "Why not?" in people.words(first)) == (200, True)
    assert not own(ann, found).is_done
    page = first.content.decode()
    assert 'value="again,why,stars"' in page
    assert page.count(" checked") == 2
    assert send(ann, again="no", why="Far", stars="2").status_code == 302
    ben = member("ben")
    assert send(ben, again="yes", why="dropped").status_code == 302
    assert "dropped" not in str(list(models.Sheet.objects.values_list("answers", flat=True)))


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({}, 422), ({"q_again": "perhaps"}, 422), ({"q_again": "yes", "q_stars": "9"}, 422),
        ({"q_again": "no", "q_why": "a\0"}, 422), ({"q_again": "yes", "name": "Ann"}, 400),
        ({"q_again": ["yes", "no"]}, 422), ({"q_again": "no", "q_why": "x" * 5000}, 422),
    ],
)  # fmt: skip
def test_bad_input_stores_nothing_and_says_why(said: dict[str, Any], status: int) -> None:
    opened()
    ann = member("ann")
    answer = ann.browser().post("/surveys/again/answer", {"shown": "again,why,stars"} | said)
    assert answer.status_code == status
    assert "Nothing was stored" in people.words(answer)
    assert people.stored()["surveys_taken"] == models.Sheet.objects.count() == 0


def test_one_no_ends_all_surveys(pack: str) -> None:
    found = named()
    ann, ben = member("ann"), member("ben")
    send(ann, again="yes")
    send(ben, again="yes")
    assert found.title in people.words(ann.browser().get("/surveys"))
    assert ann.browser().post("/surveys/refuse").status_code == 302
    assert not is_open(ann.subject, SURVEYS)
    page = people.words(ann.browser().get("/surveys"))
    assert found.title not in page
    assert "You are not asked" in page
    with entered(SURVEYS, Viewer.job("test")):
        assert len(queries.sheets(found)) == 1
    assert send(ann, again="yes").status_code == 403
    with entered(SURVEYS, ann.viewer), pytest.raises(Refused, match="said no"):
        actions.answer(by=ann.viewer, slug="again", sent={"q_again": ["yes"]})
    assert own(ann, found).is_done  # it stays one's own: to be read, and taken back
    with clock.clock_at(found.kept_until + timedelta(minutes=1)):
        retention.sweep(confirmed=True)
    assert people.stored()["surveys_response"] == 0


def test_answers_with_a_name_are_taken_back_and_go_with_the_person() -> None:
    found = named()
    ann, ben = member("ann"), member("ben")
    for one in (ann, ben):
        send(one, again="no", why="Too far")
    assert "Too far" in people.words(ann.browser().get("/surveys/again"))
    assert ann.browser().post("/surveys/again/take-back").status_code == 302
    assert (own(ann, found).is_done, own(ben, found).is_done) == (False, True)
    assert ann.browser().post("/surveys/again/take-back").status_code == 409
    rights.erase(ben.subject, ground="test")
    assert people.stored()["surveys_response"] == 0


def test_an_erased_person_leaves_sheets_that_are_nobodys() -> None:
    opened()
    ann = member("ann")
    send(ann, again="yes")
    assert ann.browser().post("/surveys/again/take-back").status_code == 409
    rights.erase(ann.subject, ground="test")
    assert people.stored()["surveys_taken"] == 0
    assert models.Sheet.objects.count() == 1


def test_figures_are_of_ten_and_only_of_what_is_closed() -> None:
    found = opened()
    ann, desk = member("ann"), editor()
    send(ann, again="no", why="The very reason of Ann")
    with entered(SURVEYS, Viewer.job("test")):
        answering.mix("again", [{"again": "no", "why": f"r{at}"} for at in range(8)])
    assert desk.get(f"/desk/surveys/{found.id}/results.csv").status_code == 409
    assert "The very reason" not in desk.get(f"/desk/surveys/{found.id}").content.decode()
    assert desk.post(f"/desk/surveys/{found.id}/run", {"do": "close"}).status_code == 302
    for address in ("", "/results.csv"):
        page = desk.get(f"/desk/surveys/{found.id}{address}")
        assert page.status_code == 200
        assert "The very reason" not in page.content.decode()
    with entered(SURVEYS, Viewer.job("test")):
        answering.mix("again", [{"again": "no", "why": "the tenth"}])
    for address in ("", "/results.csv"):
        text = desk.get(f"/desk/surveys/{found.id}{address}").content.decode()
        assert "The very reason of Ann" in text
        assert "ann@" not in text
    assert send(member("ben"), again="yes").status_code == 409


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"is_anonymous": False}, "words of one's own"),
        ({"kept_until": clock.now() + timedelta(days=9)}, "after that"),
        ({"closes_at": clock.now() - timedelta(days=1)}, "after now"),
        ({"kept_until": clock.now() + timedelta(days=500)}, "at most"),
        ({"text": "nonsense"}, "begins no question"),
    ],
)
def test_a_survey_beyond_the_policy_is_refused(changes: dict[str, Any], why: str) -> None:
    with entered(EDITORIAL, STAFF), pytest.raises(Refused, match=why):
        actions.save_survey(by=STAFF, new=new(**changes))


def test_what_was_opened_stays_as_it_is() -> None:
    found = opened()
    with entered(EDITORIAL, STAFF):
        for again in (
            lambda: actions.save_survey(by=STAFF, new=new(why="Other"), survey_id=found.id),
            lambda: actions.open_survey(by=STAFF, survey_id=found.id),
            lambda: actions.save_survey(by=STAFF, new=new()),
        ):
            with pytest.raises(Refused):
                again()
    with clock.clock_at(found.closes_at):
        assert jobs.tend() == 1
    assert "has closed" in people.words(member("ann").browser().get("/surveys/again"))


def test_the_desk_is_for_editors_and_says_what_is_wrong() -> None:
    desk, now = editor(), clock.now()
    good = {
        "title": "A", "slug": "a", "why": "B.", "mode": "without", "text": FREE,
        "closes_at": f"{now + timedelta(days=28):%Y-%m-%d 18:00}",
        "kept_until": f"{now + timedelta(days=99):%Y-%m-%d 18:00}",
    }  # fmt: skip
    assert desk.post("/desk/surveys/new", good).status_code == 302
    assert desk.post("/desk/surveys/new", good).status_code == 409
    for wrong in ({"slug": "refuse"}, {"slug": "A B"}, {"mode": "x"}, {"text": "x"},
                  {"closes_at": "x"}, {"kept_until": "2099-01-01"}, {"title": ""}):  # fmt: skip
        sent = desk.post("/desk/surveys/new", good | {"slug": "b"} | wrong)
        assert sent.status_code == 422, wrong
    number = models.Survey.objects.get().pk
    assert Client().get("/surveys/a").status_code == 404
    assert desk.post(f"/desk/surveys/{number}/run", {"do": "open"}).status_code == 302
    for address in ("/desk/surveys", f"/desk/surveys/{number}", "/desk"):
        assert desk.get(address).status_code == 200
    for address in ("/surveys", "/surveys/a", "/surveys/a/thanks"):
        assert Client().get(address).status_code == 200
    assert Client().post("/surveys/a/answer", {}).status_code == 302
    assert desk.get("/desk/surveys/99").status_code == 404
    stranger = member("bo").browser()
    assert "We ask for your opinion" in stranger.get("/you").content.decode()
    for address in ("", "/new", f"/{number}", f"/{number}/results.csv"):
        assert stranger.get(f"/desk/surveys{address}").status_code == 403


@pytest.mark.parametrize("number", [1, 3])
def test_the_reads_ask_a_fixed_number_of_times(number: int, django_assert_num_queries: Any) -> None:
    found = named()
    some = [member(f"p{at}") for at in range(number)]
    for at, one in enumerate(some):
        send(one, again="yes")
        opened(slug=f"other{at}")
    with entered(SURVEYS, some[0].viewer), django_assert_num_queries(1):
        assert len(queries.running()) == number + 1
    with entered(ACCOUNT, some[0].viewer), django_assert_num_queries(1):
        queries.own(some[0].subject, found)
    with entered(SURVEYS, Viewer.job("test")), django_assert_num_queries(1):
        assert len(queries.sheets(found)) == number


def test_the_demonstration_asks_four_questions(pack: str) -> None:
    people_demo.load()
    for _again in "ab":
        demo.load()
    assert models.Survey.objects.count() == 1
    assert "Letters and search" in people.words(Client().get("/surveys"))
