"""The verbs of this room: what editors hold, what people do, what the door writes down."""

from __future__ import annotations

from salerno.services.events.actions.coming import give_back, register
from salerno.services.events.actions.door import attend
from salerno.services.events.actions.holding import call_off, publish, save_event
from salerno.services.events.actions.letters import remind

__all__ = ["attend", "call_off", "give_back", "publish", "register", "remind", "save_event"]
