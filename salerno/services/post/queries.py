"""What a person may read again of their letters, and which ones they want."""

from __future__ import annotations

from salerno.policy.purposes import ACCOUNT
from salerno.privacy.doing import query
from salerno.privacy.law import in_force
from salerno.services.post.models import Letter, Preference
from salerno.services.post.values import Channel, Sent, Topic, Wish


@query(ACCOUNT)
def letters() -> list[Sent]:
    """The viewer's letters, the latest first."""
    rows = Letter.objects.order_by("-created_at")[:200]
    return [
        Sent(one.pk, one.name, one.subject, one.text, one.purpose, one.basis, one.created_at)
        for one in rows
    ]


@query(ACCOUNT)
def wishes() -> list[Wish]:
    """The matrix of topics and the channels that the operator uses, as the viewer set it."""
    stated = {(one.topic, one.channel): one for one in Preference.objects.all()}
    used = in_force().settings.get("channels", ())
    channels = [one for one in Channel if one in tuple(used if isinstance(used, tuple) else ())]
    found = []
    for topic in Topic:
        for channel in channels:
            said = stated.get((topic.value, channel.value))
            found.append(
                Wish(
                    topic.value, str(topic.label), channel.value, str(channel.label),
                    bool(said and said.is_wanted), said.at if said else None,
                    said.how if said else "",
                )
            )  # fmt: skip
    return found
