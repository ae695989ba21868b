"""Terms as a pack writes them: exactly one kind, always given."""

from __future__ import annotations

import math

from salerno.policy.table import Table
from salerno.privacy.law import Term, TermKind


def read_term(table: Table) -> Term:
    """The `term` of a clause, such as ``{ days = 30 }`` or ``{ account = 30 }``."""
    if not table.has("term"):
        table.fail("no `term`: say how long it is kept; account and indefinite are answers too")
    term = table.table("term")
    if len(term.data) != 1:
        term.fail(f"give exactly one of: {', '.join(TermKind)}")
    kind = next(iter(term.data))
    if kind not in list(TermKind):
        term.fail(f"{kind!r} is no kind of term; known: {', '.join(TermKind)}", kind)
    if kind == TermKind.INDEFINITE:
        return Term(TermKind.INDEFINITE, reason=term.text(kind))
    return Term(TermKind(kind), term.number(kind, least=1 if kind == TermKind.DAYS else 0))


def days_of(term: Term) -> float:
    """A length by which terms compare: days, then what ends with the account, then never."""
    order = {
        TermKind.DAYS: float(term.days),
        TermKind.CLEARED: 1e6 + term.days,
        TermKind.ACCOUNT: 2e6 + term.days,
        TermKind.INDEFINITE: math.inf,
    }
    return order[term.kind]
