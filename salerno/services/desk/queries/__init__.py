"""What the desk may read. Every answer is a value."""

from salerno.services.desk.queries.cases import (
    case,
    case_at,
    kept_statements,
    letter_of,
    overdue,
    own_cases,
    paper_of,
    queue,
)
from salerno.services.desk.queries.decisions import (
    kinds_to_choose,
    log,
    record_of_disclosures,
    standing,
    uses_to_object,
)
from salerno.services.desk.queries.incidents import breach, breaches, late_incidents, tables
from salerno.services.desk.queries.legal import demand, demands, named_person, transparency
from salerno.services.desk.queries.oversight import Oversight, ReceiverLine, oversight, receivers

__all__ = [
    "Oversight", "ReceiverLine", "breach", "breaches", "case", "case_at", "demand", "demands",
    "kept_statements", "kinds_to_choose", "late_incidents", "letter_of", "log", "named_person",
    "overdue", "oversight", "own_cases", "paper_of", "queue", "receivers",
    "record_of_disclosures", "standing", "tables", "transparency", "uses_to_object",
]  # fmt: skip
