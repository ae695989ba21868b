"""The words of a letter: a template for each kind, and the facts of the case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from salerno.policy import store
from salerno.privacy import law
from salerno.privacy.errors import Refused
from salerno.services.desk.rules.authorities import Authority, authority
from salerno.services.desk.rules.letters import LetterKind, missing
from salerno.services.desk.values import LetterWord


def letter(kind: LetterKind, facts: Mapping[str, Any]) -> tuple[str, str]:
    """Subject and text of a letter. Raises Refused where it lacks what the law asks it to say.

    ``facts``: ``reference``, ``country``, ``layers``, ``reason``, ``words`` and whatever the
    template of its kind names.
    """
    where = authority_of(str(facts.get("country", "")), tuple(facts.get("layers", ())))
    known = {"authority": where, "operator": law.in_force().operator, **facts}
    drawn: str = render_to_string(f"desk/letters/{kind.value}.txt", known)
    text = "\n".join(line.rstrip() for line in drawn.strip().splitlines())
    lacking = missing(kind, text, authority=where, reason=str(facts.get("reason", "")))
    if lacking:
        words = _("This letter was not sent. It does not say: %s.")
        raise Refused(words % ", ".join(str(_WORDS()[one]) for one in lacking), status=422)
    return f"{LetterWord(kind.value).label} [{facts['reference']}]", f"{text}\n"


def _WORDS() -> Mapping[str, str]:  # noqa: N802  a table, in the language of the moment
    return {
        "reason": _("the reason"),
        "authority": _("the authority to complain to"),
        "court": _("the way to a court"),
    }


def authority_of(country: str, layers: tuple[str, ...] = ()) -> Authority:
    """Where somebody complains: the authority of their country, or of the operator's seat."""
    return authority(country, seat=law.in_force().operator.country, layers=layers)


def home() -> str:
    """The address of the operator's main site, for links in letters that no page sends."""
    for one in store.pack().services.values():
        if one.main and one.hosts:
            return f"https://{one.hosts[0]}"
    return ""
