"""What may be read about people with an account. Every answer is a value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from functools import cache
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from salerno.policy.purposes import (
    ACCOUNT,
    COMMUNITY,
    CORRESPONDENCE,
    COURSES,
    DIRECTORY,
    DIRECTORY_INFORMATION,
    MARKETING_MAIL,
    PERSONALISE,
    PROFILE,
    SECURITY,
    SUPPORT,
)
from salerno.privacy import audit, clock
from salerno.privacy.context import Viewer, entered, handover, viewer
from salerno.privacy.declare import Reach
from salerno.privacy.doing import query
from salerno.privacy.errors import Refused
from salerno.privacy.law import in_force
from salerno.privacy.models import Subject
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.subjects import layers_of
from salerno.services.accounts.clauses import CHILD_REPORT, NAME
from salerno.services.accounts.models import (
    Acceptance,
    ChildReport,
    Demographics,
    Guardian,
    Particulars,
    PostalAddress,
    Preference,
    Profile,
    Session,
    StaffRole,
    User,
)
from salerno.services.accounts.rules import LINES, joined_region, missing, topic_of, topics
from salerno.services.accounts.values import (
    Card,
    GuardianLine,
    Line,
    ProfileView,
    Program,
    ProviderLink,
    ReportLine,
    ReportSource,
    ReportState,
    SessionLine,
    SignedIn,
    Standing,
    UnderCase,
)
from salerno.services.accounts.values.countries import country_named

LOGIN_COLUMNS = tuple(one.attname for one in User._meta.concrete_fields)
_LAW = ("owner__subject__layer", "owner__subject__is_minor", "owner__subject__is_student")
_LOGIN_PATHS = tuple(f"owner__{one}" for one in LOGIN_COLUMNS)


@query(AUTHENTICATE)
def session_by(*, key_digest: str) -> SignedIn | None:
    """The live session of a key, its login row and what was accepted, in one statement."""
    now = clock.now()
    longest = timedelta(seconds=settings.SESSION_COOKIE_AGE)  # however often it is used
    live = _live_sessions().filter(created_at__gt=now - longest, expires_at__gt=now)
    row = live.filter(key_digest=key_digest).first()
    if row is None:
        return None
    owner, state, seen_at, is_remembered, accepted, is_staff, *rest = row
    (layer, is_minor, is_student), login = rest[: len(_LAW)], rest[len(_LAW) :]
    layers = layers_of(Subject(layer=layer, is_minor=is_minor, is_student=is_student))
    return SignedIn(
        owner, (*login,), state, seen_at, is_remembered, accepted or 0, (*layers,), is_staff
    )


@cache
def _live_sessions() -> QuerySet[Session, tuple[Any, ...]]:
    """The question behind ``session_by``, made once: it is asked with each page."""
    latest = Acceptance.objects.filter(owner_id=OuterRef("owner_id")).order_by("-pk")
    rows = Session.objects.filter(owner__is_active=True).annotate(
        accepted=Subquery(latest.values("policy_version")[:1]),
        is_staff=Exists(StaffRole.objects.filter(owner_id=OuterRef("owner_id"))),
    )
    columns = ("owner_id", "state", "seen_at", "is_remembered", "accepted", "is_staff")
    return rows.values_list(*columns, *_LAW, *_LOGIN_PATHS)


@query(ACCOUNT)
def sessions(*, current: str) -> list[SessionLine]:
    """Where the viewer is signed in. ``current``: the digest of the present key."""
    here = _session_id(current)
    rows = Session.objects.filter(expires_at__gt=clock.now()).order_by("-seen_at")
    return [
        SessionLine(
            one.pk, one.device, one.created_at, one.seen_at, one.expires_at, one.is_remembered,
            one.pk == here,
        )
        for one in rows.only("device", "created_at", "seen_at", "expires_at", "is_remembered")
    ]  # fmt: skip


def _session_id(key_digest: str) -> int | None:
    with entered(AUTHENTICATE, Viewer.job("sessions")):
        return Session.objects.filter(key_digest=key_digest).values_list("pk", flat=True).first()


def staff_standing(subject: int | None) -> Standing:
    """Where somebody stands at the door, before the route's own purpose is entered."""
    if subject is None:
        return Standing()
    with entered(AUTHENTICATE, Viewer.person(subject), ground="door"):
        return standing(subject=subject)


@query(AUTHENTICATE)
def standing(*, subject: int) -> Standing:
    """Roles, second factor, and the versions accepted last."""
    roles = StaffRole.objects.filter(owner_id=subject).values_list("role", flat=True)
    factors = Authenticator.objects.filter(user_id=subject).exclude(type="recovery_codes")
    accepted = (
        Acceptance.objects.filter(owner_id=subject)
        .order_by("-pk")
        .values_list("policy_version", "terms_version")
        .first()
    )
    policy_version, terms_version = accepted or (0, 0)
    return Standing(frozenset(roles), factors.exists(), policy_version, terms_version)


