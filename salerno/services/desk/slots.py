"""What this room offers to others' pages: the way to the desk, and the form of the contact page."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from salerno.policy.purposes import DESK
from salerno.privacy.context import handover
from salerno.privacy.doors import Way
from salerno.services.desk import queries
from salerno.services.desk.forms.public import ContactForm


def desk() -> tuple[Way, ...]:
    """This room's pages of the desk, with what is late."""
    with handover(DESK, ground="how many requests are late"):
        late = queries.overdue()
    asked = _("What people ask of us, on the clock. For the privacy desk.")
    return (Way("desk:queue", _("Requests"), asked, late), *_beside())


def _beside() -> tuple[Way, ...]:
    return (
        Way(
            "desk:demands",
            _("Demands of the law"),
            _("Courts and authorities, and inquiries of our own. For the privacy desk."),
        ),
        Way(
            "desk:breaches",
            _("Incidents"),
            _("Whom they touched, and who was told. For the privacy desk."),
        ),
        Way(
            "desk:log",
            _("Log of requests"),
            _("Two years of what was asked and answered, without names. For the privacy desk."),
        ),
        Way(
            "desk_children",
            _("Children’s accounts"),
            _("Reports that an account is a child’s: clear it, or erase it. For the privacy desk."),
        ),
        Way(
            "desk:receivers",
            _("Recipients"),
            _("Contracts, their ends, and a switch for each. For the privacy desk."),
        ),
        Way(
            "desk:officer_queue",
            _("For the data protection officer"),
            _("An own queue; register, ledgers and counts to read."),
        ),
    )


def contact(request: HttpRequest, document: object) -> str:
    """The form below the contact page, and below no other document."""
    if document != "contact":
        return ""
    return render_to_string("desk/contact_form.html", {"form": ContactForm()}, request=request)


def you(request: HttpRequest, _subject: object) -> str:
    """The way to one's requests."""
    return render_to_string("desk/you_link.html")


SLOTS = {"document.after": contact, "you.after": you}
