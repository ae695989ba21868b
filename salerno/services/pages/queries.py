"""Reads of the public site: texts of the pack in force, and what the policy counts."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.http import Http404
from markdown_it import MarkdownIt

from salerno.privacy import law
from salerno.privacy.registry import registry
from salerno.services.pages.values import Front, Text

CONTENT = Path(__file__).parent / "content"


def text(name: str) -> Text:
    """One text of the pack in force. Raises Http404 where the operator wrote none."""
    return _text(law.in_force().pack, name)


@cache
def _text(pack: str, name: str) -> Text:
    file = CONTENT / pack / f"{name}.md"
    if not file.exists():
        raise Http404(name)
    title, _, body = file.read_text(encoding="utf-8").partition("\n")
    lead, _, rest = body.strip().partition("\n\n")
    html = MarkdownIt("commonmark").render(rest)
    return Text(title.removeprefix("# ").strip(), lead.strip(), html)


def front() -> Front:
    """The front page: its text, and what the declarations count today."""
    policy, known = law.in_force(), registry()
    return Front(
        text=text("home"),
        kinds=len(known.clauses),
        columns=sum(len(one.columns) for one in known.personal()),
        undeclared=sum(len(one.undeclared) for one in known.tables.values()),
        purposes=len(policy.purposes),
        recipients=len(policy.recipients),
        version=policy.version,
        effective_date=policy.effective_at.date(),
    )
