"""What is decided without the database: names in a text, links, limits, the order of the queue."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from salerno.services.discuss.rules.areas import area_fault
from salerno.services.discuss.rules.files import scaled, size_words, sniffed
from salerno.services.discuss.rules.limits import (
    can_edit,
    minutes,
    page_number,
    pages,
    score,
    wait,
)
from salerno.services.discuss.rules.names import MOST_MARKS, Mark, marked, part_of, remarked
from salerno.services.discuss.rules.text import (
    escaped,
    filled,
    filled_html,
    numbers,
    tidy,
    to_html,
    unnamed,
)

KNOWN = {1: "Ann Reader", 2: "Ben Ito", 3: "Ann Miller", 4: "Cleo", 5: "May Young"}
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("Ann Reader", "@{1}"),
        ("ANN\n  reader!", "@{1}!"),
        ("Ann-Reader and Ann. Reader", "@{1} and @{1}"),
        ("Reader, Ann", "@{1}"),
        ("@Ann Reader’s", "@{1}’s"),
        ("@ben", "@{1}"),
        ("@ann", "@@{1}"),
        ("Ben said", "@{1} said"),
        ("ben said", "ben said"),
        ("Ito-san", "Ito-san"),
        ("Jean-Ben", "Jean-Ben"),
        ("Benjamin and Robben", "Benjamin and Robben"),
        ("Cleo, cleo", "@{1}, cleo"),
        ("May I? A young patient.", "May I? A young patient."),
        ("@May, and May Young; may young people", "@{1}, and @{2}; may young people"),
        ("x@Cleo.example", "x@@{1}.example"),
        ("x@ben.example", "x@ben.example"),
        ("Ann Reader Ann Miller", "@{1} @{2}"),
        ("Reader is a word", "Reader is a word"),
        ("", ""),
        ("@{1} typed", "@{{1} typed"),
        ("@ @@ @{", "@ @@ @{{"),
    ],
)
def test_names_become_marks_and_other_words_stay(text: str, stored: str) -> None:
    assert marked(text, KNOWN, near=KNOWN).text == stored


def test_a_part_of_a_name_counts_for_those_in_the_thread_only() -> None:
    assert marked("Ben said", KNOWN).text == "Ben said"
    assert marked("Ben Ito said", KNOWN).text == "@{1} said"


def test_a_mark_says_who_is_meant_and_how() -> None:
    found = marked("@Ben Ito, Ann; Ito; @Ann", KNOWN, near=KNOWN)
    assert found.text == "@{1}, @{2}; @{3}; @@{2}"
    assert found.marks == (
        Mark(1, "called", (2,)), Mark(2, "first", (1, 3)), Mark(3, "last", (2,)),
    )  # fmt: skip


def test_two_people_of_one_name_share_a_mark() -> None:
    assert marked("Ann Reader", {7: "Ann Reader", 9: "ann reader"}).marks == (
        Mark(1, "whole", (7, 9)),
    )


def test_a_name_of_common_words_is_no_name_unless_called() -> None:
    known = {1: "The Patient", 2: "of the", 3: "Will"}
    assert marked("the patient of the ward will", known, near=known).text == (
        "the patient of the ward will"
    )
    assert marked("@Will", known).text == "@{1}"


def test_marks_that_stand_are_not_read_as_words() -> None:
    known = {1: "12 Monkeys", 2: "Ann Reader"}
    found = remarked("@{12} monkeys and Ann Reader", known, first=13)
    assert found.text == "@{12} monkeys and @{13}"


def test_titles_are_no_part_of_a_name() -> None:
    known = {1: "Dr. Ann B. Reader, MD"}
    assert marked("Dr. House and Ann Reader and ann b. reader", known, near=known).text == (
        "Dr. House and @{1} and @{1}"
    )
    assert part_of("Dr. Ann B. Reader", "first") == "Ann"
    assert part_of("Dr. Ann B. Reader", "last") == "Reader"
    assert part_of("Dr. Ann B. Reader", "whole") == "Dr. Ann B. Reader"
    assert (part_of("Ann", "called"), part_of("", "called"), part_of("Dr", "first")) == (
        "@Ann", "", "Dr",
    )  # fmt: skip


def test_a_text_has_so_many_marks_and_no_more() -> None:
    known = {number: f"Person{number} Surname{number}" for number in range(MOST_MARKS + 5)}
    text = " ".join(known.values())
    assert len(marked(text, known).marks) == MOST_MARKS


def test_stored_text_comes_back_as_it_was_typed() -> None:
    typed = "a @{1} @{{ Ann Reader"
    stored = marked(typed, KNOWN)
    assert filled(stored.text, lambda _number: "Ann Reader") == typed
    assert (escaped("@{"), filled("@{{", str)) == ("@{{", "@{")


def test_names_and_their_absence_are_filled_in_and_escaped() -> None:
    html = to_html("@{1} & @{2} and @{{3}")
    shown = filled_html(html, {1: "<b>"}, "someone who left")
    assert shown == (
        '<p><span class="mention">&lt;b&gt;</span> &amp; '
        '<span class="mention">someone who left</span> and @{3}</p>'
    )
    assert unnamed("@{1} said\n\n@{{2}") == "said @{2}"
    assert numbers("@{1} @{{2} @{30}") == {1, 30}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a\nb\n\nc", "<p>a<br>b</p><p>c</p>"),
        ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
        (
            "(http://a.example/x).",
            '<p>(<a href="http://a.example/x" rel="nofollow ugc noopener">http://a.example/x</a>).</p>',
        ),
        (
            'https://a.example/"onx=1',
            '<p><a href="https://a.example/" rel="nofollow ugc noopener">https://a.example/</a>'
            "&quot;onx=1</p>",
        ),
        ("https://a.example/@{1}/x", "<p>https://a.example/@{1}/x</p>"),
        ("", ""),
    ],
)
def test_html_has_paragraphs_breaks_and_links_and_nothing_else(text: str, html: str) -> None:
    assert to_html(text) == html


def test_text_is_brought_into_one_form() -> None:
    assert tidy(" a \r\n\r\n\r\n\r\nb\0\x07\ue000 \n") == " a\n\nb".strip("\n ")
    assert tidy("e\u0301") == "é"


@pytest.mark.parametrize(("sent", "left"), [(19, 0), (20, 10), (25, 10)])
def test_how_long_to_wait(sent: int, left: int) -> None:
    times = [NOW - timedelta(minutes=50)] * sent
    assert minutes(wait(times, NOW)) == left


def test_a_post_is_changed_for_a_day() -> None:
    day = timedelta(hours=24)
    assert [can_edit(NOW - day + timedelta(seconds=one), NOW) for one in (0, 1)] == [False, True]


def test_the_queue_puts_what_is_pressing_first() -> None:
    day = timedelta(days=1)
    assert score(1, NOW, NOW) < score(1, NOW - day, NOW) < score(3, NOW, NOW)
    assert score(3, NOW, NOW) < score(1, NOW, NOW, grave=True)
    assert score(1, NOW + day, NOW) == 1.0


@pytest.mark.parametrize(
    ("asked", "number"), [("2", 2), ("9", 3), ("0", 1), ("x", 1), (None, 1), ("²", 1), ("9" * 9, 1)]
)
def test_a_page_is_one_that_there_is(asked: object, number: int) -> None:
    assert page_number(asked, 3) == number
    assert [pages(one) for one in (0, 1, 50, 51)] == [1, 1, 1, 2]


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (b"\xff\xd8\xff\xe0", ("picture", "webp")),
        (b"\x89PNG\r\n\x1a\n", ("picture", "webp")),
        (b"RIFF\0\0\0\0WEBPVP8 ", ("picture", "webp")),
        (b"RIFF\0\0\0\0WAVE", ("other", "bin")),
        (b"GIF89a", ("picture", "webp")),
        (b"\0\0\0\x18ftypavif", ("picture", "webp")),
        (b"\0\0\0\x18ftypisom", ("video", "mp4")),
        (b"\x1aE\xdf\xa3", ("video", "webm")),
        (b"%PDF-1.4", ("pdf", "pdf")),
        (b"<!doctype html>", ("other", "bin")),
        (b"", ("other", "bin")),
    ],
)
def test_a_file_is_what_its_first_bytes_say(head: bytes, found: tuple[str, str]) -> None:
    assert sniffed(head) == found


def test_sizes() -> None:
    assert [scaled(3200, 1600), scaled(10, 20), scaled(1, 99_999)] == [
        (1600, 800), (10, 20), (1, 1600),
    ]  # fmt: skip
    assert [size_words(one) for one in (0, 2048, 3 * 1024 * 1024)] == ["1 kB", "2 kB", "3 MB"]


@pytest.mark.parametrize(
    ("address", "page", "title", "kinds", "fault"),
    [
        ("/a", "", "T", ("comment",), ""),
        ("/a", "/b", "T", ("comment",), ""),
        ("a", "", "T", ("comment",), "address"),
        ("//a", "", "T", ("comment",), "address"),
        ("/a\n", "", "T", ("comment",), "address"),
        ("/a\\b", "", "T", ("comment",), "address"),
        ("/" + "a" * 200, "", "T", ("comment",), "address"),
        ("/a", "b", "T", ("comment",), "page"),
        ("/a", "", "", ("comment",), "title"),
        ("/a", "", "T", (), "kinds"),
        ("/a", "", "T", ("poem",), "kinds"),
    ],
)
def test_what_is_wrong_with_an_area(
    address: str, page: str, title: str, kinds: tuple[str, ...], fault: str
) -> None:
    assert area_fault(address, page, title, kinds, ("comment", "video")) == fault
