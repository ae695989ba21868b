"""What crosses to other rooms: people as frozen values, and the coded lists of the profile."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from salerno.privacy.declare import Reach


class Profession(models.TextChoices):
    """What somebody does."""

    PHYSICIAN = "physician", _("Physician")
    NURSE = "nurse", _("Nurse or nurse practitioner")
    ASSISTANT = "assistant", _("Physician assistant")
    PHARMACIST = "pharmacist", _("Pharmacist")
    STUDENT = "student", _("Student")
    RESEARCHER = "researcher", _("Researcher")
    EDUCATOR = "educator", _("Educator")
    OTHER = "other", _("Another profession")


class Specialty(models.TextChoices):
    """A field of medicine."""

    ANESTHESIOLOGY = "anesthesiology", _("Anesthesiology")
    CARDIOLOGY = "cardiology", _("Cardiology")
    DERMATOLOGY = "dermatology", _("Dermatology")
    EMERGENCY = "emergency", _("Emergency medicine")
    FAMILY = "family", _("Family medicine")
    INTERNAL = "internal", _("Internal medicine")
    NEUROLOGY = "neurology", _("Neurology")
    OBSTETRICS = "obstetrics", _("Obstetrics and gynecology")
    ONCOLOGY = "oncology", _("Oncology")
    PEDIATRICS = "pediatrics", _("Pediatrics")
    PSYCHIATRY = "psychiatry", _("Psychiatry")
    RADIOLOGY = "radiology", _("Radiology")
    SURGERY = "surgery", _("Surgery")
    OTHER = "other", _("Another specialty")


class TrainingStage(models.TextChoices):
    """How far along somebody is."""

    STUDENT = "student", _("Student")
    RESIDENT = "resident", _("Resident")
    FELLOW = "fellow", _("Fellow")
    PRACTICE = "practice", _("In practice")
    RETIRED = "retired", _("Retired")


class Gender(models.TextChoices):
    """As the person says; nobody needs to."""

    UNSAID = "unsaid", _("I prefer not to say")
    WOMAN = "woman", _("Woman")
    MAN = "man", _("Man")
    OTHER = "other", _("Another")


class BirthDecade(models.TextChoices):
    """No finer than ten years."""

    UNSAID = "unsaid", _("I prefer not to say")
    D1940 = "1940", _("Before 1950")
    D1950 = "1950", _("1950 to 1959")
    D1960 = "1960", _("1960 to 1969")
    D1970 = "1970", _("1970 to 1979")
    D1980 = "1980", _("1980 to 1989")
    D1990 = "1990", _("1990 to 1999")
    D2000 = "2000", _("2000 or later")


class Background(models.TextChoices):
    """Whether somebody counts themselves among those medicine has served less."""

    UNSAID = "unsaid", _("I prefer not to say")
    YES = "yes", _("From a group that medicine has served less")
    NO = "no", _("Not from such a group")


class Role(models.TextChoices):
    """What staff may do."""

    EDITOR = "editor", _("Editor")
    OFFICER = "officer", _("Privacy desk")
    DPO = "dpo", _("Data protection officer")
    ADMIN = "admin", _("Administrator")


class Consent(models.TextChoices):
    """What a parent or guardian answered about a program."""

    ASKED = "asked", _("waits for an answer")
    APPROVED = "approved", _("approved")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class ReportSource(models.TextChoices):
    """How it was learned that an account may be a child's."""

    FORM = "form", _("the public form")
    STAFF = "staff", _("our desk")
    PROFILE = "profile", _("the age that was given")


class ReportState(models.TextChoices):
    """What became of such a report."""

    OPEN = "open", _("waits for the desk")
    UNFOUNDED = "unfounded", _("not a child’s")


@dataclass(frozen=True)
class Program:
    """A program that somebody under the general age may come to with a guardian's approval."""

    item_id: int
    title: str
    min_age: int


