"""What may be read: programs by everybody, a seat by who sits on it, residents by their program."""

from salerno.services.programs.queries.bodies import seats_for, seats_in_courses, sits
from salerno.services.programs.queries.seats import (
    administered,
    bought,
    is_offered,
    late_offers,
    offer_of,
    own_seats,
    program_at,
    programs,
    seated,
    standing,
    tallies,
    unpaid,
)

__all__ = [
    "administered", "bought", "is_offered", "late_offers", "offer_of", "own_seats", "program_at",
    "programs", "seated", "seats_for", "seats_in_courses", "sits", "standing", "tallies", "unpaid",
]  # fmt: skip
