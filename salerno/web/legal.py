"""The pages that are computed from the policy in force: anybody may read them, at any time."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from salerno.policy import page, rules, store
from salerno.policy.values import Pack
from salerno.privacy import clock
from salerno.privacy.context import entered
from salerno.privacy.doing import query
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.privacy.models import Subject
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.registry import registry
from salerno.web.requests import gpc_of, viewer_of


def language() -> str:
    """The language of the request, without its region."""
    return (get_language() or "en")[:2]


@query(AUTHENTICATE)
def layer_of(*, subject: int) -> str:
    """The jurisdiction layer that a person stated, or an empty text."""
    found = Subject.objects.filter(pk=subject).values_list("layer", flat=True).first()
    return str(found or "")


def _layer(request: HttpRequest, pack: Pack) -> str:
    """The layer that was asked for, else the one of the viewer's stated region."""
    asked = request.GET.get("layer")
    if asked is not None:
        return asked if asked in pack.layers else ""
    viewer = viewer_of(request)
    if viewer.subject is None:
        return ""
    with entered(AUTHENTICATE, viewer):
        stated = layer_of(subject=viewer.subject)
    return stated if stated in pack.layers else ""


def _tabs(pack: Pack) -> dict[str, object]:
    known = [one for one in store.versions() if one.policy.version <= pack.policy.version]
    before = [one for one in known if one.policy.version < pack.policy.version]
    changes = page.changes(before[-1], pack, language()) if before else ()
    return {"changes": changes, "versions": known, "before": before[-1] if before else None}


@door(None)
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """The policy in force."""
    pack = store.pack()
    return _policy(request, pack, current=True)


@door(None)
@require_safe
def version(request: HttpRequest, number: int) -> HttpResponse:
    """A published version, at its own address for ever."""
    found = [one for one in store.versions() if one.policy.version == number]
    if not found:
        raise Http404(_("There is no such version."))
    return _policy(request, found[0], current=found[0].policy == store.pack().policy)


def _policy(request: HttpRequest, pack: Pack, *, current: bool) -> HttpResponse:
    known = registry()
    context = {
        "page": page.policy_page(pack, language(), _layer(request, pack)),
        "current": current,
        "declared": len(known.clauses),
        "undeclared": sum(len(one.undeclared) for one in known.tables.values()),
        **_tabs(pack),
    }
    return render(request, "legal/privacy.html", context)


@door(None)
@require_safe
def changes(request: HttpRequest) -> HttpResponse:
    """What changed since the version before, and what one can do about it."""
    pack = store.pack()
    coming = [one for one in store.versions() if one.policy.effective_at > clock.now()]
    text = pack.text("changes", language())
    context = {
        "page": page.policy_page(pack, language()),
        "text": page.rendered(pack, text.lead),
        "coming": coming,
        **_tabs(pack),
    }
    return render(request, "legal/changes.html", context)


@door(None)
@require_safe
def tables(request: HttpRequest) -> HttpResponse:
    """Everything that is computed from the declarations, as tables."""
    pack = store.pack()
    layer = _layer(request, pack)
    context = {
        "page": page.policy_page(pack, language(), layer),
        "tables": page.tables(pack, language(), layer),
        "services": pack.services.values(),
        **_tabs(pack),
    }
    return render(request, "legal/tables.html", context)


@door(None)
@require_safe
def versions(request: HttpRequest) -> HttpResponse:
    """Every published version."""
    pack = store.pack()
    context = {"page": page.policy_page(pack, language()), **_tabs(pack)}
    return render(request, "legal/versions.html", context)


@door(None)
@require_safe
def cookies(request: HttpRequest) -> HttpResponse:
    """The cookie registry. The choice posts to the door's own address."""
    pack = store.pack()
    text = pack.text("cookies", language())
    context = {
        "title": text.title,
        "lead": page.rendered(pack, text.lead),
        "cookies": page.cookie_rows(pack),
        "ask": pack.policy.purposes["analytics"].ask,
        "is_heeded": gpc_of(request),
        "honoured": pack.signals_honoured,
    }
    return render(request, "legal/cookies.html", context)


def _document(request: HttpRequest, name: str) -> HttpResponse:
    pack = store.pack()
    document = pack.documents[name]
    text = pack.text(document.text, language())
    context = {
        "document": document,
        "text": text,
        "lead": page.rendered(pack, text.lead),
        "parts": page.document_sections(pack, text),
        "policy": pack.policy,
    }
    return render(request, "legal/document.html", context)


@door(None)
@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """The terms of service."""
    return _document(request, "terms")


@door(None)
@require_safe
def trademark(request: HttpRequest) -> HttpResponse:
    """The trademark notice."""
    return _document(request, "trademark")


@door(None)
@require_safe
def ferpa(request: HttpRequest) -> HttpResponse:
    """The statement on education records."""
    return _document(request, "ferpa")


@door(None)
@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """How to reach the operator, from the one record."""
    return _document(request, "contact")


@door(None)
@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    """The list of every policy and notice."""
    pack = store.pack()
    context = {"documents": pack.documents.values(), "policy": pack.policy}
    return render(request, "legal/policies.html", context)


@door(None)
@require_safe
def leaving(request: HttpRequest) -> HttpResponse:
    """Say where a link leads before it is followed; only listed sites are led to."""
    pack = store.pack()
    address = request.GET.get("to", "")
    found = rules.destination_of(pack, address)
    if found is None:
        raise Refused(
            _("This link leads to a site that is not on our list, so we do not follow it."),
            status=400,
        )
    if not pack.policy.settings["leaving_notice"]:
        return HttpResponseRedirect(address)
    return render(request, "legal/leaving.html", {"site": found, "address": address})
