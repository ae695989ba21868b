"""Which disclosures the record of 34 CFR 99.32 lists. Pure.

All that leaves the house is written down; these are the entries that the rule asks to be kept
with an education record. Left out, as 99.32(d) has it, is what went to the student or was agreed
to, to the house's own contractors, as directory information, or under an order of secrecy.
"""

from __future__ import annotations

from salerno.privacy.law import Basis, Recipient
from salerno.privacy.received import Received

EDUCATION = frozenset({"courses", "practice", "credits", "institution_reports", "programs"})
"""Purposes under which what is held about a student is an education record."""

LISTED = EDUCATION | {"legal", "research"}


def is_entry(one: Received, *, recipient: Recipient | None) -> bool:
    """Whether a disclosure about a student is an entry of that record.

    ``recipient``: of the pack, None where the pack names it no more.
    """
    if one.notice or one.state == "stopped" or one.basis == Basis.CONSENT:
        return False
    if recipient is not None and recipient.role == "processor":
        return False  # a contractor under the house's control is a school official
    return one.purpose in LISTED
