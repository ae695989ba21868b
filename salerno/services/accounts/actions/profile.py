"""The profile: its lines, their audiences, and what was told to us outside the site."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from salerno.policy.purposes import ACCOUNT, PROFILE, SUPPORT
from salerno.privacy import clock
from salerno.privacy.context import Viewer, handover, open_act
from salerno.privacy.declare import Reach
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.law import in_force
from salerno.privacy.models import Subject
from salerno.privacy.subjects import keeping, tie
from salerno.services.accounts.clauses import OFFLINE_POINT, PROFILE_CLAUSES, PROFILE_POINT
from salerno.services.accounts.models import Profile
from salerno.services.accounts.queries import profile_of
from salerno.services.accounts.rules import LINES, PLACE, is_place_name, lines_within, topic_of
from salerno.services.accounts.values import ProfileView

BY_TOPIC = {one.id.rpartition(".")[2]: one for one in PROFILE_CLAUSES}
BY_LINE = {line: BY_TOPIC[topic_of(line)] for line in LINES}
RULES = ("same", "outside")
CHANNELS = ("telephone", "post", "mail", "fax")


@action(ACCOUNT, collects=PROFILE_POINT)
def change_profile(*, by: Viewer, lines: Mapping[str, str], audiences: Mapping[str, Reach]) -> None:
    """Set lines of the viewer's own profile, and who may see each topic of them."""
    check_precision(lines)
    for name, audience in audiences.items():
        check_audience(name, audience)
    values: dict[str, object] = dict(lines)
    values |= {f"{name}_audience": int(one) for name, one in audiences.items()}
    Profile.objects.filter(pk=by.known).update(**values, changed_at=clock.now())


def widest(name: str) -> Reach:
    """The widest audience a topic can have under the pack in force."""
    clause = BY_TOPIC[name]
    return min(clause.reach, in_force().clause(clause.id).reach_max)


def first_audiences() -> dict[str, int]:
    """Who sees each line before the person chooses: as the pack says, usually nobody else."""
    ruled = in_force()
    return {
        f"{name}_audience": int(min(widest(name), ruled.clause(clause.id).reach_default))
        for name, clause in BY_TOPIC.items()
    }


def widest_lines() -> dict[str, Reach]:
    """The widest audience of every topic."""
    return {name: widest(name) for name in BY_TOPIC}


def taken_lines() -> tuple[str, ...]:
    """The lines that the pack in force takes: some show no place finer than a region."""
    return lines_within(str(in_force().settings["location_precision_max"]))


def check_precision(lines: Mapping[str, str]) -> None:
    """Raises Refused where a place is finer than the pack lets anybody show."""
    taken = taken_lines()
    if any(value for name, value in lines.items() if name not in taken):
        raise Refused(_("A place is shown no finer here than country and region."), status=422)
    if not all(is_place_name(lines.get(one, "")) for one in PLACE):
        raise Refused(
            _("Name the city or the state alone: no street, no number, no postal code."), status=422
        )


def check_audience(name: str, audience: Reach) -> None:
    """Raises Refused where the pack does not let a line be shown so widely."""
    if audience > widest(name):
        raise Refused(
            _("%(what)s cannot be shown that widely here. Choose a smaller audience.")
            % {"what": BY_TOPIC[name].title}
        )


@action(SUPPORT, collects=OFFLINE_POINT)
def take_down_offline(
    *, by: Viewer, subject: int, channel: str, rules: str, lines: Mapping[str, str]
) -> None:
    """Write into a profile what was told by telephone or post, under a chosen set of rules.

    Only the officer of the person's case can: the gate lets nobody else write there.
    """
    if channel not in CHANNELS:
        raise Refused(_("Say how it reached us: telephone, post, mail or fax."), status=422)
    if rules not in RULES:
        raise Refused(
            _("This was told outside the site. Choose which rules hold for it first."), status=422
        )
    check_precision(lines)
    act = open_act()
    act.channel, act.source, act.about = channel, f"offline: {rules}", subject
    Profile.objects.filter(pk=subject).update(**dict(lines), changed_at=clock.now())


@action(PROFILE)
def seen_from(*, by: Viewer, reach: Reach) -> ProfileView | None:
    """The viewer's profile as somebody at this distance sees it. The gate answers: somebody is
    made who stands there, looks, and is taken back with the transaction.
    """
    with transaction.atomic():
        with keeping("somebody who looks"):
            looker = Subject.objects.create(state=Subject.State.PSEUDONYM).pk
        if reach < Reach.MEMBERS:
            tie(by.known, looker, reach)
        who = Viewer.visitor() if reach is Reach.PUBLIC else Viewer.person(looker)
        with handover(PROFILE, ground="preview", viewer=who):
            seen = profile_of(by.known)
        transaction.set_rollback(True)
    return seen
