"""Publishing: the working text becomes a numbered version that takes force on a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from salerno.policy.contracts import unprotected
from salerno.policy.crosschecks import check_register
from salerno.policy.errors import PublishRefused
from salerno.policy.loader import build, read_sources
from salerno.policy.register import against_pack, frozen
from salerno.policy.table import Where
from salerno.policy.values import Pack, Register
from salerno.policy.versions import read_version, read_versions, write_version
from salerno.privacy import clock

MAIL = "mail"  # the setting `policy_change`: account holders are written to before they are bound


@dataclass(frozen=True)
class Edition:
    """Where a pack is edited, and where its versions lie. The last place takes new ones."""

    folder: Path
    places: tuple[Path, ...]


def draft(edition: Edition, code: Register) -> Pack:
    """The working text as the version that would follow. It binds nobody."""
    published = read_versions(edition.places)
    document, where = read_sources(edition.folder)
    _number(document, published, code)
    return build(document, where, edition.folder)


def _number(document: dict[str, Any], published: tuple[Pack, ...], code: Register) -> None:
    last = published[-1] if published else None
    document["version"] = last.policy.version + 1 if last else 1
    document["follows"] = last.policy.digest if last else ""
    document["register"] = frozen(code)
    document["document_versions"] = _document_versions(document, last)


def _document_versions(document: dict[str, Any], last: Pack | None) -> dict[str, int]:
    """A document's version moves only when its own text does."""
    versions = {}
    for name, entry in document.get("documents", {}).items():
        text = entry.get("text", "")
        before = last.documents.get(name) if last else None
        if before is None or last is None:
            versions[name] = 1
            continue
        fresh = build_text(document, text)
        versions[name] = before.version + (fresh != text_of(last, before.text))
    return versions


def build_text(document: dict[str, Any], name: str) -> str:
    """The words of a text as they are edited, without the spaces between them."""
    return " ".join(str(document["texts"]["en"].get(name, "")).split())


def text_of(pack: Pack, name: str) -> str:
    """The words of a text of a version, rebuilt as they were edited."""
    if name not in pack.texts["en"]:
        return ""
    text = pack.texts["en"][name]
    parts = [f"# {text.title}", text.lead]
    for one in text.sections:
        about = f": {' '.join(one.purposes)}" if one.purposes else ""
        parts += [f"## {one.title} {{#{one.id}{about}}}", one.body]
    return " ".join(" ".join(parts).split())


def publish(
    edition: Edition, code: Register, *, effective_at: datetime | None = None, note: str = ""
) -> Pack:
    """Freeze the working text; without a date it takes force now. Raises PublishRefused."""
    published = read_versions(edition.places)
    pack = draft(edition, code)
    problems = against_pack(code, pack.policy.clauses, pack.policy.purposes, pack.policy.pack)
    problems += check_register(pack)
    if problems:
        raise PublishRefused(" ".join(problems))
    last = published[-1] if published else None
    now = clock.now()
    effective_at = effective_at or now
    _check_date(pack, last, effective_at, now)
    _check_notice(pack, last, effective_at, now)
    if last is not None:
        _check_news(pack, last)
    for words in unprotected(pack, last):
        raise PublishRefused(words)
    document, _ = read_sources(edition.folder)
    _number(document, published, code)
    document |= {
        "effective_at": effective_at.isoformat(),
        "published_at": now.isoformat(),
        "note": note,
    }
    build(document, Where("the new version"), edition.folder)
    return read_version(write_version(edition.places[-1], document))


def _check_date(pack: Pack, last: Pack | None, effective_at: datetime, now: datetime) -> None:
    lead = int(str(pack.policy.settings["change_lead_days"])) if last else 0
    if effective_at < now:
        raise PublishRefused(f"{effective_at:%Y-%m-%d} has passed: a policy binds from now on.")
    if last is not None and effective_at <= last.policy.effective_at:
        raise PublishRefused(
            f"{effective_at:%Y-%m-%d} is not after {last.policy.effective_at:%Y-%m-%d}, when "
            f"version {last.policy.version} takes force."
        )
    if effective_at < now + timedelta(days=lead):
        raise PublishRefused(f"This operator gives {lead} days' notice: choose a later date.")


def _check_notice(pack: Pack, last: Pack | None, effective_at: datetime, now: datetime) -> None:
    """Where the operator writes to account holders, nobody is bound before the letter is out."""
    how = str(pack.policy.settings["policy_change"])
    if last is not None and how == MAIL and effective_at.date() <= now.date():
        raise PublishRefused(
            "This operator writes to account holders before a version takes force: choose a day "
            "after today, and send the notice from the desk."
        )


def _check_news(pack: Pack, last: Pack) -> None:
    if differs(pack, last) is False:
        raise PublishRefused(f"Nothing differs from version {last.policy.version}.")
    approved = {one.purpose for one in pack.approvals}
    for name in pack.policy.purposes:
        if name not in last.policy.purposes and name not in approved:
            raise PublishRefused(
                f"The purpose {name} is new: record its legal reference and who approved it, "
                f"[approvals.{name}]."
            )


def differs(first: Pack, second: Pack) -> bool:
    """Whether two versions say anything different, apart from their numbers and dates."""
    return _content(first) != _content(second)


def _content(pack: Pack) -> tuple[object, ...]:
    policy = pack.policy
    return (
        policy.operator, policy.clauses, policy.purposes, policy.recipients, policy.settings,
        policy.cookies, policy.layers, _texts(pack), pack.services, pack.layers, pack.register,
        pack.purpose_words, pack.clause_words, pack.roles, pack.addresses, pack.destinations,
        pack.sections,
        {name: (one.title, one.address, one.text) for name, one in pack.documents.items()},
    )  # fmt: skip


def _texts(pack: Pack) -> dict[tuple[str, str], str]:
    return {
        (language, name): text_of(pack, name) if language == "en" else repr(text)
        for language, texts in pack.texts.items()
        for name, text in texts.items()
    }