@query(AUTHENTICATE)
def subject_of_address(email: str) -> int | None:
    """Who signs in with an address, or has it confirmed."""
    address = email.strip().lower()
    if "\x00" in address:
        return None  # no address has one, and PostgreSQL takes none
    found = User.objects.filter(email=address).values_list("pk", flat=True).first()
    if found is None:
        confirmed = EmailAddress.objects.filter(email=address, verified=True)
        found = confirmed.values_list("user_id", flat=True).first()
    return found


@query(AUTHENTICATE)
def who_signs_in(email: str) -> int:
    """The same, for staff who name somebody. Raises Refused (422) where it is nobody."""
    found = subject_of_address(email)
    if found is None:
        raise Refused(
            _("Nobody signs in with this address. They make an account first."), status=422
        )
    return found


@query(PROFILE, ACCOUNT)
def profile_of(subject: int) -> ProfileView | None:
    """A profile as the viewer sees it, or None: what is not shown is not there at all."""
    row = Profile.objects.filter(pk=subject).first()
    if row is None:
        return None
    shown = [_line(row, name) for name in LINES if getattr(row, name)]
    return ProfileView(subject, tuple(shown)) if shown else None


def _line(row: Profile, name: str) -> Line:
    field: Any = Profile._meta.get_field(name)
    value = getattr(row, f"get_{name}_display", None)
    chosen = getattr(row, f"{topic_of(name)}_audience")
    audience = Reach(chosen) if chosen is not None else None
    title = str(field.verbose_name)
    return Line(name, title, str(value() if value else getattr(row, name)), audience)


@query(PROFILE, COMMUNITY, COURSES, DIRECTORY)
def cards(subjects: Iterable[int]) -> dict[int, Card]:
    """Who stands beside a contribution: a card for each subject, in one statement.

    Somebody who shows nothing here, or is not met, has a card that says nothing.
    """
    asked = set(subjects)
    columns = ("pk", "name", "city", "state", "country", "name_audience")
    rows = Profile.objects.filter(pk__in=asked).values_list(*columns) if asked else ()
    widest = min(NAME.reach, in_force().clause(NAME.id).reach_max)
    found = {
        row[0]: _card(row[0], [one or "" for one in row[1:5]], min(row[5] or 0, widest))
        for row in rows
    }
    return {one: found.get(one) or Card(one, "", "", "", "", "") for one in asked}


def _card(subject: int, shown: list[str], name_reach: int = Reach.ME) -> Card:
    name, city, state, code = shown
    address = reverse("person", args=[subject]) if any(shown) else ""
    return Card(subject, name, city, state, country_named(code), address, int(name_reach))


@query(DIRECTORY_INFORMATION)
def directory_cards(people: Iterable[int] = (), *, name: str = "") -> dict[int, Card]:
    """Those of ``people``, or everybody of a name, whose names may be given to somebody outside.

    Nobody is among them who shows their name to nobody; a place they keep to themselves stays
    empty. One statement, also where nobody is found.
    """
    rows = Profile.objects.filter(name_audience__gte=int(Reach.PROGRAM))
    found = rows.filter(name__iexact=name) if name else rows.filter(pk__in=[0, *people])
    columns = ("pk", "name", "city", "state", "country", "location_audience")
    made = {}
    for subject, called, city, state, country, audience in found.values_list(*columns):
        place = [city, state, country] if (audience or 0) >= Reach.PROGRAM else ["", "", ""]
        made[subject] = _card(subject, [called or "", *(one or "" for one in place)])
    return made


@query(ACCOUNT)
def own_profile() -> dict[str, object]:
    """The viewer's own profile, with the audiences, for the form that changes it."""
    names = [*LINES, *(f"{one}_audience" for one in topics())]
    return Profile.objects.values(*names).first() or {}


@query(PERSONALISE)
def own_specialty(me: int) -> str:
    """The specialty of somebody who lets pages be ordered; "" where none was given."""
    rows = Profile.objects.filter(owner_id=me)
    return rows.values_list("specialty", flat=True).first() or ""


@query(ACCOUNT)
def missing_lines(needed: tuple[str, ...]) -> tuple[str, ...]:
    """Which of these lines the viewer has left empty, in the order they were asked for."""
    return missing(needed, Profile.objects.values(*needed).first() or {})


@query(ACCOUNT)
def own_email() -> str:
    """The viewer's own address, once it is confirmed; "" before."""
    rows = EmailAddress.objects.filter(verified=True).order_by("-primary", "pk")
    return rows.values_list("email", flat=True).first() or ""


@query(ACCOUNT)
def own_demographics() -> Mapping[str, object]:
    """What the viewer said, for the form that changes it."""
    return Demographics.objects.values("gender", "birth_decade", "background").first() or {}


