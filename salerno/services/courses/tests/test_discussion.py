"""What the people of a course write is seen by them, and by nobody else."""

from __future__ import annotations

import pytest

from salerno.policy.purposes import COMMUNITY
from salerno.privacy.context import entered
from salerno.services.courses.tests.making import Made, learner, somebody, teacher
from salerno.services.discuss import actions, queries
from salerno.services.discuss.values import NewPost
from tests.people import Person, words

SAID = "I heard a third sound this morning"


def say(who: Person, made: Made, text: str = SAID) -> int:
    """Post as somebody."""
    with entered(COMMUNITY, who.viewer):
        area = queries.area_of(f"{made.address}/discussion")
        assert area is not None
        return actions.post(by=who.viewer, area_id=area.id, new=NewPost(text))


@pytest.mark.clause("H-60", "works")
@pytest.mark.clause("H-61", "works")
def test_a_post_is_seen_in_its_course_with_the_name_of_who_wrote_it(course: Made) -> None:
    ann, _browser = learner("Ann", course)
    say(ann, course)
    for _person, browser in (learner("Ben", course), teacher("Tess", course)):
        page = browser.get(f"{course.address}/discussion")
        assert (page.status_code, SAID in words(page), "Ann Quill" in words(page)) == (
            200, True, True,
        )  # fmt: skip


@pytest.mark.clause("H-60", "refused")
def test_to_an_outsider_and_after_leaving_there_is_no_such_page(course: Made, other: Made) -> None:
    ann, _browser = learner("Ann", course)
    post = say(ann, course)
    ben, browser = learner("Ben", course)
    assert SAID in words(browser.get(f"{course.address}/discussion"))
    browser.post(f"{course.address}/leave")
    strangers = [browser, learner("Otto", other)[1], somebody("Nora").browser()]
    shut = [one.get(f"{course.address}/discussion") for one in strangers]
    shut += [one.get(f"/discussion/posts/{post}") for one in strangers]
    assert [one.status_code for one in shut] == [404] * len(shut)
    assert [SAID in one.content.decode() for one in shut] == [False] * len(shut)
    with entered(COMMUNITY, ben.viewer):
        assert queries.thread_of(f"{course.address}/discussion") is None


@pytest.mark.parametrize("given", ["x", "-1", "9" * 40, "0", "1\x00"])
def test_a_page_or_reply_that_is_no_number_does_no_harm(course: Made, given: str) -> None:
    browser = learner("Ann", course)[1]
    answer = browser.get(f"{course.address}/discussion", {"page": given, "reply": given})
    assert answer.status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_a_fixed_number_of_statements(
    course: Made, count: int, django_assert_max_num_queries: object
) -> None:
    ann, browser = learner("Ann", course)
    say(ann, course)
    for number in range(1, count):
        say(learner(f"Other{number}", course)[0], course)
    address = f"{course.address}/discussion"
    browser.get(address)
    assert callable(django_assert_max_num_queries)
    with django_assert_max_num_queries(10):  # two of them for likes, stars and who is muted
        assert browser.get(address).content.decode().count("<article") == count
