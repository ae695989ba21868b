"""What a request can be asked of its reader, each only when a decision comes to it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from django.conf import settings
from django.core import signing
from django.http import HttpRequest

from salerno.policy.cookies import declare_cookie
from salerno.policy.purposes import ADVERTS
from salerno.privacy import callers, clock, pseudonyms, subjects
from salerno.privacy.context import Viewer, handover
from salerno.privacy.law import Basis
from salerno.services.adverts import queries, rules
from salerno.services.adverts.rules import Reader

ANSWER = declare_cookie("adverts")
COUNT = declare_cookie("banners")
YES, NO = "yes", "no"
SALT = "adverts.count"
ANSWER_AGE = 365 * 24 * 3600
COUNT_AGE = 24 * 3600


def reader(request: HttpRequest, viewer: Viewer) -> Reader:
    """Who reads, as questions. None of them is asked by making this."""
    me = viewer.subject
    return Reader(
        is_minor=lambda: me is not None and _is_minor(request, me),
        is_tailored=lambda: is_tailored(request, viewer),
        country=lambda: rules.country_of(callers.address(request), known_ranges()),
        seen=lambda: rules.counted(count_of(request), clock.today()),
        segments=lambda: _segments(me),
    )


def vendor_id(vendor: str, subject: int) -> rules.VendorId:
    """The number of ``subject`` for ``vendor`` alone: 32 hex digits under its own key."""
    return rules.VendorId(vendor, pseudonyms.number(subject, f"adverts.vendor:{vendor}"))


def viewer_of(request: HttpRequest) -> Viewer:
    """Who looks, as the session says; under no purpose yet."""
    found = getattr(request, "viewer", None)
    return found if isinstance(found, Viewer) else Viewer.visitor()


def is_tailored(request: HttpRequest, viewer: Viewer) -> bool:
    """Whether advertising may be chosen: by the account's own word, else by this device's."""
    if not queries.may_choose() or request.COOKIES.get(ANSWER) == NO:
        return False
    if viewer.subject is not None:
        return subjects.is_open(viewer.subject, ADVERTS)
    return request.COOKIES.get(ANSWER) == YES and not has_signal(request)


def has_signal(request: HttpRequest) -> bool:
    """Whether the browser sends the privacy signal."""
    return bool(getattr(request, "gpc", False))


def count_of(request: HttpRequest) -> str:
    """The device's own count of the day, where it is ours; it holds no number of anybody."""
    try:
        return str(signing.loads(request.COOKIES.get(COUNT, ""), salt=SALT))
    except signing.BadSignature:
        return ""


def sealed_count(count: str) -> str:
    """The count as it is set."""
    return signing.dumps(count, salt=SALT)


def _is_minor(request: HttpRequest, me: int) -> bool:
    """Whether some law that protects the reader lets no advertising stand before them.

    The session brings whose law holds; who began it with this request is asked about.
    """
    layers = getattr(request, "layers", ()) or subjects.layers_by_id(me)
    return Basis.NONE in subjects.grounds_in(layers, [ADVERTS])[ADVERTS.id]


def _segments(me: int | None) -> frozenset[str]:
    if me is None:
        return frozenset()
    with handover(ADVERTS, ground="a campaign asks for an interest", viewer=Viewer.person(me)):
        return queries.interests_of(me)


def known_ranges() -> rules.Ranges:
    """The networks whose country is known, from the file that SALERNO_PLACES names."""
    return _read(str(getattr(settings, "SALERNO_PLACES", "")))


@cache
def _read(named: str) -> rules.Ranges:
    if not named or not Path(named).is_file():
        return ()
    with Path(named).open(encoding="utf-8") as lines:
        return rules.ranges(lines)
