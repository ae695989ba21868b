"""The people of the demonstration: one for each role, the same on every machine."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP

from salerno.policy import store
from salerno.policy.purposes import ACCOUNT, COURSES
from salerno.privacy import law
from salerno.privacy.context import Viewer, entered, handover
from salerno.privacy.declare import Purpose, Reach
from salerno.privacy.doing import action
from salerno.privacy.purposes import AUTHENTICATE
from salerno.services.accounts import actions, queries
from salerno.services.accounts.clauses import SIGN_IN_POINT
from salerno.services.accounts.models import User
from salerno.services.accounts.rules import topic_of
from salerno.services.accounts.values import NewAccount, Role

PASSWORD = "blue harbour at noon"  # noqa: S105  of the demonstration, printed at its start
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105  for the authenticator of its staff


@dataclass(frozen=True)
class Demonstrated:
    """Somebody to sign in as."""

    role: str
    email: str
    password: str
    secret: str = ""


@dataclass(frozen=True)
class Character:
    """Who somebody is."""

    role: str
    name: str
    region: str
    lines: tuple[tuple[str, str, Reach], ...] = ()
    staff: Role | None = None
    takes_part_in: Purpose | None = None  # only there where this use has a ground

    @property
    def email(self) -> str:
        """An address of the demonstration; nothing is sent to it."""
        return f"{self.role}@example.org"


PEOPLE = (
    Character(
        "member", "Dr. Miriam Okafor", "US-CA",
        (
            ("profession", "physician", Reach.PUBLIC),
            ("specialty", "pediatrics", Reach.MEMBERS),
            ("training_stage", "resident", Reach.CONNECTIONS),
            ("institution", "Sandhill Children’s Hospital", Reach.MEMBERS),
            ("city", "Oakland", Reach.PROGRAM),
            ("state", "California", Reach.PROGRAM),
            ("country", "US", Reach.PROGRAM),
            ("biography", "Second year. I read on the bus.", Reach.ME),
        ),
    ),
    Character("reader", "Jonas Winterfeldt", "DE", (("profession", "nurse", Reach.MEMBERS),)),
    Character("editor", "Anneke Vroom", "NL", staff=Role.EDITOR),
    Character("staff", "Ruth Calloway", "US", staff=Role.OFFICER),
    Character("dpo", "Dr. Ulrike Sandmann", "DE", staff=Role.DPO),
    Character("admin", "Tomás Herrera", "US", staff=Role.ADMIN),
    Character(
        "teacher", "Dr. Sunniva Aasen", "US",
        (("profession", "physician", Reach.PROGRAM),), takes_part_in=COURSES,
    ),
    Character(
        "facilitator", "Rafael Monteiro", "US",
        (("profession", "nurse", Reach.PROGRAM),), takes_part_in=COURSES,
    ),
    Character("partner", "Dr. Naomi Feld", "US", takes_part_in=COURSES),
)  # fmt: skip


def load() -> list[Demonstrated]:
    """Make who is missing. A second run changes nothing."""
    found = []
    for one in people_here():
        with entered(AUTHENTICATE, Viewer.job("demonstration")):
            known = queries.subject_of_address(one.email)
        if known is None:
            _make(one)
        found.append(Demonstrated(one.role, one.email, PASSWORD, SECRET if one.staff else ""))
    return found


def people_here() -> list[Character]:
    """The people of the demonstration who fit the pack in force."""
    ruled = law.in_force().purposes
    return [
        one
        for one in PEOPLE
        if one.takes_part_in is None or ruled[one.takes_part_in.id].bases[""] is not law.Basis.NONE
    ]


def _make(one: Character) -> None:
    pack = store.pack()
    new = NewAccount(
        one.email, one.name, PASSWORD, one.region, True, True,
        pack.documents["terms"].version, pack.policy.version,
    )  # fmt: skip
    with entered(ACCOUNT, Viewer.visitor(), ground="demonstration"):
        me = Viewer(actions.register(by=Viewer.visitor(), new=new))
    with entered(ACCOUNT, me, ground="demonstration"):
        with handover(AUTHENTICATE, ground="demonstration"):
            confirm(by=me, subject=me.known, with_factor=one.staff is not None)
            if one.staff is not None:
                actions.give_role(by=me, subject=me.known, role=one.staff)
        most, taken = actions.widest_lines(), actions.taken_lines()
        lines = {name: value for name, value, _reach in one.lines if name in taken}
        topics = {topic_of(name): reach for name, _value, reach in one.lines}
        audiences = {topic: min(reach, most[topic]) for topic, reach in topics.items()}
        actions.change_profile(by=me, lines=lines, audiences=audiences)


@action(AUTHENTICATE, collects=SIGN_IN_POINT)
def confirm(*, by: Viewer, subject: int, with_factor: bool) -> None:
    """Confirm the address, and give staff the second factor that they need."""
    EmailAddress.objects.filter(user_id=subject).update(verified=True)
    if with_factor:
        user = User.objects.get(pk=subject)
        TOTP.activate(user, SECRET)
        RecoveryCodes.activate(user)
