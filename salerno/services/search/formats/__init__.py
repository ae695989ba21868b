"""Full-text search of the databases that the house runs on, behind one interface.

Raw SQL, on tables that no model has: entries are about nobody; the words of posts are a derived
store (``salerno.services.search.jobs``), from which nothing is ever shown.
"""

from __future__ import annotations

from salerno.services.search.formats import postgresql, sqlite
from salerno.services.search.formats.index import Found, Index, Looked

__all__ = ["TABLES", "Found", "Index", "Looked", "index_of"]

TABLES = {
    **dict.fromkeys(postgresql.TABLES, "words of posts and whose they are, for the search"),
    **dict.fromkeys(sqlite.TABLES, "words of what is found, for the search"),
}
"""Tables without a model, each with what it holds."""


def index_of(vendor: str) -> Index:
    """The index of a kind of database."""
    return postgresql.PostgresIndex() if vendor == "postgresql" else sqlite.SqliteIndex()
