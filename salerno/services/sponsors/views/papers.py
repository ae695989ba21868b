"""Papers: the list, one of them with its two ways, what sharing leaves, and the file itself."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from salerno.policy.purposes import ACCOUNT
from salerno.privacy import clock
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.sponsors import actions, queries, rules
from salerno.services.sponsors.clauses import SHARING
from salerno.services.sponsors.formats import grant
from salerno.services.sponsors.forms import SheetForm
from salerno.services.sponsors.values import PaperPage


@dataclass(frozen=True)
class Kept:
    """What the component of a receipt shows: words, the number, and where it is kept."""

    words: str
    number: str
    address: str


def _check_offered() -> None:
    if not queries.is_offered():
        raise Refused(_("No sponsored papers are offered here."), status=404)


def _there(slug: str) -> PaperPage:
    _check_offered()
    page = queries.paper(slug)
    if page is None:
        raise Refused(_("There is no such paper here, or it was taken down."), status=404)
    return page


@door(ACCOUNT)
@require_safe
def papers(request: HttpRequest) -> HttpResponse:
    """The papers that are offered."""
    _check_offered()
    return render(request, "sponsors/papers.html", {"papers": queries.published()})


@door(ACCOUNT)
@require_safe
def paper(request: HttpRequest, slug: str) -> HttpResponse:
    """One paper, with its two ways side by side."""
    return _page(request, _there(slug), None)


def _page(request: HttpRequest, page: PaperPage, sent: SheetForm | None) -> HttpResponse:
    asker = queries.asker(viewer())
    offer = rules.shared_offer(asker, [one.id for one in page.takers])
    sheet = queries.sheet(page) if offer == "open" else None
    shared = queries.shared(page.id) if asker.is_member else []
    form = sent or (SheetForm(sheet=sheet) if sheet else None)
    words = [(one, page.words(one)) for one in page.takers]
    context = {
        "page": page, "offer": offer, "sheet": sheet, "form": form, "shared": shared,
        "words": words, "sign_in": f"{reverse('account_login')}?next={request.path}",
    }  # fmt: skip
    status = 422 if sent is not None else 200
    return render(request, "sponsors/paper.html", context, status=status)


@door(ACCOUNT, collects=SHARING, signed_in=True)
@require_POST
def share(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a paper with sharing; the answer is the receipt."""
    page = _there(slug)
    form = SheetForm(request.POST, sheet=queries.sheet(page))
    if not form.is_valid():
        return _page(request, page, form)
    said = form.cleaned_data
    taken = actions.share(by=viewer(), slug=slug, agreed=said["share"], digest=said["sheet"])
    return HttpResponseRedirect(reverse("sponsors:receipt", args=[taken.receipts[0]]))


@door(ACCOUNT)
@require_POST
def take(request: HttpRequest, slug: str) -> HttpResponse:
    """Take a paper without sharing, or once more after sharing; nothing is written down."""
    page = _there(slug)
    has_shared = viewer().subject is not None and bool(queries.shared(page.id))
    if not page.download_without_sharing and not has_shared:
        raise Refused(
            _("This paper is given to those who share with a sponsor of it. Nothing was sent.")
        )
    return HttpResponseRedirect(_way(page.id))


def _way(paper_id: int) -> str:
    return reverse("sponsors:file", args=[grant.write(paper_id, clock.now())])


@door(ACCOUNT)
@require_safe
def file(request: HttpRequest, key: str) -> FileResponse:
    """The paper itself, for a quarter of an hour after the choice."""
    _check_offered()
    path = queries.path_of(grant.read(key))
    if path is None or not path.is_file():
        raise Refused(_("There is no such paper here, or it was taken down."), status=404)
    name = "paper.pdf"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name)


@door(ACCOUNT, signed_in=True)
@require_safe
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """What sharing left: who has what since when, the paper, and the way back."""
    _check_offered()
    found = queries.shared_under(number)
    if found is None:
        raise Refused(_("There is no such receipt of yours, or it was taken back."), status=404)
    others = [one for one in queries.shared(found.paper_id) if one.receipt != number]
    proof = Kept(_("Kept under"), number, f"/you/receipts/{number}")
    context = {"one": found, "others": others, "proof": proof}
    return render(request, "sponsors/receipt.html", context)


@door(ACCOUNT, collects=SHARING, signed_in=True)
@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take a sharing back."""
    found = queries.shared_under(number)
    if found is None:
        raise Refused(_("There is no such receipt of yours, or it was taken back."), status=404)
    by, paper_id, sponsor_id = viewer(), found.paper_id, found.sponsor_id
    proof = actions.withdraw(by=by, paper_id=paper_id, sponsor_id=sponsor_id)
    kept = Kept(_("Kept under"), proof, f"/you/receipts/{proof}")
    context = {"one": found, "proof": kept, "at": clock.now()}
    return render(request, "sponsors/withdrawn.html", context)
