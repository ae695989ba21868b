"""Units: read, heard and marked by those enrolled; each when it opens; a player can seek."""

from __future__ import annotations

import pytest

from salerno.services.courses import models
from salerno.services.courses.tests.making import VIDEO, Made, learner, move, somebody, teacher
from tests.people import column, stored, words


def test_a_unit_shows_text_player_captions_transcript_and_what_comes_next(course: Made) -> None:
    page = learner("Ann", course)[1].get(f"{course.address}/units/1").content.decode()
    files = f"{course.address}/units/1/files"
    parts = (
        f'<source src="{files}/talk.webm" type="video/webm">',
        f'<track kind="captions" src="{files}/talk.vtt" srclang="en" label="English" default>',
        "<p>Spoken</p>",
        f'rel="next" href="{course.address}/units/2"',
        "Mark complete",
    )
    assert [one for one in parts if one not in page] == []


def test_opening_is_noted_once_and_marking_twice_marks_once(course: Made) -> None:
    browser = learner("Ann", course)[1]
    for _time in range(2):
        browser.get(f"{course.address}/units/1")
    assert (stored()["courses_unitprogress"], column("courses_unitprogress", "completed_at")) == (
        1, [None],
    )  # fmt: skip
    browser.post(f"{course.address}/units/1/mark", {"do": "done"})
    [first] = column("courses_unitprogress", "completed_at")
    browser.post(f"{course.address}/units/1/mark", {"do": "done"})
    assert column("courses_unitprogress", "completed_at") == [first]
    browser.post(f"{course.address}/units/1/mark", {"do": "undo"})
    assert column("courses_unitprogress", "completed_at") == [None]


def test_a_unit_that_is_still_to_open_shows_neither_text_nor_file(course: Made) -> None:
    browser = learner("Ann", course)[1]
    page = browser.get(f"{course.address}/units/3")
    assert (page.status_code, "opens on" in words(page)) == (403, True)
    assert browser.get(f"{course.address}/units/3/files/later.webm").status_code == 403
    assert browser.post(f"{course.address}/units/3/mark", {"do": "done"}).status_code == 403
    assert stored()["courses_unitprogress"] == 0


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/units/9", 404),
        ("/units/0", 404),
        ("/units/1/files/none.webm", 404),
        ("/units/1/files/later.webm", 404),
        ("/units/1/files/..%2f..%2fsalerno.sqlite3", 404),
        ("/units/99999999999999999999999999", 404),
    ],
)
def test_what_is_not_there_is_not_found(course: Made, path: str, status: int) -> None:
    assert learner("Ann", course)[1].get(f"{course.address}{path}").status_code == status


@pytest.mark.parametrize(
    ("asked", "status", "span"),
    [
        (None, 200, (0, len(VIDEO))),
        ("bytes=0-99", 206, (0, 100)),
        ("bytes=1000-", 206, (1000, len(VIDEO))),
        ("bytes=-7", 206, (len(VIDEO) - 7, len(VIDEO))),
        ("nonsense", 200, (0, len(VIDEO))),
    ],
)
def test_a_player_gets_the_part_that_it_asks_for(
    course: Made, asked: str | None, status: int, span: tuple[int, int]
) -> None:
    headers = {} if asked is None else {"Range": asked}
    answer = learner("Ann", course)[1].get(
        f"{course.address}/units/1/files/talk.webm", headers=headers
    )
    assert (answer.status_code, answer.getvalue()) == (status, VIDEO[span[0] : span[1]])
    assert answer.headers["Content-Length"] == str(span[1] - span[0])
    assert (answer.headers["Accept-Ranges"], answer.headers["Content-Type"]) == (
        "bytes", "video/webm",
    )  # fmt: skip


def test_a_part_beyond_the_file_is_refused(course: Made) -> None:
    answer = learner("Ann", course)[1].get(
        f"{course.address}/units/1/files/talk.webm", headers={"Range": "bytes=999999-"}
    )
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, f"bytes */{len(VIDEO)}")


def test_files_have_no_address_of_their_own(course: Made) -> None:
    name = str(models.Material.objects.values_list("file", flat=True)[0])
    answer = learner("Ann", course)[1].get(f"/media/{name}")
    assert (answer.status_code, name.startswith("courses/"), "talk" in name) == (404, True, False)


def test_a_teacher_reads_units_and_keeps_no_progress(course: Made) -> None:
    browser = teacher("Tess", course)[1]
    page = browser.get(f"{course.address}/units/1")
    assert (page.status_code, "Mark complete" in page.content.decode()) == (200, False)
    assert browser.post(f"{course.address}/units/1/mark", {"do": "done"}).status_code == 403
    assert stored()["courses_unitprogress"] == 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_unit_page_takes_a_fixed_number_of_statements(
    course: Made, count: int, django_assert_max_num_queries: object
) -> None:
    _ann, browser = learner("Ann", course)
    for number in range(count - 1):
        learner(f"Other{number}", course)
    browser.get(f"{course.address}/units/1")
    assert callable(django_assert_max_num_queries)
    with django_assert_max_num_queries(8):
        assert browser.get(f"{course.address}/units/1").status_code == 200


def test_the_list_of_courses_takes_as_many_statements_for_three_as_for_one(
    course: Made, other: Made, django_assert_num_queries: object
) -> None:
    browser = somebody("Ann").browser()
    browser.get("/courses")
    assert callable(django_assert_num_queries)
    with django_assert_num_queries(3):
        page = words(browser.get("/courses"))
    assert (course.course.title in page, other.course.title in page) == (True, True)
    move(course, title="Renamed")
    assert "Renamed" in words(browser.get("/courses"))
