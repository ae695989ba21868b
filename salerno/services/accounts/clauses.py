"""What is held about a person with an account, paragraph by paragraph, and where it is asked."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from salerno.policy.purposes import (
    ACCOUNT,
    BILLING,
    CASE,
    COMMUNITY,
    CORRESPONDENCE,
    COURSES,
    DIRECTORY,
    DIRECTORY_INFORMATION,
    MARKETING_MAIL,
    PERSONALISE,
    PROFILE,
    RECOVERY,
    RESEARCH,
    SECURITY,
    SUPPORT,
)
from salerno.privacy.declare import Clause, CollectionPoint, Grade, Reach, keep
from salerno.privacy.purposes import AUTHENTICATE, RECORD
from salerno.privacy.registry import register_point

SIGN_IN = Clause(
    "accounts.sign_in",
    _("The address you sign in with, and when you last did"),
    "user.account.username",
    Grade.DIRECT,
    (AUTHENTICATE, ACCOUNT, CORRESPONDENCE, SUPPORT),
    relations=(CASE,),
    optional=False,
    ledger=("N-06", "N-11", "H-52"),
)
PASSWORD = Clause(
    "accounts.password",
    _("Your password"),
    "user.authorization.password",
    Grade.DIRECT,
    (AUTHENTICATE,),
    optional=False,
    secret=True,
    ledger=("N-11",),
)
EMAIL = Clause(
    "accounts.email",
    _("Your e-mail addresses"),
    "user.contact.email",
    Grade.DIRECT,
    (AUTHENTICATE, ACCOUNT, CORRESPONDENCE, MARKETING_MAIL, SUPPORT),
    relations=(CASE,),
    optional=False,
    ledger=("N-06", "N-12"),
)
NAME = Clause(
    "accounts.name",
    _("Your name"),
    "user.name",
    Grade.DIRECT,
    (
        ACCOUNT,
        PROFILE,
        CORRESPONDENCE,
        COMMUNITY,
        COURSES,
        DIRECTORY,
        DIRECTORY_INFORMATION,
        SUPPORT,
    ),
    reach=Reach.PUBLIC,
    relations=(CASE,),
    optional=False,
    ledger=("N-06", "N-11"),
    subject="profile",
)
SESSIONS = Clause(
    "accounts.sessions",
    _("Where you are signed in"),
    "user.device",
    Grade.INDIRECT,
    (AUTHENTICATE, ACCOUNT, SECURITY),
    optional=False,
    ledger=("H-52", "N-34"),
    subject="devices",
)
SESSION_KEY = Clause(
    "accounts.session_key",
    _("What proves that a browser is signed in"),
    "user.authorization",
    Grade.PSEUDONYMOUS,
    (AUTHENTICATE,),
    optional=False,
    secret=True,
    ledger=("H-52",),
    subject="devices",
)
SECOND_FACTOR = Clause(
    "accounts.second_factor",
    _("The secrets of your second factor"),
    "user.authorization.credentials",
    Grade.DIRECT,
    (AUTHENTICATE,),
    secret=True,
    ledger=("H-52",),
    subject="devices",
)
SECOND_FACTOR_KIND = Clause(
    "accounts.second_factor_kind",
    _("Which second factors you set up"),
    "user.authorization.credentials",
    Grade.INDIRECT,
    (AUTHENTICATE, ACCOUNT),
    ledger=("H-52",),
    subject="devices",
)
RECOVERY_PHONE = Clause(
    "accounts.recovery_phone",
    _("A telephone number to get back into your account"),
    "user.contact.phone_number",
    Grade.DIRECT,
    (ACCOUNT, RECOVERY, SUPPORT),
    relations=(CASE,),
    ledger=("N-12",),
)
POSTAL_ADDRESS = Clause(
    "accounts.postal_address",
    _("Your postal address"),
    "user.contact.address",
    Grade.DIRECT,
    (ACCOUNT, BILLING, SUPPORT),
    relations=(CASE,),
    ledger=("N-12",),
)
PROFESSION = Clause(
    "accounts.profession",
    _("Your profession"),
    "user.job_title",
    Grade.INDIRECT,
    (ACCOUNT, PROFILE, PERSONALISE, COMMUNITY, DIRECTORY, SUPPORT),
    reach=Reach.PUBLIC,
    relations=(CASE,),
    ledger=("N-13",),
    subject="profile",
)
SPECIALTY = Clause(
    "accounts.specialty",
    _("Your specialty"),
    "user.job_title",
    Grade.INDIRECT,
    (ACCOUNT, PROFILE, PERSONALISE, COMMUNITY, DIRECTORY, SUPPORT),
    reach=Reach.PUBLIC,
    relations=(CASE,),
    ledger=("N-13",),
    subject="profile",
)
TRAINING_STAGE = Clause(
    "accounts.training_stage",
    _("Your stage of training"),
    "user.education",
    Grade.INDIRECT,
    (ACCOUNT, PROFILE, PERSONALISE, COMMUNITY, DIRECTORY, SUPPORT),
    reach=Reach.PUBLIC,
    relations=(CASE,),
    ledger=("N-13",),
    subject="profile",
)
INSTITUTION = Clause(
    "accounts.institution",
    _("Your institution"),
    "user.workplace",
    Grade.INDIRECT,
    (ACCOUNT, PROFILE, COMMUNITY, DIRECTORY, SUPPORT),
    reach=Reach.PUBLIC,
    relations=(CASE,),
    ledger=("N-13",),
    subject="profile",
)
LOCATION = Clause(
    "accounts.location",
    _("The city, state and country you show"),
    "user.contact.address",
    Grade.INDIRECT,
    (ACCOUNT, PROFILE, COMMUNITY, COURSES, DIRECTORY, DIRECTORY_INFORMATION, SUPPORT),
    reach=Reach.PUBLIC,
    relations=(CASE,),
    ledger=("H-61", "H-62"),
    subject="profile",
)
BIOGRAPHY = Clause(
    "accounts.biography",
    _("What you say of yourself"),
    "user.content.self_description",
    Grade.DIRECT,
    (ACCOUNT, PROFILE, COMMUNITY, SUPPORT),
    reach=Reach.PUBLIC,
    relations=(CASE,),
    ledger=("N-07",),
    subject="profile",
)
DEMOGRAPHICS = Clause(
    "accounts.demographics",
    _("Gender, decade of birth, and background"),
    "user.demographic",
    Grade.INDIRECT,
    (ACCOUNT, RESEARCH),
    sensitive=True,
    ledger=("N-15",),
    subject="profile",
)
AGE_ANSWER = Clause(
    "accounts.age_answer",
    _("Whether you are old enough, and of a minor the year of coming of age"),
    "user.demographic.age_range",
    Grade.INDIRECT,
    (ACCOUNT, AUTHENTICATE),
    optional=False,
    ledger=("N-99", "H-44"),
)
REGION = Clause(
    "accounts.region",
    _("The country or state you live in"),
    "user.location.imprecise",
    Grade.INDIRECT,
    (ACCOUNT,),
    ledger=("N-104",),
)
PREFERENCES = Clause(
    "accounts.preferences",
    _("How you set the pages"),
    "user.privacy_preferences",
    Grade.PSEUDONYMOUS,
    (ACCOUNT,),
    ledger=("N-17",),
    subject="choices",
)
ACCEPTANCE = Clause(
    "accounts.acceptance",
    _("Which terms and which policy you accepted, and when"),
    "user.privacy_preferences",
    Grade.PSEUDONYMOUS,
    (ACCOUNT, AUTHENTICATE, RECORD),
    erasure=keep("to prove what was agreed, under a pseudonym"),
    optional=False,
    ledger=("H-03", "H-07", "N-102"),
    subject="choices",
)
STAFF_ROLE = Clause(
    "accounts.staff_role",
    _("What you may do here as staff"),
    "user.job_title",
    Grade.INDIRECT,
    (ACCOUNT, AUTHENTICATE, SECURITY),
    optional=False,
    ledger=("N-86",),
)

PROVIDER_LINK = Clause(
    "accounts.provider_link",
    _("The account elsewhere that you sign in with"),
    "user.account",
    Grade.PSEUDONYMOUS,
    (AUTHENTICATE, ACCOUNT),
    ledger=("N-22", "N-23", "N-24"),
    subject="devices",
)
GUARDIAN = Clause(
    "accounts.guardian",
    _("Your parent or guardian, and what they answered"),
    "user.contact.email",
    Grade.DIRECT,
    (AUTHENTICATE, ACCOUNT),
    optional=False,
    ledger=("H-46",),
)
CHILD_REPORT = Clause(
    "accounts.child_report",
    _("A report that an account is a child’s"),
    "user.demographic.age_range",
    Grade.INDIRECT,
    (SECURITY, ACCOUNT, AUTHENTICATE),
    relations=(CASE,),
    optional=False,
    ledger=("N-100", "H-47"),
)

PROFILE_CLAUSES = (
    NAME, PROFESSION, SPECIALTY, TRAINING_STAGE, INSTITUTION, LOCATION, BIOGRAPHY,
)  # fmt: skip

REGISTRATION = register_point(
    CollectionPoint(
        "accounts.registration",
        _("Create your account"),
        (SIGN_IN, EMAIL, PASSWORD, NAME, AGE_ANSWER, REGION, ACCEPTANCE),
        ACCOUNT,
    )
)
SIGN_IN_POINT = register_point(
    CollectionPoint(
        "accounts.sign_in",
        _("Sign in, and keep your sign-in safe"),
        (SIGN_IN, EMAIL, PASSWORD, SECOND_FACTOR, SECOND_FACTOR_KIND, PROVIDER_LINK),
        AUTHENTICATE,
    )
)
SESSION_POINT = register_point(
    CollectionPoint(
        "accounts.session",
        _("Staying signed in"),
        (SESSIONS, SESSION_KEY, SIGN_IN),
        AUTHENTICATE,
        channel="browser",
    )
)
PROFILE_POINT = register_point(
    CollectionPoint("accounts.profile", _("Your profile"), PROFILE_CLAUSES, ACCOUNT)
)
DEMOGRAPHICS_POINT = register_point(
    CollectionPoint("accounts.demographics", _("About you, in numbers"), (DEMOGRAPHICS,), ACCOUNT)
)
RECOVERY_POINT = register_point(
    CollectionPoint(
        "accounts.recovery", _("A way back into your account"), (RECOVERY_PHONE,), ACCOUNT
    )
)
POSTAL_POINT = register_point(
    CollectionPoint("accounts.postal", _("Where print goes"), (POSTAL_ADDRESS,), ACCOUNT)
)
REGION_POINT = register_point(
    CollectionPoint("accounts.region", _("Where you live"), (REGION,), ACCOUNT)
)
PREFERENCES_POINT = register_point(
    CollectionPoint("accounts.preferences", _("How pages look"), (PREFERENCES,), ACCOUNT)
)
ACCEPTANCE_POINT = register_point(
    CollectionPoint("accounts.acceptance", _("New terms"), (ACCEPTANCE,), ACCOUNT)
)
STAFF_POINT = register_point(
    CollectionPoint(
        "accounts.staff", _("What staff may do"), (STAFF_ROLE,), ACCOUNT, channel="house"
    )
)
OFFLINE_POINT = register_point(
    CollectionPoint(
        "accounts.offline",
        _("Told to us by telephone, post or mail"),
        (*PROFILE_CLAUSES, RECOVERY_PHONE, POSTAL_ADDRESS),
        ACCOUNT,
        channel="offline",
    )
)
CLAIMS_POINT = register_point(
    CollectionPoint(
        "accounts.claims",
        _("What your account elsewhere tells us"),
        (PROVIDER_LINK, EMAIL, NAME),
        ACCOUNT,
        channel="provider",
    )
)
GUARDIAN_POINT = register_point(
    CollectionPoint("accounts.guardian", _("A parent or guardian approves"), (GUARDIAN,), ACCOUNT)
)
AGE_POINT = register_point(
    CollectionPoint("accounts.age", _("Your age"), (AGE_ANSWER, CHILD_REPORT), ACCOUNT)
)
CHILD_POINT = register_point(
    CollectionPoint("accounts.child", _("Report the account of a child"), (CHILD_REPORT,), SECURITY)
)
