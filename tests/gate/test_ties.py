"""Ties that are known as a value are decided on by each statement's own moment."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from django.db.models import Count, F, Q

from salerno.privacy import law
from salerno.privacy.clock import clock_at
from salerno.privacy.context import Viewer, entered
from salerno.privacy.gate import inputs
from salerno.privacy.gate.placement import is_brief, pins
from salerno.privacy.gate.ties import Tie, Ties
from salerno.privacy.gate.words import Led
from tests.gate import test_queries as queries
from tests.gate.world import models, people

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_a_tie_leads_from_its_first_moment_to_just_before_its_last() -> None:
    ties = Ties(
        [
            Tie(1, "connections", 1, "", NOON, NOON + HOUR),
            Tie(2, "connections", 1, "", NOON - HOUR, None),
            Tie(3, "cohort", 2, "", NOON - HOUR, None),
        ]
    )
    asked = Led(levels=(1,))
    second = timedelta(seconds=1)
    said = [
        ties.led(asked, "", at)
        for at in (NOON, NOON - second, NOON + HOUR - second, NOON + HOUR, NOON - HOUR - second)
    ]
    assert said == ["{1,2}", "{2}", "{1,2}", "{2}", "{}"]


def test_a_case_leads_only_while_it_is_worked_on() -> None:
    ties = Ties([Tie(1, "case", 9, "7", NOON, None), Tie(2, "seat", 9, "", NOON, None)])
    asked = Led(kinds=("seat",), case=True)
    assert [ties.led(asked, case, NOON) for case in ("7", "8", "")] == ["{1,2}", "{2}", "{2}"]


@pytest.mark.usefixtures("world")
def test_of_many_ties_the_statement_asks_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inputs, "MOST_TIES", 1)
    monkeypatch.setattr(queries, "QUERIES", 400 * queries.RUNS)
    queries.test_queries_say_the_same_on_the_copy(77)


def test_only_what_where_holds_is_pinned() -> None:
    held = models.Post.objects.filter
    for rows, said in (
        (held(owner_id=1), "own"),
        (held(Q(owner_id=1, stars=2)), "own"),
        (held(pk=3).filter(owner_id=1), "own"),
        (held(owner_id=1).filter(pk=3), "own"),
        (held(owner_id=2), "one"),
        (held(pk=3), "one"),
        (held(Q(owner_id=1) | Q(stars=2)), ""),
        (held(Q(owner_id=1) ^ Q(stars=2)), ""),
        (held().exclude(owner_id=1), ""),
        (held(~Q(owner_id=1)), ""),
        (held(owner_id__in=[1]), ""),
        (held(owner_id=F("stars")), ""),
        (held(stars=1), ""),
    ):
        assert pins(rows.query.where, 1).get("world_post", "") == said, rows.query.where


def test_a_brief_list_is_one_that_an_index_ends() -> None:
    posts = models.Post.objects.all()
    for rows, said in (
        (posts.order_by("pk")[:20], True),
        (posts.order_by("-owner_id")[40:60], True),
        (posts[:1], True),
        (posts.order_by("pk"), False),
        (posts.order_by("pk")[:5000], False),
        (posts.order_by("pk")[20:], False),
        (posts.order_by("text")[:20], False),
        (posts.order_by("owner")[:20], False),
        (posts.order_by("author__name")[:20], False),
        (posts.order_by("?")[:20], False),
        (posts.annotate(n=F("stars")).order_by("n")[:20], False),
        (posts.order_by(F("stars").desc())[:20], False),
        (posts.order_by("pk").distinct()[:20], False),
        (posts.values("stars").annotate(n=Count("pk")).order_by("stars")[:20], False),
        (posts.union(posts).order_by("pk")[:20], False),
    ):
        assert is_brief(rows.query) is said, rows.query.order_by


@pytest.mark.usefixtures("world")
def test_rows_held_to_the_viewers_own_ask_no_audience() -> None:
    people.clear()
    world = people.populate(Random(6))
    with law.under(world.facts.policy), clock_at(people.NOW):
        for viewer in (1, 2):
            with entered(models.SHOW, Viewer.person(viewer)):
                compiler = models.Post.objects.filter(owner_id=1).query.get_compiler("default")
                where = str(compiler.as_sql()[0]).split('FROM "world_post" WHERE')[1]
            assert ('"text_audience" >= 4' in where) is (viewer != 1), where
