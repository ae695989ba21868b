"""What stands beside the profile: contact ways, region, demographics, settings of the pages."""

from __future__ import annotations

from collections.abc import Mapping

from salerno.policy.purposes import ACCOUNT
from salerno.privacy import clock
from salerno.privacy.context import Viewer
from salerno.privacy.doing import action
from salerno.privacy.models import Subject
from salerno.privacy.subjects import apply_law, keeping
from salerno.services.accounts import rules
from salerno.services.accounts.actions.register import layer_of
from salerno.services.accounts.clauses import (
    DEMOGRAPHICS_POINT,
    POSTAL_POINT,
    PREFERENCES_POINT,
    RECOVERY_POINT,
    REGION_POINT,
)
from salerno.services.accounts.models import (
    Demographics,
    Particulars,
    PostalAddress,
    Preference,
)


@action(ACCOUNT, collects=DEMOGRAPHICS_POINT)
def change_demographics(*, by: Viewer, answers: Mapping[str, str]) -> None:
    """Keep what the viewer said of themselves; "I prefer not to say" leaves nothing."""
    if not Demographics.objects.filter(pk=by.known).update(**dict(answers)):
        Demographics.objects.create(owner_id=by.known, **dict(answers))


@action(ACCOUNT, collects=RECOVERY_POINT)
def change_recovery_phone(*, by: Viewer, number: str) -> None:
    """Keep a number for recovery alone; an empty one clears it."""
    Particulars.objects.filter(pk=by.known).update(recovery_phone=number)


@action(ACCOUNT, collects=POSTAL_POINT)
def change_postal_address(*, by: Viewer, address: Mapping[str, str]) -> None:
    """Keep where print goes."""
    values = {**address, "changed_at": clock.now()}
    if not PostalAddress.objects.filter(pk=by.known).update(**values):
        PostalAddress.objects.create(owner_id=by.known, **values)


@action(ACCOUNT, collects=REGION_POINT)
def change_region(*, by: Viewer, region: str) -> None:
    """Move to another country or state: its law protects the viewer from now on."""
    country, state = rules.split_region(region)
    Particulars.objects.filter(pk=by.known).update(country=country, state=state)
    with keeping("the region that was stated"):
        Subject.objects.filter(pk=by.known).update(layer=layer_of(region))
    apply_law(by.known)


@action(ACCOUNT, collects=PREFERENCES_POINT)
def set_preference(*, by: Viewer, name: str, value: str) -> None:
    """Set how pages look to the viewer; an empty value forgets it."""
    Preference.objects.filter(owner_id=by.known, name=name).delete()
    if value:
        Preference.objects.create(owner_id=by.known, name=name, value=value)
