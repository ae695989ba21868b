"""What a registration holds, when its terms end."""

from __future__ import annotations

from datetime import timedelta

from salerno.privacy import clock, retention
from salerno.privacy.rights import vault
from salerno.services.events.tests.test_coming import held, member, register
from tests import people


def test_a_badge_whose_term_passed_meanwhile_does_not_come_back_with_the_seat() -> None:
    held()
    ann = member("ann")
    register(ann, badge="Ann of the ward")
    assert people.column("events_registration", "badge") == ["Ann of the ward"]
    closed = vault.close(ann.subject, ground="a test")
    assert people.column("events_registration", "badge") == []
    with clock.clock_ahead(timedelta(days=31)):
        assert vault.come_back(closed.key) == ann.subject
        assert people.column("events_registration", "badge") == [""]
        assert retention.prove().lines == ()
