"""Who may do what here, and the letters that both sides get."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from salerno.policy import store
from salerno.policy.purposes import ACCOUNT, CAREERS, CORRESPONDENCE
from salerno.privacy.context import Viewer, handover
from salerno.privacy.errors import Refused
from salerno.privacy.subjects import is_open, start_service
from salerno.services.accounts import queries as accounts
from salerno.services.careers.models import WorksFor
from salerno.services.careers.queries.standing import is_offered
from salerno.services.post.actions import send
from salerno.services.post.values import NewLetter

HOUSE = Viewer.job("careers")


def take_part(by: Viewer) -> int:
    """The viewer uses careers from now on. Raises Refused where there are none, or they said no."""
    if not is_offered():
        raise Refused(_("There is no career center here."), status=404)
    start_service(by.known, "careers")
    if not is_open(by.known, CAREERS):
        raise Refused(_("You chose not to use careers. Change that in your choices."))
    return by.known


def people_of(employer: int) -> list[int]:
    """Who looks for people on behalf of an employer."""
    with handover(CAREERS, ground="who acts for an employer", viewer=HOUSE):
        rows = WorksFor.objects.filter(employer_id=employer).order_by("pk")
        return list(rows.values_list("owner_id", flat=True))


def own_address(subject: int) -> str:
    """The confirmed address of somebody, for a letter to them."""
    with handover(ACCOUNT, ground="where a letter goes", viewer=Viewer.person(subject)):
        return accounts.own_email()


def write(subject: int, name: str, title: str, lines: list[str]) -> None:
    """A letter about careers. No address of the other side stands in it."""
    to = own_address(subject)
    if not to:
        return
    operator = store.pack().policy.operator
    page = {"title": title, "lines": lines, "operator": operator}
    text: str = render_to_string("careers/letter.txt", page)
    sender = f"{operator.name} <{operator.email}>"
    letter = NewLetter(subject, name, to, sender, title, text.strip())
    with handover(CORRESPONDENCE, ground=f"letter: {name}", viewer=HOUSE):
        send(by=HOUSE, letter=letter)
