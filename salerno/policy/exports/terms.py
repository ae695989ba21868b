"""What our purposes, grounds and people are called by others.

Fides: the default taxonomy of fideslang 3.1.4. DPV: version 2.2, https://w3id.org/dpv.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from salerno.privacy.law import Basis

DPV = "https://w3id.org/dpv#"
DPV_VERSION = "2.2"


class Called(NamedTuple):
    """A purpose by its names elsewhere."""

    fides: str
    dpv: str


_SERVICE = Called("functional.service", "RequestedServiceProvision")
_DUTY = Called("essential.legal_obligation", "RightsFulfilment")
_HOUSE = Called("essential.service.operations", "TechnicalServiceProvision")
_SIGN_IN = Called("essential.service.authentication", "IdentityAuthentication")

PURPOSES: Mapping[str, Called] = {
    "account": Called("essential.service.operations", "AccountManagement"),
    "adverts": Called("marketing.advertising", "Advertising"),
    "analytics": Called("analytics.reporting", "ServiceUsageAnalytics"),
    "authenticate": _SIGN_IN,
    "billing": Called("essential.service.payment_processing", "PaymentManagement"),
    "careers": Called("employment.recruitment", "RecruitmentManagement"),
    "community": _SERVICE,
    "correspondence": Called("essential.service.notifications", "CommunicationManagement"),
    "courses": _SERVICE,
    "credits": Called("third_party_sharing", "RequestedServiceProvision"),
    "desk": _DUTY,
    "directory": _SERVICE,
    "directory_information": Called("third_party_sharing", "ServiceProvision"),
    "editorial": Called("essential.service.operations", "ServiceProvision"),
    "erasure": _DUTY,
    "events": _SERVICE,
    "identify": _DUTY,
    "institution_reports": Called("third_party_sharing", "FulfilmentOfContractualObligation"),
    "integrity": _HOUSE,
    "legal": Called("essential.legal_obligation", "LegalCompliance"),
    "marketing_mail": Called("marketing.communications.email", "DirectMarketing"),
    "marketing_sms": Called("marketing.communications.sms", "DirectMarketing"),
    "moderation": Called("essential.service.security", "MisusePreventionAndDetection"),
    "personalise": Called("personalize.content", "ServicePersonalisation"),
    "practice": _SERVICE,
    "profile": _SERVICE,
    "record": Called("essential.legal_obligation", "RecordManagement"),
    "recovery": Called("essential.service.authentication", "IdentityVerification"),
    "research": Called("analytics", "ScientificResearch"),
    "rights": _DUTY,
    "security": Called("essential.service.security", "EnforceSecurity"),
    "sponsors": Called("third_party_sharing", "Marketing"),
    "structure": _HOUSE,
    "support": Called("essential.service.operations.support", "CustomerCare"),
    "surveys": Called("functional.service.improve", "ImproveExistingProductsAndServices"),
}
"""Every purpose of the code; a test says when one is missing."""

FIDES_BASES: Mapping[Basis, str] = {
    Basis.CONSENT: "Consent",
    Basis.CONTRACT: "Contract",
    Basis.LEGAL_OBLIGATION: "Legal obligations",
    Basis.LEGITIMATE_INTEREST: "Legitimate interests",
    Basis.PUBLIC_TASK: "Public interest",
    Basis.VITAL_INTEREST: "Vital interests",
}
"""Use after notice has no name there."""

DPV_BASES: Mapping[Basis, str] = {
    Basis.CONSENT: "Consent",
    Basis.CONTRACT: "Contract",
    Basis.LEGAL_OBLIGATION: "LegalObligation",
    Basis.LEGITIMATE_INTEREST: "LegitimateInterestOfController",
    Basis.NOTICE: "LegalBasis",
    Basis.PUBLIC_TASK: "PublicInterest",
    Basis.VITAL_INTEREST: "VitalInterest",
}

FIDES_PEOPLE: Mapping[str, str] = {
    "visitors": "visitor",
    "members": "customer",
    "learners": "trainee",
    "residents": "trainee",
    "authors": "customer",
    "jobseekers": "job_applicant",
    "contacts": "prospect",
    "staff": "employee",
}

FIDES_CATEGORIES = frozenset(
    [
        "user.account",
        "user.account.settings",
        "user.account.username",
        "user.authorization",
        "user.authorization.credentials",
        "user.authorization.password",
        "user.behavior",
        "user.biometric",
        "user.contact",
        "user.contact.address",
        "user.contact.email",
        "user.contact.phone_number",
        "user.content",
        "user.content.private",
        "user.content.public",
        "user.demographic",
        "user.demographic.age_range",
        "user.device",
        "user.device.cookie_id",
        "user.financial",
        "user.government_id",
        "user.job_title",
        "user.location",
        "user.location.imprecise",
        "user.name",
        "user.payment",
        "user.privacy_preferences",
        "user.social",
        "user.unique_id",
        "user.workplace",
        "user",
    ]
)
"""Those of the taxonomy that we use or build upon; what lies below them is declared beside."""
