"""What this room offers to others' pages: the way to the desk, and the form of the contact page."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string

from salerno.policy.purposes import DESK
from salerno.privacy.context import handover
from salerno.services.desk import queries
from salerno.services.desk.forms.public import ContactForm


def desk(request: HttpRequest, _subject: object) -> str:
    """The ways to the desk's pages, with what is late."""
    with handover(DESK, ground="how many requests are late"):
        late = queries.overdue()
    return render_to_string("desk/desk_links.html", {"late": late})


def contact(request: HttpRequest, document: object) -> str:
    """The form below the contact page, and below no other document."""
    if document != "contact":
        return ""
    return render_to_string("desk/contact_form.html", {"form": ContactForm()}, request=request)


def you(request: HttpRequest, _subject: object) -> str:
    """The way to one's requests."""
    return render_to_string("desk/you_link.html")


SLOTS = {"desk.pages": desk, "document.after": contact, "you.after": you}
