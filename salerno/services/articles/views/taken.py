"""An article to take along: one file, with its pictures in it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from salerno.policy.purposes import COMMUNITY
from salerno.privacy.context import viewer
from salerno.privacy.doors import door
from salerno.privacy.errors import Refused
from salerno.services.access.queries import decide
from salerno.services.articles import actions, queries
from salerno.services.articles.formats import alone
from salerno.services.articles.formats.jats.values import Image
from salerno.services.catalog.queries import item


@door(COMMUNITY)
@require_safe
def download(request: HttpRequest, slug: str) -> HttpResponse:
    """The article as a file, for those for whom it opens. Raises Refused where it does not."""
    found = queries.article(slug)
    thing = item(found.item_id) if found is not None else None
    if found is None or thing is None:
        raise Http404(slug)
    decision = decide(thing)
    if not decision.allowed:
        raise Refused(decision.what_to_do)
    origin = f"{request.scheme}://{request.get_host()}"
    text = alone.written(
        found, origin, lambda key, suffix: actions.picture_path(Image(key, suffix))
    )
    if request.method == "GET":
        actions.note_download(by=viewer(), item_id=thing.id)
    answer = HttpResponse(text, content_type="text/html; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{found.slug}.html"'
    return answer
