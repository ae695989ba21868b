"""The login row, sessions, the profile, and what a person accepted and set."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from salerno.privacy import clock
from salerno.privacy.declare import Holds
from salerno.privacy.fields import AudienceField, SubjectKey, SubjectPrimaryKey
from salerno.services.accounts import clauses
from salerno.services.accounts.values import (
    Background,
    BirthDecade,
    Consent,
    Gender,
    Profession,
    ReportSource,
    ReportState,
    Role,
    Specialty,
    TrainingStage,
)
from salerno.services.accounts.values.countries import shown_countries


class Users(BaseUserManager["User"]):
    """Finds login rows; only ``actions`` makes them."""

    def get_by_natural_key(self, username: str | None) -> User:
        """The row of a sign-in address, whatever its case."""
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser):
    """The one table that turns a subject into a name. Its key is the subject's own id."""

    subject = SubjectPrimaryKey()
    email = models.EmailField(unique=True)
    signed_in_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)
    last_login = None

    objects: ClassVar[Users] = Users()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    holds = Holds(
        clauses.SIGN_IN.on(email, signed_in_at),
        clauses.PASSWORD.on("password"),
        plain=(is_active, created_at),
    )

    def __str__(self) -> str:
        return f"account {self.pk}"


class Session(models.Model):
    """A browser that is signed in. Its key stands here only as a digest."""

    owner = SubjectKey(to="accounts.User")
    key_digest = models.CharField(max_length=64, unique=True)
    state = models.TextField()
    device = models.CharField(max_length=60, blank=True)
    is_remembered = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now)
    seen_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()

    holds = Holds(
        clauses.SESSIONS.on(device),
        clauses.SESSION_KEY.on(key_digest, state),
        plain=(is_remembered, created_at, seen_at, expires_at),
        since=created_at,
    )

    class Meta:
        indexes = (models.Index(fields=("owner", "-seen_at"), name="session_by_owner"),)

    def __str__(self) -> str:
        return f"session {self.pk}"


class Profile(models.Model):
    """What a person says of themselves, each line with its own audience."""

    owner = SubjectPrimaryKey()
    name = models.CharField(_("Name"), max_length=120)
    name_audience = AudienceField()
    profession = models.CharField(_("Profession"), max_length=20, choices=Profession, blank=True)
    profession_audience = AudienceField()
    specialty = models.CharField(_("Specialty"), max_length=20, choices=Specialty, blank=True)
    specialty_audience = AudienceField()
    training_stage = models.CharField(
        _("Stage of training"), max_length=20, choices=TrainingStage, blank=True
    )
    training_stage_audience = AudienceField()
    institution = models.CharField(_("Institution"), max_length=160, blank=True)
    institution_audience = AudienceField()
    city = models.CharField(_("City"), max_length=80, blank=True)
    state = models.CharField(_("State or region"), max_length=80, blank=True)
    country = models.CharField(_("Country"), max_length=2, choices=shown_countries, blank=True)
    location_audience = AudienceField()
    biography = models.TextField(_("About"), max_length=2000, blank=True)
    biography_audience = AudienceField()
    changed_at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.NAME.on(name, audience=name_audience),
        clauses.PROFESSION.on(profession, audience=profession_audience),
        clauses.SPECIALTY.on(specialty, audience=specialty_audience),
        clauses.TRAINING_STAGE.on(training_stage, audience=training_stage_audience),
        clauses.INSTITUTION.on(institution, audience=institution_audience),
        clauses.LOCATION.on(city, state, country, audience=location_audience),
        clauses.BIOGRAPHY.on(biography, audience=biography_audience),
        plain=(changed_at,),
    )

    def __str__(self) -> str:
        return f"profile {self.pk}"


class Particulars(models.Model):
    """What the account needs to know beside its profile, and shows to nobody else."""

    owner = SubjectPrimaryKey()
    is_old_enough = models.BooleanField()
    adult_year = models.PositiveSmallIntegerField(null=True)  # of a minor: when it all lifts
    country = models.CharField(max_length=2, blank=True)
    state = models.CharField(max_length=6, blank=True)
    recovery_phone = models.CharField(max_length=20, blank=True)

    holds = Holds(
        clauses.AGE_ANSWER.on(is_old_enough, adult_year),
        clauses.REGION.on(country, state),
        clauses.RECOVERY_PHONE.on(recovery_phone),
    )

    def __str__(self) -> str:
        return f"particulars {self.pk}"


