"""The desk's verbs."""

from salerno.services.desk.actions.agents import disown_agent, name_asked_for, own_agent
from salerno.services.desk.actions.appeals import (
    appeal,
    ask_hearing,
    decide_hearing,
    put_statement,
    set_hearing,
)
from salerno.services.desk.actions.arrivals import open_arrivals
from salerno.services.desk.actions.decide import begin, decide, keep_out, lift, review, tell
from salerno.services.desk.actions.demands import (
    approve,
    close_demand,
    end_record,
    file_demand,
    hold_people,
    name_person,
    open_record,
    release,
)
from salerno.services.desk.actions.education import note_consent
from salerno.services.desk.actions.incidents import (
    authority_was_told,
    close_breach,
    count_affected,
    file_breach,
    tell_affected,
)
from salerno.services.desk.actions.intake import (
    ask,
    confirm,
    hand_in_paper,
    say_more,
    take_in,
    take_mail,
)
from salerno.services.desk.actions.people import (
    correct_person,
    erase_person,
    give_copy,
    leave_person,
    look_at_person,
    send_elsewhere,
)
from salerno.services.desk.actions.processors import switch
from salerno.services.desk.actions.silence import (
    end_seal,
    renew_seal,
    tell_people,
    tell_unsealed,
    withhold_notice,
)
from salerno.services.desk.actions.work import (
    acknowledge,
    answer,
    close,
    doubt,
    extend,
    hand_to_officer,
    mark_posted,
    note,
    sight,
)

__all__ = [
    "acknowledge", "answer", "appeal", "approve", "ask", "ask_hearing", "authority_was_told",
    "begin", "close", "close_breach", "close_demand", "confirm", "correct_person",
    "count_affected", "decide", "decide_hearing", "disown_agent", "doubt", "end_record",
    "end_seal", "erase_person", "extend", "file_breach", "file_demand", "give_copy",
    "hand_in_paper", "hand_to_officer", "hold_people", "keep_out", "leave_person", "lift",
    "look_at_person", "mark_posted", "name_asked_for", "name_person", "note", "note_consent",
    "open_arrivals", "open_record", "own_agent", "put_statement", "release", "renew_seal",
    "review", "say_more",
    "send_elsewhere", "set_hearing", "sight", "switch", "take_in", "take_mail", "tell",
    "tell_affected", "tell_people", "tell_unsealed", "withhold_notice",
]  # fmt: skip
