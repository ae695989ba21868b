"""Files of other systems: each question is taken whole, or left and named with its line."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path
from time import process_time

import pytest
from django.core.management import CommandError, call_command

from salerno.policy.purposes import EDITORIAL
from salerno.privacy.context import entered
from salerno.privacy.errors import Refused
from salerno.services.practice import actions, models, queries
from salerno.services.practice.formats import bank as files
from salerno.services.practice.formats import foreign
from salerno.services.practice.forms import ItemForm, filled_in
from salerno.services.practice.tests.making import EDITOR
from salerno.services.practice.values import Bank, NewBank
from tests import people

NEW = NewBank("lamps", "Lamps", "Questions about lamps.")

GIFT = r"""// a remark
$CATEGORY: $course$/top/Lamps/Oil_and wick

::Two \: parts::[html]<p>A lamp burns H<sub>2</sub> at 10<sup>3</sup> &deg;.</p>
<p style\="color\: red">Which one?</p>{
  =the <b>left</b># Yes\: left.
  ~the right#[html]It is <i>out</i>.

  ~[plain]both <b>
  ####See page 4
    of the book.
}

The wick is {~dry =wet} in oil.

Oil floats.{T#It does not sink.#It floats.####Less dense.}";
"""

MOODLE = """<?xml version="1.0" encoding="UTF-8"?>
<quiz>
 <question type="category"><category><text>$course$/Lamps</text></category></question>
 <question type="multichoice">
  <name><text>Wick</text></name>
  <questiontext format="html"><text><![CDATA[<p>Look:</p><table><tr><td><p>a</p></td>
<td>1</td></tr></table><pre>x =  1
y = 2</pre><ul><li><p>one</p></li></ul>
<p><a href="https://example.org/w">Which?</a></p>]]></text></questiontext>
  <generalfeedback format="html"><text><![CDATA[<p>Because.</p>]]></text></generalfeedback>
  <defaultgrade>2.0</defaultgrade>
  <single>true</single>
  <hint format="html"><text>Think of oil.</text></hint>
  <answer fraction="0" format="html"><text>dry</text>
   <feedback><text>Too dry.</text></feedback></answer>
  <answer fraction="100" format="html"><text>wet</text>
   <feedback><text>It drinks.</text></feedback></answer>
 </question>
 <question type="truefalse">
  <questiontext format="moodle_auto_format"><text>Oil floats.</text></questiontext>
  <answer fraction="0">true</answer>
  <answer fraction="100">false</answer>
 </question>
</quiz>
"""


def taken(text: str) -> foreign.Taken:
    """What becomes of a file."""
    return foreign.read(text.encode(), NEW)


def words(text: str) -> set[str]:
    """Its words."""
    return set(re.findall(r"\w+", text))


def test_gift_is_taken_whole_with_its_signs_feedback_and_category() -> None:
    made = taken(GIFT)
    first, second, third = made.bank.items
    assert (made.left, made.notes) == ((), ())
    assert first.stem == "A lamp burns H₂ at 10³ °."
    assert first.ask == "Which one?"
    assert first.options == (("the left", ""), ("the right", "It is out."), ("both <b>", ""))
    assert (first.answer, first.rationale) == (0, "Yes: left.\n\nSee page 4 of the book.")
    assert (second.stem, second.options[second.answer][0]) == ("The wick is _____ in oil.", "wet")
    assert (third.ask, third.answer) == (foreign.IS_TRUE, 0)
    assert third.options == (("True", ""), ("False", "It does not sink."))
    assert third.rationale == "It floats.\n\nLess dense."
    assert {one.state for one in made.bank.items} == {"draft"}
    assert [one.title for one in made.bank.objectives] == ["Lamps", "Oil_and wick"]


@pytest.mark.parametrize(
    ("given", "line", "why"),
    [
        ("\n\nTell me.{}", 3, "essay"),
        ("Just words to read.\n\nTwo{~a =b}", 1, "description"),
        ("How many?{#3:1}", 1, "numerical"),
        ("Who?{=Roe =Low}", 1, "shortanswer"),
        ("Match.{=a -> b =c -> d}", 1, "matching"),
        ("Which?{~%50%a ~%50%b ~c}", 1, "multiple answers"),
        ("Which?{=a ~%50%b ~c}", 1, "gives part of the points"),
        ("Which?{=a ~a}", 1, "stands twice"),
        ('[html]<img src\\="@@PLUGINFILE@@/x.png"> Which?{=a ~b}', 1, "a picture"),
        ("// x\nWhich?{=a ~b\n\n::next::Other?{=c ~d}", 2, "never closes"),
        ("Which {=a ~b} and {=c ~d}?", 1, "more than one"),
        ("Which?{junk =a ~b}", 1, "unclear"),
        ("[html]<![1>Which?{=a ~b}", 1, "broken HTML"),
    ],
)
def test_what_gift_asks_otherwise_is_left_with_its_line_and_kind(
    given: str, line: int, why: str
) -> None:
    try:
        left = taken(given).left
    except files.BadBank as error:
        left = error.problems
    (problem,) = left
    assert problem.line == line
    assert why in problem.words


def test_aiken_is_taken_with_the_line_of_what_is_wrong() -> None:
    given = (
        "A lamp goes out.\n\nWhat is wrong?\n  A) The wick\n     is dry.\n  B) Nothing.\n"
        "  Answer: a\nEXPLANATION: Oil it.\n\n"
        "No letter\nA. one\nB. two\nANSWER: C\n\n"
        "Never ended\na)x\nb)y\n\n"
        "A gap\nA) one\nC) three\nANSWER: A\n\n"
        "One option\nA) one\nANSWER: A\n\n"
        "Lamp?\nA)on\nB)off\nANSWER: B"
    )
    made = taken(given)
    first, last = made.bank.items
    assert (first.stem, first.ask) == ("A lamp goes out.", "What is wrong?")
    assert first.options == (("The wick is dry.", ""), ("Nothing.", ""))
    assert (first.answer, first.rationale) == (0, "Oil it.")
    assert (last.stem, last.answer) == ("Lamp?", 1)
    assert [one.line for one in made.left] == [13, 15, 21, 24]


def test_moodle_is_taken_with_its_lines_and_what_is_not_kept_is_named() -> None:
    made = taken(MOODLE)
    first, second = made.bank.items
    assert (
        first.stem == "Look:\n\na | 1\n\nx =  1\ny = 2\n\n– one\n\nWhich? (https://example.org/w)"
    )
    assert first.options == (("dry", "Too dry."), ("wet", ""))
    assert (first.answer, first.rationale) == (1, "It drinks.\n\nBecause.")
    assert (second.ask, second.answer) == (foreign.IS_TRUE, 1)
    assert [one.line for one in made.notes] == [11, 13]
    assert words("Think of oil 2 0") <= words(" ".join(one.words for one in made.notes))
    assert made.left == ()


@pytest.mark.parametrize(
    ("before", "after", "why"),
    [
        ("<single>true", "<single>false", "several right answers"),
        ('type="multichoice"', 'type="essay"', "essay"),
        ("<p>Look:", '<p><img src="x.png">Look:', "a picture"),
        ('fraction="0" format', 'fraction="-50" format', "part of the points"),
        ('fraction="100" format', 'fraction="ten" format', "no number"),
        ("</text></questiontext>", "</text><file name='a'>x</file></questiontext>", "a file"),
        ("<text>dry</text>", "<text></text>", "empty"),
    ],
)
def test_what_moodle_asks_otherwise_is_left_with_its_line(
    before: str, after: str, why: str
) -> None:
    made = taken(MOODLE.replace(before, after, 1))
    (problem,) = made.left
    assert problem.line == 4
    assert why in problem.words
    assert len(made.bank.items) == 1


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (MOODLE.replace("</quiz>", "").encode(), 25),
        (MOODLE.replace("<single>", "<single").encode(), 12),
        (b'<?xml version="1.0"?>\n<!DOCTYPE quiz [\n<!ENTITY a "b">]><quiz>&a;</quiz>', 3),
        (b'<?xml version="1.0"?>\n<article/>', 2),
        (b'<?xml version="1.0"?><quiz>\n' + b"<a>" * 99, 2),
        (b"<quiz></quiz>", 1),
        (b"\xff\xfe", 1),
        (b"one\ntwo\x80{=a ~b}", 2),
        (b"Nothing that is asked.", 1),
        (b"", 1),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(given: bytes, line: int) -> None:
    with pytest.raises(files.BadBank) as caught:
        foreign.read(given, NEW)
    (problem,) = caught.value.problems
    assert problem.line == line
    assert problem.words.endswith(".")


def test_a_file_in_wide_letters_and_one_with_a_mark_are_read() -> None:
    for coded in (GIFT.encode("utf-16"), GIFT.encode("utf-8-sig"), MOODLE.encode("utf-8-sig")):
        assert len(foreign.read(coded, NEW).bank.items) >= 2


@pytest.mark.parametrize("given", [GIFT, MOODLE])
def test_what_was_taken_is_written_as_a_file_of_ours_and_reads_back_equal(given: str) -> None:
    made = taken(given).bank
    assert files.read(files.write(made)) == made


def test_a_question_of_a_file_is_a_draft_of_the_bank_that_stays_what_it_is(
    bank: Bank, tmp_path: Path
) -> None:
    path = tmp_path / "lamps.gift"
    path.write_text(GIFT + "\n\nTell me.{}\n")
    before = list(models.Item.objects.order_by("id").values_list("key", "state"))
    for _again in range(2):
        call_command("import_bank", str(path), "--bank", bank.slug)
    rows = models.Item.objects.filter(bank_id=bank.id).order_by("id")
    found = list(rows.values_list("key", "state"))
    assert found[: len(before)] == before
    assert [state for _key, state in found[len(before) :]] == ["draft"] * 3
    with entered(EDITORIAL, EDITOR):
        assert queries.bank(bank.slug).title == bank.title


@pytest.mark.parametrize(
    ("name", "content"), [("a.gift", b"Tell me.{}"), ("b.xml", b"<?xml"), ("c.txt", b"\xe9\n")]
)
def test_nothing_is_stored_of_a_file_that_is_refused(
    pack: str, tmp_path: Path, name: str, content: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CommandError):
        call_command("import_bank", str(path))
    assert re.search(rf"{re.escape(name)}: line 1: .+\.?", capsys.readouterr().err)
    assert not models.Bank.objects.exists()


def test_a_draft_without_a_reason_is_not_reviewed(bank: Bank) -> None:
    ada = people.person("ada@example.org", "Ada").viewer
    with entered(EDITORIAL, EDITOR):
        actions.load_bank(by=EDITOR, new=taken("Lamp?{=on ~off}").bank)
        found = queries.bank("lamps")
    row = models.Item.objects.get(bank_id=found.id)
    with entered(EDITORIAL, ada), pytest.raises(Refused, match="Write why"):
        actions.move_item(by=ada, bank_id=found.id, item_id=row.pk, to="review")


def test_a_bar_in_an_option_is_no_end_of_it_when_an_editor_keeps_the_draft(bank: Bank) -> None:
    with entered(EDITORIAL, EDITOR):
        actions.load_bank(by=EDITOR, new=taken("Or?{=a || b ~a | b#It is | one.}").bank)
        found = queries.bank("lamps")
        listed = queries.objectives(found)
        one = queries.item(found, models.Item.objects.get(bank_id=found.id).pk)
    choices = [(title, list(leaves)) for title, leaves in listed]
    given = filled_in(one) | {"rationale": "So.", "references": "A book"}
    form = ItemForm(given, objectives=choices)
    assert form.is_valid(), form.errors
    assert form.new_item().options == (("a || b", ""), ("a | b", "It is | one."))


HOSTILE = {
    "lines": b"\n" * 1_000_000 + b"{=a ~b",
    "spaces": b" " * 1_000_000 + b"{=a ~b",
    "answer": b"Q\nA) a\nB) b\nANSWER:"
    + b" " * 1_000_000
    + b"x"
    + b" " * 1_000_000
    + b"y\nANSWER: A",
    "option": b"Q\nA) a\n" + b"more words of it\n" * 150_000 + b"B) b\nANSWER: A",
    "cells": b"[html]<table><tr>" + b"<td></td>" * 10_000 + b"x</tr></table>{=a ~b}",
    "ended tags": b"[html]" + b"<p" * 20_000 + b">" * 20_000 + b"{=a ~b}",
    "tags": b"[html]" + b"<p" * 45_000 + b"{=a ~b}",
    "comments": b"[html]" + b"<!-" * 30_000 + b"{=a ~b}",
    "one field": b"[html]" + b"<b>x</b>" * 300_000 + b"{=a ~b}",
    "questions": b"a{=b~c}\n\n" * 20_000,
    "categories": b"$CATEGORY: " + b"a/" * 500_000 + b" " * 500_000 + b"x",
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_file_made_to_be_slow_is_done_with_at_once(name: str) -> None:
    begun = process_time()
    with suppress(files.BadBank):
        foreign.is_ours("x.txt", HOSTILE[name])
        foreign.read(HOSTILE[name], NEW)
    assert process_time() - begun < 10