class PostalAddress(models.Model):
    """Where print and invoices go."""

    owner = SubjectPrimaryKey()
    lines = models.TextField(max_length=400)
    postal_code = models.CharField(max_length=16, blank=True)
    city = models.CharField(max_length=80)
    country = models.CharField(max_length=2)
    changed_at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.POSTAL_ADDRESS.on(lines, postal_code, city, country), plain=(changed_at,))

    def __str__(self) -> str:
        return f"postal address {self.pk}"


class Demographics(models.Model):
    """Said or not said; only totals are read."""

    owner = SubjectPrimaryKey()
    gender = models.CharField(max_length=8, choices=Gender, default=Gender.UNSAID)
    birth_decade = models.CharField(max_length=8, choices=BirthDecade, default=BirthDecade.UNSAID)
    background = models.CharField(max_length=8, choices=Background, default=Background.UNSAID)

    holds = Holds(clauses.DEMOGRAPHICS.on(gender, birth_decade, background))

    def __str__(self) -> str:
        return f"demographics {self.pk}"


class Preference(models.Model):
    """One setting of the pages: language, density, reduced motion."""

    owner = SubjectKey()
    name = models.CharField(max_length=30)
    value = models.CharField(max_length=30)
    changed_at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.PREFERENCES.on(name, value), plain=(changed_at,))

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "name"), name="preference_once"),)

    def __str__(self) -> str:
        return self.name


class Acceptance(models.Model):
    """Which terms and which policy a person accepted. Appended, never changed."""

    owner = SubjectKey()
    terms_version = models.PositiveIntegerField()
    policy_version = models.PositiveIntegerField()
    policy_digest = models.CharField(max_length=64)
    purposes = models.JSONField(default=list)
    at = models.DateTimeField(default=clock.now)

    holds = Holds(
        clauses.ACCEPTANCE.on(policy_digest, purposes, terms_version, policy_version),
        plain=(at,),
        since=at,
    )

    class Meta:
        indexes = (models.Index(fields=("owner", "-id"), name="acceptance_latest"),)

    def __str__(self) -> str:
        return f"terms {self.terms_version}, policy {self.policy_version}"


class StaffRole(models.Model):
    """A role that somebody holds, and who gave it."""

    owner = SubjectKey()
    role = models.CharField(max_length=10, choices=Role)
    given_by = SubjectKey(role="giver")
    since = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.STAFF_ROLE.on(role), plain=(since,))

    class Meta:
        constraints = (models.UniqueConstraint(fields=("owner", "role"), name="staff_role_once"),)

    def __str__(self) -> str:
        return self.role


class Guardian(models.Model):
    """A parent or guardian who was asked about one program, and what they answered."""

    owner = SubjectKey()
    guardian = SubjectKey(role="guardian")
    email = models.EmailField()
    program = models.CharField(max_length=160)
    item_id = models.BigIntegerField()
    state = models.CharField(max_length=10, choices=Consent, default=Consent.ASKED)
    asked_at = models.DateTimeField(default=clock.now)
    answered_at = models.DateTimeField(null=True, blank=True)

    holds = Holds(
        clauses.GUARDIAN.on(email, program, state),
        plain=(item_id, asked_at, answered_at),
        since=asked_at,
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("owner", "item_id"), name="guardian_of_program"),
        )

    def __str__(self) -> str:
        return f"guardian {self.pk}: {self.state}"


class ChildReport(models.Model):
    """That an account may be a child's: who said so is not kept, only how it was learned."""

    owner = SubjectKey()
    source = models.CharField(max_length=10, choices=ReportSource)
    words = models.TextField(max_length=600, blank=True)
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.OPEN)
    at = models.DateTimeField(default=clock.now)

    holds = Holds(clauses.CHILD_REPORT.on(source, words, state), plain=(at,), since=at)

    class Meta:
        indexes = (models.Index(fields=("state", "at"), name="child_report_waiting"),)

    def __str__(self) -> str:
        return f"report {self.pk}: {self.state}"
