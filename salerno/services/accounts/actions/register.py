"""Making an account, and accepting what changed since."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.utils.translation import gettext as _

from salerno.policy import store
from salerno.policy.purposes import ACCOUNT
from salerno.privacy import choices
from salerno.privacy.context import Viewer, handover, open_act
from salerno.privacy.declare import Purpose
from salerno.privacy.doing import action
from salerno.privacy.errors import Refused
from salerno.privacy.law import SWITCHED, Basis, in_force
from salerno.privacy.models import Subject
from salerno.privacy.purposes import AUTHENTICATE
from salerno.privacy.registry import registry
from salerno.privacy.subjects import apply_law, keeping, new_subject, start_service
from salerno.services.accounts import rules
from salerno.services.accounts.actions.linking import write_link_row
from salerno.services.accounts.actions.profile import first_audiences
from salerno.services.accounts.actions.transfer import write_transfer
from salerno.services.accounts.clauses import ACCEPTANCE_POINT, CLAIMS_POINT, REGISTRATION
from salerno.services.accounts.models import Acceptance, Particulars, Profile, User
from salerno.services.accounts.queries import subject_of_address
from salerno.services.accounts.values import NewAccount


@action(ACCOUNT, collects=REGISTRATION)
def register(*, by: Viewer, new: NewAccount) -> int | None:
    """Make an account that waits for its address to be confirmed.

    Returns the subject, or None where the address is known: the caller says the same to both.
    """
    check_versions(new.terms_version, new.policy_version)
    if not new.is_old_enough and new.program is None:
        raise Refused(_("You are too young for an account here. Nothing was stored."))
    login = User(email=new.email.strip().lower())
    if new.claims is None:
        login.set_password(new.password)  # as slow for a known address as for a new one
    else:
        login.set_unusable_password()
    with handover(AUTHENTICATE, ground="is this address known"):
        if subject_of_address(login.email) is not None:
            return None
    subject = new_subject(layer=layer_of(new.region))
    if not new.is_adult:
        protect_minor(subject)
    start_service(subject, "account")
    login.subject_id = subject
    with handover(AUTHENTICATE, ground="a new login"):
        login.save(force_insert=True)
    if new.claims is None:
        with handover(AUTHENTICATE, ground="a new login"):
            EmailAddress.objects.create(user_id=subject, email=login.email, primary=True)
        Profile.objects.create(owner_id=subject, name=new.name, **first_audiences())
    else:
        take_claims(by=by, subject=subject, new=new)
    country, state = rules.split_region(new.region)
    Particulars.objects.create(
        owner_id=subject, is_old_enough=new.is_old_enough, country=country, state=state,
        adult_year=None if new.is_adult else new.adult_year,
    )  # fmt: skip
    write_acceptance(subject, new.purposes)
    for one in asked_purposes():
        if one.id in new.purposes:
            choices.choose(subject, choices.ask(one), choices.State.GIVEN, point=REGISTRATION)
    return subject


@action(ACCOUNT, collects=CLAIMS_POINT)
def take_claims(*, by: Viewer, subject: int, new: NewAccount) -> None:
    """What an account elsewhere said, for an account that begins with it: name, address, link."""
    claims = new.claims
    if claims is None:
        return
    act = open_act()
    act.subject, act.source = subject, f"provider: {claims.provider_name}"
    Profile.objects.create(owner_id=subject, name=claims.name or new.name, **first_audiences())
    with handover(AUTHENTICATE, ground="a new login"):
        EmailAddress.objects.create(
            user_id=subject, email=claims.email, primary=True, verified=claims.email_is_verified
        )
        write_link_row(subject, claims)


def asked_purposes() -> list[Purpose]:
    """What an operator of broad consent asks at registration: each use by itself, none ticked."""
    policy = in_force()
    if policy.settings.get("consent_mode") != "by_use":
        return []
    return [
        one
        for one in registry().purposes.values()
        if not one.kernel
        and policy.purposes[one.id].choice in SWITCHED
        and policy.purposes[one.id].bases[""] is not Basis.NONE
    ]


def layer_of(region: str) -> str:
    """The layer of a region, under the pack in force."""
    regions = {one.id: one.countries for one in store.pack().layers.values()}
    return rules.layer_of(region, regions, Subject.Layer.values)


def protect_minor(subject: int) -> None:
    """From here on the rules for people under 18 hold for ``subject``."""
    with keeping("the answer to the age question"):
        Subject.objects.filter(pk=subject).update(is_minor=True)
    apply_law(subject)


def check_versions(terms_version: int, policy_version: int) -> None:
    """Raises Refused (409) unless the texts that were shown are the ones in force."""
    now = store.pack()
    if (terms_version, policy_version) != (now.documents["terms"].version, now.policy.version):
        raise Refused(
            _(
                "The terms or the policy changed while this page was open. "
                "Load it again, read what changed, and send it once more."
            ),
            status=409,
        )


def write_acceptance(subject: int, purposes: tuple[str, ...]) -> None:
    """Append what was accepted: both versions, and each purpose by name."""
    now = store.pack()
    shown = choices.Words("policy", f"{now.policy.operator.name}: {now.policy.digest}")
    choices.show_notice(subject, shown, point=REGISTRATION)
    write_transfer(subject, REGISTRATION)
    Acceptance.objects.create(
        owner_id=subject,
        terms_version=now.documents["terms"].version,
        policy_version=now.policy.version,
        policy_digest=now.policy.digest,
        purposes=list(purposes),
    )


@action(ACCOUNT, collects=ACCEPTANCE_POINT)
def accept(*, by: Viewer, terms_version: int, policy_version: int) -> None:
    """Accept the texts in force, as they were shown."""
    check_versions(terms_version, policy_version)
    write_acceptance(by.known, ())
