"""The way of a question, and a bank as a file: read with every error's line, written equal."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from salerno.policy.purposes import EDITORIAL, PRACTICE
from salerno.privacy.context import Viewer, entered
from salerno.privacy.errors import Refused
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts import actions as accounts
from salerno.services.accounts.demo import confirm
from salerno.services.accounts.values import Role
from salerno.services.practice import actions, demo, models, queries
from salerno.services.practice.formats import bank as files
from salerno.services.practice.tests.making import EDITOR, ask, fresh, learner, new_bank, respond
from salerno.services.practice.values import Bank, NewItem, Panel
from tests import people
from tests.people import words

WHOLE = files.write(new_bank())


def test_a_bank_reads_back_equal() -> None:
    assert files.read(WHOLE) == new_bank()


@given(st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc"))))
def test_any_text_reads_back_equal(text: str) -> None:
    said = f'x {text}\n\n""" {text} x'[:5000]
    item = new_bank().items[0]
    changed = new_bank(items=(NewItem(**{**vars(item), "stem": said, "rationale": said}),))
    assert files.read(files.write(changed)) == changed


@pytest.mark.parametrize(
    ("before", "after", "words_said"),
    [
        ('answer = "A"', 'answer = "Z"', "answer is one of A, B, C."),
        ('objective = "rhythm"', 'objective = "nowhere"', "There is no objective “nowhere”"),
        ("difficulty = -1.0", "difficulty = 99", "difficulty lies between -6 and 6."),
        ('key = "rhythm-0"', 'key = "Über"', "key is small letters, digits and hyphens."),
        ('state = "live"', 'status = "live"', "“status” is not known here."),
        ('"First wrong", ', '"Right option", ', "An option is empty, or stands twice."),
        ('references = ["A textbook, chapter 1"]', "references = 3", "references is a list"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(before: str, after: str, words_said: str) -> None:
    text = WHOLE.replace(before, after, 1)
    with pytest.raises(files.BadBank) as caught:
        files.read(text)
    (problem,) = caught.value.problems
    assert words_said in problem.words
    assert (
        after.split(" = ")[0] in text.splitlines()[problem.line - 1]
        or "options" in (text.splitlines()[problem.line - 1])
    )


@pytest.mark.parametrize(
    "text", ["", "x", "[bank]\nslug = ", "items = 3", "a = " + "[" * 5000, "[bank]\x00", "\ufeff["]
)
def test_what_is_no_bank_is_refused(text: str) -> None:
    with pytest.raises(files.BadBank):
        files.read(text)


def test_the_demonstrations_sixty_questions_are_whole() -> None:
    read = [
        files.read(one.read_text(encoding="utf-8")) for one in sorted(demo.FILES.glob("*.toml"))
    ]
    items = [item for one in read for item in one.items]
    letters = [item.answer for item in items]
    assert (len(items), len({item.key for item in items})) == (60, 60)
    assert all(item.rationale and item.references and len(item.options) == 5 for item in items)
    assert max(letters.count(place) for place in range(5)) <= 15


def editor(name: str) -> Viewer:
    """Somebody who works on questions."""
    return people.person(f"{name}@example.org", name).viewer


def draft(by: Viewer, bank: Bank) -> int:
    """A question, written."""
    with entered(EDITORIAL, by):
        objective = queries.objectives(bank)[0][1][0]
        new = NewItem("fresh", "", "A stem", "What?", (("Yes", ""), ("No", "Why")), 0, "So", ("R",))
        return actions.write_item(by=by, bank_id=bank.id, objective_id=objective.id, new=new)


def test_nobody_reviews_their_own_question_and_the_other_puts_it_live(bank: Bank) -> None:
    ada, bo = editor("ada"), editor("bo")
    item = draft(ada, bank)
    with entered(EDITORIAL, ada):
        actions.move_item(by=ada, bank_id=bank.id, item_id=item, to="review")
        with pytest.raises(Refused, match="somebody else reviews"):
            actions.move_item(by=ada, bank_id=bank.id, item_id=item, to="live")
    with entered(EDITORIAL, bo):
        actions.move_item(by=bo, bank_id=bank.id, item_id=item, to="live")
        with pytest.raises(Refused):
            actions.move_item(by=bo, bank_id=bank.id, item_id=item, to="draft")
    assert models.Item.objects.get(pk=item).state == "live"


def test_a_retired_question_is_chosen_no_more_and_stays_in_history(bank: Bank) -> None:
    ann, browser = learner("Ann")
    answer = respond(ann, bank)
    ada = editor("ada")
    with entered(EDITORIAL, ada):
        for one in models.Item.objects.filter(bank_id=bank.id):
            actions.move_item(by=ada, bank_id=bank.id, item_id=one.pk, to="retired")
    assert ask(ann, fresh(bank)) is None
    assert "Right option" in words(browser.get(f"{bank.address}/answers/{answer}"))
    assert "1 answer" in words(browser.get(f"{bank.address}/record"))


def test_a_live_question_is_not_changed_but_replaced(bank: Bank) -> None:
    ada = editor("ada")
    item = models.Item.objects.filter(bank_id=bank.id).first()
    assert item is not None
    with entered(EDITORIAL, ada):
        new = NewItem(item.key, "", "x", "x", (("Yes", ""), ("No", "")), 0, "x", ("R",), Panel())
        with pytest.raises(Refused, match="Only a draft"):
            actions.write_item(
                by=ada, bank_id=bank.id, objective_id=item.objective_id, new=new, item_id=item.pk
            )
        made = actions.revise_item(by=ada, bank_id=bank.id, item_id=item.pk)
    version = models.Item.objects.get(pk=made)
    assert (version.state, version.replaces_id, version.stem) == ("draft", item.pk, item.stem)


def test_loaded_again_a_bank_keeps_its_questions(bank: Bank) -> None:
    with entered(EDITORIAL, EDITOR):
        assert actions.load_bank(by=EDITOR, new=new_bank()) == 0
        assert files.read(files.write(queries.as_file(bank))) == new_bank()


GIFT = "Lamp?{=on#Yes. ~off}\n\nTell me.{}\n"
AIKEN = "Lamp?\nA) on\nB) off\nANSWER: A\n"
MOODLE = (
    '<quiz><question type="multichoice"><questiontext><text>Lamp?</text></questiontext>'
    '<single>true</single><answer fraction="100"><text>on</text></answer>'
    '<answer fraction="0"><text>off</text></answer></question></quiz>'
)


def sent(name: str, content: str | bytes, **more: str) -> Any:
    """What the desk answers an editor who loads a file."""
    made = people.person(f"{name.encode().hex()}@example.org", "Ed")
    with entered(AUTHENTICATE, made.viewer):
        accounts.give_role(by=made.viewer, subject=made.subject, role=Role.EDITOR)
        confirm(by=made.viewer, subject=made.subject, with_factor=True)
    whole = content.encode() if isinstance(content, str) else content
    file = SimpleUploadedFile(name, whole)
    return made.browser().post("/desk/practice", {"file": file, **more})


@pytest.mark.parametrize(
    ("name", "content", "slug"),
    [("lamps.gift", GIFT, "lamps"), ("oil_lamps.txt", AIKEN, "oil-lamps"), ("x.xml", MOODLE, "x"),
     ("any.toml", WHOLE, "hearts-and-lungs")],
)  # fmt: skip
def test_the_desk_takes_each_of_the_four_forms(
    name: str, content: str, slug: str, pack: str
) -> None:
    answer = sent(name, content)
    states = set(models.Item.objects.filter(bank__slug=slug).values_list("state", flat=True))
    assert states == ({"live"} if name == "any.toml" else {"draft"})
    if name != "lamps.gift":
        assert (answer.status_code, answer["Location"]) == (302, f"/desk/practice/{slug}")
        return
    assert answer.status_code == 200
    assert "line 3: essay, “Tell me.”: this kind is not asked here" in words(answer)
    assert "1 new question was loaded" in words(answer)


def test_a_file_goes_to_the_bank_that_is_named(bank: Bank) -> None:
    before = models.Item.objects.filter(bank_id=bank.id).count()
    assert sent("lamps.txt", AIKEN, slug=bank.slug).status_code == 302
    assert models.Item.objects.filter(bank_id=bank.id).count() == before + 1
    assert models.Bank.objects.get().title == bank.title


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.gift", "Tell me.{}", "line 1: essay"),
        ("a.xml", '<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "b">]><quiz/>', "line 1: This"),
        ("a.txt", b"one\ntwo \xff", "line 2: This byte is no letter"),
        ("a.txt", b"\x00\x00", "line 1: This is none of the files"),
        ("a.toml", "[bank]\nslug = = 1", "line 2: "),
        ("a.gift", b"Q\x01?{=a ~b}", "line 1: choice of one answer"),
        ("a.txt", b"x" * 5_000_001, "larger than 5 MB"),
        ("a.txt", b"", "empty"),
    ],
)
def test_the_desk_says_why_a_file_is_not_loaded(
    name: str, content: str | bytes, said: str, pack: str
) -> None:
    answer = sent(name, content)
    assert (answer.status_code, said in words(answer)) == (422, True)
    assert not models.Bank.objects.exists()


def test_of_a_file_with_much_wrong_the_first_lines_are_shown_and_the_others_counted() -> None:
    answer = sent("a.gift", "Tell me.{}\n\n" * 300)
    assert (words(answer).count("essay"), "And 100 more lines." in words(answer)) == (200, True)


def test_the_desk_is_for_editors(bank: Bank) -> None:
    _ann, browser = learner("Ann")
    paths = ["/desk/practice", f"/desk/practice/{bank.slug}", f"/desk/practice/{bank.slug}/file"]
    assert {browser.get(one).status_code for one in paths} <= {302, 403, 404}
    with entered(PRACTICE, _ann.viewer):
        assert queries.has_begun()
