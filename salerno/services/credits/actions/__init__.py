"""The verbs of this room."""

from salerno.services.credits.actions.bodies import (
    authorise,
    begin,
    end,
    revoke,
    save_identity,
    settle,
)
from salerno.services.credits.actions.claim import claim
from salerno.services.credits.actions.desk import (
    activate,
    put_activity,
    put_all,
    put_type,
    save_body,
)
from salerno.services.credits.actions.learn import answer, evaluate, note_told, set_completed
from salerno.services.credits.actions.report import read_answers, report_one, run, tell_removed

__all__ = [
    "activate", "answer", "authorise", "begin", "claim", "end", "evaluate", "note_told",
    "put_activity", "put_all", "put_type", "read_answers", "report_one", "revoke", "run",
    "save_body", "save_identity", "set_completed", "settle", "tell_removed",
]  # fmt: skip
