"""One short survey of the demonstration."""

from __future__ import annotations

from datetime import timedelta

from salerno.policy.purposes import EDITORIAL
from salerno.privacy import clock
from salerno.privacy.context import Viewer, entered
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts.queries import subject_of_address
from salerno.services.surveys import actions, queries
from salerno.services.surveys.values import NewSurvey

EDITOR = "editor@example.org"
SLUG = "letters-and-search"
TEXT = """\
letters: single needed
How many letters do you want from us?
- Fewer
- As many as now
- More

which: multiple if letters is Fewer
Which of them could go?
- The table of contents
- Letters about events
- Reminders

search: stars
How well do you find what you look for?

better: long
What should we do better?
"""


def load() -> None:
    """Ask four questions where opinions are asked. Again: nothing changes."""
    if not queries.is_offered():
        return
    with entered(AUTHENTICATE, Viewer.job("demonstration")):
        by = Viewer(subject_of_address(EDITOR))
    with entered(EDITORIAL, by, ground="demonstration"):
        if any(one.slug == SLUG for one in queries.surveys()):
            return
        closes = clock.now().replace(hour=18, minute=0, second=0, microsecond=0)
        closes += timedelta(days=60)
        new = NewSurvey(
            SLUG, "Letters and search",
            "We want to send fewer letters and to make search better. It takes two minutes.",
            True, TEXT, closes, closes + timedelta(days=180),
        )  # fmt: skip
        actions.open_survey(by=by, survey_id=actions.save_survey(by=by, new=new))
