"""What may be read of careers. Every answer is a value."""

from __future__ import annotations

from salerno.services.careers.queries.applications import (
    application,
    applications,
    applications_to,
    opened_document,
    read_application,
)
from salerno.services.careers.queries.candidates import candidate, candidates, in_pool
from salerno.services.careers.queries.own import (
    blocks,
    documents,
    own_document,
    own_number,
    own_profile,
    saved,
)
from salerno.services.careers.queries.positions import (
    employer,
    employers,
    found,
    opened_since,
    own_employers,
    posting,
    postings_of,
)
from salerno.services.careers.queries.standing import check_employs, is_offered

__all__ = [
    "application", "applications", "applications_to", "blocks", "candidate", "candidates",
    "check_employs", "documents", "employer", "employers", "found", "in_pool", "is_offered",
    "opened_document", "opened_since", "own_document", "own_employers", "own_number",
    "own_profile", "posting", "postings_of", "read_application", "saved",
]  # fmt: skip
