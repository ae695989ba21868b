"""Where the picture goes that a provider of sign-in gave: two rooms of one floor meet here."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from salerno.privacy.context import Viewer, handover
from salerno.privacy.declare import Reach
from salerno.privacy.errors import Refused
from salerno.privacy.models import CollectionEvent
from salerno.privacy.purposes import RECORD
from salerno.services.accounts.actions import photographs
from salerno.services.media import actions
from salerno.services.media.clauses import PHOTOGRAPH
from salerno.services.media.formats.photograph import read


class Pictures:
    """The room of files, for accounts."""

    def keep(self, by: Viewer, content: bytes, source: str) -> bool:
        """Keep it for the viewer alone; False where it is no picture."""
        if not content:
            return False
        try:
            picture = read(SimpleUploadedFile("picture", content))
        except Refused:
            return False
        actions.keep_photograph(by=by, picture=picture, audience=Reach.ME, source=source)
        return True

    def remove(self, by: Viewer, source: str) -> bool:
        """Take it away where it is still the one from this source."""
        with handover(RECORD, ground="where the photograph came from"):
            events = CollectionEvent.objects.filter(owner_id=by.known).order_by("-pk")
            last = next((one for one in events if PHOTOGRAPH.id in one.clause_ids), None)
        if last is None or last.source != source:
            return False
        actions.remove_photograph(by=by)
        return True


def register() -> None:
    """Offer it, once."""
    if not photographs:
        photographs.append(Pictures())
