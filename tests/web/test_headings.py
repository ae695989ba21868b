"""Every clause stands under a heading of "Your information" that has words of its own."""

from __future__ import annotations

from salerno.privacy.registry import registry
from salerno.web.youpage import HEADINGS


def test_each_subject_of_a_clause_has_a_heading_in_words() -> None:
    known = registry().clauses.values()
    assert [one.id for one in known if one.subject not in HEADINGS] == []
    said = [str(words) for words in HEADINGS.values()]
    assert all(one.strip() for one in said)
    assert len(set(said)) == len(said)
    assert not {one for one in said if one.lower() in HEADINGS} - {"Letters"}
