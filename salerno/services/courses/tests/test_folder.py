"""A course is read from its folder whole, or refused with the name of the file."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from salerno.privacy import clock
from salerno.privacy.errors import Refused
from salerno.services.courses.demo import FILES
from salerno.services.courses.formats.folder import read
from salerno.services.courses.formats.markdown import html, line

COURSE = """
slug = "x"
title = "X"
summary = "S"
[[units]]
number = 1
title = "U"
file = "u.md"
"""


def folder(where: Path, course: str = COURSE, **files: str) -> Path:
    """A folder with a course."""
    (where / "course.toml").write_text(course)
    (where / "u.md").write_text("# U\n\nText\n")
    for name, text in files.items():
        (where / f"{name}.toml").write_text(text)
    return where


def test_the_course_of_the_demonstration_is_read_whole() -> None:
    made = read(FILES, clock.now())
    assert (len(made.units), made.quiz is not None, made.units[0].transcript != "") == (
        3, True, True,
    )  # fmt: skip
    assert made.quiz is not None
    assert {one.kind for one in made.quiz.questions} == {
        "single", "multiple", "numeric", "ordering",
    }  # fmt: skip
    assert sum((one.points for one in made.quiz.questions), Decimal()) == 12


def test_a_small_folder_is_a_course(tmp_path: Path) -> None:
    made = read(folder(tmp_path), clock.now())
    assert (made.units[0].html, made.quiz, made.ends_at) == ("<p>Text</p>\n", None, None)


@pytest.mark.parametrize(
    ("course", "named"),
    [
        ("slug = ", "course.toml"),
        (COURSE.replace('"u.md"', '"none.md"'), "none.md"),
        (COURSE.replace('"u.md"', '"../../etc/passwd"'), "../../etc/passwd"),
        (COURSE.replace('title = "X"', ""), "title"),
        (COURSE.replace("number = 1", 'number = "one"'), "one"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, course: str, named: str) -> None:
    with pytest.raises(Refused) as refused:
        read(folder(tmp_path, course), clock.now())
    assert (named in str(refused.value.words), refused.value.status) == (True, 400)


@pytest.mark.parametrize(
    "question",
    [
        'kind = "single"\nstem = "Q"\n[[questions.choices]]\ntext = "a"\nright = true',
        'kind = "numeric"\nstem = "Q"',
        'kind = "essay"\nstem = "Q"',
        'kind = "numeric"\nstem = "Q"\nvalue = "many"',
        'kind = "ordering"\nstem = "Q"',
        'kind = "numeric"\nstem = "Q"\nvalue = 1\npoints = 0',
    ],
)
def test_a_question_that_nobody_can_answer_is_refused(tmp_path: Path, question: str) -> None:
    quiz = f'title = "T"\n[[questions]]\n{question}\n'
    with pytest.raises(Refused):
        read(folder(tmp_path, quiz=quiz), clock.now())


def test_markdown_lets_no_html_and_no_style_through() -> None:
    made = html(
        "# Title\n\n<script>alert(1)</script>\n\n[x](javascript:alert(1))\n\n|a|b|\n|--:|-|\n|1|2|"
    )
    assert [one for one in ("<script", "<h1", 'href="javascript', "style=") if one in made] == []
    assert '<th class="n" scope="col">a</th>' in made
    assert line("a **b** <i>c</i>") == "a <strong>b</strong> &lt;i&gt;c&lt;/i&gt;"


def test_a_figure_gets_the_address_of_its_unit() -> None:
    made = html(
        "![What it shows](one.svg)\n\n![Else](https://x.example/y.png)", files="/u/1/files/"
    )
    assert 'src="/u/1/files/one.svg"' in made