@dataclass(frozen=True)
class GuardianLine:
    """What a guardian was asked, and where it stands."""

    id: int
    child: int
    child_name: str
    email: str
    program: Program
    state: str
    asked_at: datetime
    answered_at: datetime | None

    @property
    def state_words(self) -> str:
        """Where it stands, in words."""
        return str(Consent(self.state).label)


@dataclass(frozen=True)
class ReportLine:
    """A report of a child's account, at the desk."""

    id: int
    subject: int
    source_words: str
    words: str
    at: datetime


@dataclass(frozen=True)
class Claims:
    """What a provider said of somebody, cut down to what is declared here."""

    provider: str
    provider_name: str
    uid: str
    email: str
    email_is_verified: bool
    name: str
    picture: str  # an address; "" where none was granted
    dropped: tuple[str, ...]  # names of what was not taken
    scopes: tuple[str, ...]


@dataclass(frozen=True)
class ProviderLink:
    """An account elsewhere that opens the viewer's own."""

    id: int
    provider: str
    provider_name: str
    linked_at: datetime


@dataclass(frozen=True)
class NewAccount:
    """What somebody sent to make an account, read and found right."""

    email: str
    name: str
    password: str = field(repr=False)
    region: str
    is_old_enough: bool
    is_adult: bool
    terms_version: int
    policy_version: int
    purposes: tuple[str, ...] = ()
    program: Program | None = None  # under the general age, and old enough for this one
    claims: Claims | None = None  # from a provider; then there is no password
    adult_year: int | None = None  # of a minor: the year of coming of age


@dataclass(frozen=True)
class AgeAnswer:
    """What a date of birth says: whole years today, and the year of coming of age."""

    age: int
    adult_year: int


@dataclass(frozen=True)
class KeptSession:
    """A session as it is written down."""

    subject: int
    key_digest: str
    state: str = field(repr=False)
    device: str
    is_remembered: bool
    expires_at: datetime


@dataclass(frozen=True)
class SignedIn:
    """A live session with its person, read in one statement."""

    subject: int
    fields: tuple[object, ...]  # of the login row, in the order of its columns
    state: str  # of the session
    seen_at: datetime
    is_remembered: bool
    accepted_version: int  # of the policy; 0 where none was
    layers: tuple[str, ...] = ()  # of law that protect the person
    is_staff: bool = False  # whether there is anything for them at the desk


@dataclass(frozen=True)
class SessionLine:
    """One line of the list of sessions."""

    id: int
    device: str
    created_at: datetime
    seen_at: datetime
    expires_at: datetime
    is_remembered: bool
    is_current: bool


@dataclass(frozen=True)
class Standing:
    """Where a person stands with the house: roles, second factor, accepted versions."""

    roles: frozenset[str] = frozenset()
    second_factor: bool = False
    policy_version: int = 0
    terms_version: int = 0


@dataclass(frozen=True)
class Line:
    """One line of a profile, as one viewer sees it."""

    name: str
    title: str
    value: str
    audience: Reach | None = None


@dataclass(frozen=True)
class Card:
    """Somebody beside what they wrote, as one viewer sees it; "" is what is not shown.

    The place is as coarse as this type: a street or a postal code has no field here.
    """

    subject: int
    name: str
    city: str
    state: str
    country: str  # its name, not its code
    profile_address: str  # "" where the viewer finds no profile
    name_reach: int = Reach.ME  # how far the name is shown, where the viewer sees it

    @property
    def place(self) -> str:
        """City, state and country, as far as they are shown."""
        return ", ".join(one for one in (self.city, self.state, self.country) if one)


@dataclass(frozen=True)
class ProfileView:
    """A profile as one viewer sees it: what is not shown is not there."""

    subject: int
    lines: tuple[Line, ...]

    @property
    def name(self) -> str:
        """The name, or "" where it is not shown."""
        return next((one.value for one in self.lines if one.name == "name"), "")


@dataclass(frozen=True)
class UnderCase:
    """What the officer of a case sees of a person. ``clauses``: the ids of what was read."""

    name: str
    email: str
    lines: tuple[tuple[str, str, str], ...]  # name of the line, its title, its value
    clauses: tuple[str, ...]