@query(ACCOUNT)
def own_particulars() -> dict[str, str]:
    """Region and recovery number of the viewer."""
    row = Particulars.objects.values("country", "state", "recovery_phone").first()
    if row is None:
        return {"region": "", "recovery_phone": ""}
    region = joined_region(row["country"], row["state"])
    return {"region": region, "recovery_phone": row["recovery_phone"]}


@query(ACCOUNT)
def own_country() -> str:
    """The country the viewer lives in, as two letters; "" where they did not say."""
    return Particulars.objects.values_list("country", flat=True).first() or ""


@query(ACCOUNT)
def own_postal_address() -> Mapping[str, object]:
    """The viewer's postal address, empty where there is none."""
    return PostalAddress.objects.values("lines", "postal_code", "city", "country").first() or {}


@query(AUTHENTICATE)
def address_of(subject: int) -> str:
    """Where a letter reaches somebody; "" where there is no such account."""
    return User.objects.filter(pk=subject).values_list("email", flat=True).first() or ""


@query(CORRESPONDENCE, MARKETING_MAIL)
def mail_addresses(subjects: Iterable[int]) -> dict[int, str]:
    """Where mail for this purpose reaches each of these people; nobody else is in it.

    The first confirmed address of each, one statement.
    """
    rows = EmailAddress.objects.filter(user_id__in=[0, *subjects], verified=True)
    columns = ("user_id", "email")
    return dict(rows.order_by("primary", "-pk").values_list(*columns))


@query(CORRESPONDENCE, MARKETING_MAIL)
def reachable(*, after: int = 0, limit: int = 1000) -> list[int]:
    """Who has a confirmed address and is met by this purpose, in order, behind ``after``."""
    rows = EmailAddress.objects.filter(verified=True, primary=True, user_id__gt=after)
    return list(rows.order_by("user_id").values_list("user_id", flat=True)[:limit])


@query(SUPPORT)
def under_case(subject: int) -> UnderCase | None:
    """The least that a request needs, as the officer of a case sees it; None without one.

    One statement for the profile and one for the address, whatever is filled in.
    """
    row = Profile.objects.filter(pk=subject).first()
    email = User.objects.filter(pk=subject).values_list("email", flat=True).first()
    if row is None or email is None:
        return None
    lines = [_line(row, one) for one in LINES if one != "name" and getattr(row, one)]
    shown = tuple((one.name, one.title, one.value) for one in lines)
    return UnderCase(row.name or "", email, shown, ("accounts.name", "accounts.sign_in"))


@query(ACCOUNT)
def preference(*, name: str) -> str:
    """How the viewer set the pages, or "" where nothing was said."""
    found = Preference.objects.filter(owner_id=viewer().known, name=name)
    return found.values_list("value", flat=True).first() or ""


@query(ACCOUNT)
def provider_links(*, names: Mapping[str, str]) -> list[ProviderLink]:
    """The accounts elsewhere that open the viewer's own. ``names``: of the providers, by id."""
    rows = SocialAccount.objects.order_by("pk").values_list("pk", "provider", "date_joined")
    return [ProviderLink(pk, one, names.get(one, one), at) for pk, one, at in rows]


@query(ACCOUNT)
def own_guardians() -> list[GuardianLine]:
    """Whom the viewer asked to approve, and what they answered."""
    columns = ("pk", "owner_id", "email", "item_id", "program", "state", "asked_at", "answered_at")
    rows = Guardian.objects.order_by("-asked_at").values_list(*columns)
    return [
        GuardianLine(pk, owner, "", email, Program(item, title, 0), state, asked, answered)
        for pk, owner, email, item, title, state, asked, answered in rows
    ]


@query(SECURITY)
def waiting_reports() -> list[ReportLine]:
    """The reports of children's accounts that wait for the desk, the oldest first; no names."""
    columns = ("pk", "owner_id", "source", "at")
    with handover(AUTHENTICATE, ground="children's accounts, whatever is restricted or held"):
        rows = ChildReport.objects.filter(state=ReportState.OPEN).order_by("at", "pk")
        return [
            ReportLine(pk, owner, str(ReportSource(source).label), "", at)
            for pk, owner, source, at in rows.values_list(*columns)[:200]
        ]


@query(SECURITY)
def report_line(report: int) -> ReportLine | None:
    """One report that waits, with its words; the person can read that the desk looked."""
    with handover(AUTHENTICATE, ground="a child's account, whatever is restricted or held"):
        row = ChildReport.objects.filter(pk=report, state=ReportState.OPEN).first()
    if row is None:
        return None
    audit.record_look(
        row.owner_id, viewer().known, role="desk", reason="report of a child's account",
        clauses=(CHILD_REPORT,),
    )  # fmt: skip
    source = str(ReportSource(row.source).label)
    return ReportLine(row.pk, row.owner_id, source, row.words, row.at)
