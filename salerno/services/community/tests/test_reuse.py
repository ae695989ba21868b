"""Using a contribution again: stated with its licence, read by its author, or refused."""

from __future__ import annotations

import pytest

from salerno.privacy import rights
from salerno.privacy.context import entered
from salerno.privacy.declare import Reach
from salerno.privacy.models import Subject
from salerno.privacy.purposes import RECORD
from salerno.privacy.subjects import keeping
from tests import hall
from tests.people import Person, column, words

SENT = {"publication": "The yearbook of 2027", "medium": "print", "licence": "Terms, section 6"}


def editor() -> Person:
    """Somebody of the staff."""
    return hall.editor()


def reused(who: Person, post: int, **more: str) -> int:
    """Send the editor's form; the status of the answer."""
    answer = who.browser().post("/desk/reuse", {**SENT, "post": str(post), **more})
    return answer.status_code


@pytest.mark.clause("N-93", "works")
def test_a_reuse_is_read_by_the_author_with_publication_medium_and_licence(pack: str) -> None:
    [ann] = hall.people("Ann Reader")
    number = hall.post(ann, hall.area(), "Sleep before nights helps.")
    staff = editor()
    named = reused(staff, number, is_named="on")
    assert named == (302 if pack == "publisher" else 409)
    assert reused(staff, number) == 302
    page = words(ann.browser().get("/you/reuse"))
    for part in ("The yearbook of 2027", "In print", "Terms, section 6"):
        assert part in page
    assert "re-use" not in words(staff.browser().get("/you/reuse"))
    looked = column("privacy_look", "reason")
    assert any("The yearbook of 2027" in one for one in looked)


@pytest.mark.clause("N-93", "refused")
def test_what_is_removed_restricted_of_a_minor_or_of_who_left_is_not_used_again() -> None:
    ann, ben, cleo = hall.people("Ann Reader", "Ben Ito", "Cleo Marsh")
    where, staff = hall.area(), editor()
    gone = hall.post(ann, where, "Taken away")
    ann.browser().post(f"/discuss/posts/{gone}/remove")
    young = hall.post(ben, where, "From somebody of sixteen")
    with entered(RECORD, ben.viewer), keeping("test"):
        Subject.objects.filter(pk=ben.subject).update(is_minor=True)
    left = hall.post(cleo, where, "From somebody who left")
    rights.erase(cleo.subject, ground="test")
    assert [reused(staff, one) for one in (gone, young, left, 99999)] == [409] * 4
    assert column("community_reuse", "id") == []


def test_what_points_to_somebody_or_was_not_for_all_stays(pack: str) -> None:
    [ann] = hall.people("Ann Reader")
    staff = editor()
    hall.enrol(ann)
    inside = hall.post(ann, hall.course(), "Said in the course")
    pointing = hall.post(ann, hall.area(), "Mrs. Dalgaard did well", is_sure=True)
    assert reused(staff, inside) == (409 if pack == "publisher" else 302)
    assert reused(staff, pointing) == (302 if pack == "publisher" else 409)


def test_only_an_editor_states_a_reuse_and_says_where() -> None:
    [ann] = hall.people("Ann Reader")
    number = hall.post(ann, hall.area(audience=Reach.PUBLIC), "Words")
    assert reused(ann, number) in (403, 404)
    assert reused(hall.officer(), number) in (403, 404)
    staff = editor()
    wrong = [{"publication": ""}, {"licence": " "}, {"medium": "tattoo"}, {"medium": ""}]
    assert [reused(staff, number, **one) for one in wrong] == [422] * 4
    assert staff.browser().post("/desk/reuse", {**SENT, "post": "x"}).status_code == 422
    assert column("community_reuse", "id") == []
