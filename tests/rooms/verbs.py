"""What people do in the rooms, in an order in which each verb finds what it needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Verb:
    """One form, sent by one person.

    ``page`` is an address, or the pattern of a link on the page ``via``. ``action``: how the
    form's address ends; ``has``: a control that it has; ``ticks``: the boxes that are ticked.
    """

    name: str
    email: str
    page: str
    action: str
    values: Mapping[str, object] = field(default_factory=dict)
    ticks: tuple[str, ...] = ()
    via: str = ""
    has: str = ""


MEMBER, READER = "member@example.org", "reader@example.org"
PAPER, ARTICLE = "/papers/two-nights-not-seven", "/articles/standing-up"
COURSE, OTHER = "/courses/reading-a-test", "/courses/asking-well"
POST = r"/discuss/posts/\d+"

VERBS: dict[str, tuple[Verb, ...]] = {
    "publisher": (
        Verb("comment", READER, ARTICLE, "/post", {"text": "Jonas was here."}),
        Verb("edit", READER, rf"{POST}/edit", "/edit", {"text": "And stayed."}, via=ARTICLE),
        Verb(
            "report",
            MEMBER,
            rf"{POST}/report",
            "/report",
            {"words": "Look."},
            ticks=("reason",),
            via=ARTICLE,
        ),
        Verb("remove", READER, rf"{POST}/remove", "/remove", via=ARTICLE),
        Verb("share", MEMBER, PAPER, "/share", ticks=("share",)),
        Verb("withdraw", MEMBER, r"/papers/receipts/[\w-]+", "/withdraw", via=PAPER),
    ),
    "school": (
        Verb("enrol", READER, f"{OTHER}/enrol", "/enrol", ticks=("agree",)),
        Verb("mark", READER, f"{OTHER}/units/1", "/mark", {"do": "done"}),
        Verb("start", READER, f"{COURSE}/quiz", "/quiz", {"do": "start"}),
        Verb("answer", READER, f"{COURSE}/quiz/1", "/quiz/1", ticks=("choice",)),
        Verb("hand in", READER, f"{COURSE}/quiz", "/quiz", {"do": "submit"}),
        Verb(
            "post", READER, f"{COURSE}/discussion", "/post", {"text": "Hello.", "kind": "comment"}
        ),
        Verb("list me not", READER, "/you/choices", "/you/choices", has="directory"),
        Verb("name me not", READER, "/you/choices", "/you/choices", has="directory_information"),
        Verb("confirm", MEMBER, "/you/affiliations", "/you/affiliations", {"do": "confirm"}),
        Verb("leave", READER, OTHER, "/leave"),
    ),
}
