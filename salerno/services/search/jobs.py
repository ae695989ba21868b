"""Reading on, and the index as a store that is derived from posts: rebuilt, and purged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from django.db import connection, transaction

from salerno.policy.purposes import MODERATION
from salerno.privacy.context import Viewer, entered
from salerno.services.search import actions
from salerno.services.search.formats import index_of
from salerno.services.search.values import Source

JOB = Viewer.job("search")
ROUNDS = 100  # of one run, so that a long list does not hold the others up


def catch_up(sources: Sequence[Source]) -> int:
    """Read what has happened in each source since the last time; how many facts there were."""
    return sum(_read_on(one) for one in sources)


def _read_on(source: Source) -> int:
    read = 0
    for _round in range(ROUNDS):
        with entered(MODERATION, JOB, ground="the index of posts"):
            count = actions.read_on(by=JOB, source=source)
        read += count
        if count < actions.AT_ONCE:
            break
    return read


class SearchStore:
    """The index, as the kernel knows it: a copy of words, taken out with the person."""

    name = "search"

    def __init__(self, sources: Callable[[], Sequence[Source]], columns: tuple[str, ...]) -> None:
        self._sources = sources
        self.columns = columns

    def rebuild(self) -> None:
        """Make it anew from what is stored."""
        for _step in self.steps():
            pass

    def steps(self) -> Iterator[tuple[str, int]]:
        """Make it anew step by step: what is being indexed, and how many more of it there are.

        Whoever stops between two steps goes on from there with the next call.
        """
        sources = self._sources()
        with entered(MODERATION, JOB, ground="the index is rebuilt"):
            actions.begin_rebuild(by=JOB, names=tuple(one.name for one in sources))
        yield from _until_done(actions.ENTRIES, lambda: actions.rebuild_entries(by=JOB))
        for one in sources:
            yield from _until_done(one.name, lambda: _documents(one))  # noqa: B023  called at once

    def purge(self, subject: int) -> int:
        """Take one person out; how many documents of theirs there were.

        What stays in its room under nobody's name is found under nobody's name.
        """
        own = index_of(connection.vendor)
        with transaction.atomic(), connection.cursor() as cursor:
            own.hold(cursor)
            gone = own.documents_of(cursor, subject)
            if gone:
                own.drop_owner(cursor, subject)
                own.merge(cursor)
            for source in self._sources() if gone else ():
                ids = [number for name, number in gone if name == source.name]
                with entered(MODERATION, JOB, ground="what stays without a name"):
                    left = [one for one in source.those(ids) if one[1] != subject]
                own.put_documents(cursor, source.name, left)
        return len(gone)

    def merge(self) -> None:
        """Leave no word of what was taken out in the parts of the index."""
        with transaction.atomic(), connection.cursor() as cursor:
            index_of(connection.vendor).merge(cursor)


def _documents(source: Source) -> int:
    return actions.rebuild_documents(by=JOB, source=source)


def _until_done(name: str, step: Callable[[], int]) -> Iterator[tuple[str, int]]:
    while True:
        with entered(MODERATION, JOB, ground="the index is rebuilt"):
            count = step()
        if not count:
            return
        yield name, count
