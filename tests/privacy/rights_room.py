"""A room made for the rights: every shape that an erasure can meet."""

from django.db import models

from salerno.policy.purposes import ACCOUNT
from salerno.privacy import clock
from salerno.privacy.declare import (
    REATTRIBUTE,
    Clause,
    Grade,
    Holds,
    Impersonal,
    Reach,
    keep,
)
from salerno.privacy.fields import AudienceField, SubjectKey

WORDS = Clause("t.words", "Words", "user.content", Grade.INDIRECT, (ACCOUNT,), erasure=REATTRIBUTE)
NAME = Clause("t.name", "Name", "user.name", Grade.DIRECT, (ACCOUNT,), reach=Reach.PUBLIC)
SLIP = Clause("t.slip", "Slips", "user.content", Grade.INDIRECT, (ACCOUNT,))
BILL = Clause(
    "t.bill", "Bills", "user.payment", Grade.INDIRECT, (ACCOUNT,), erasure=keep("tax law"),
)  # fmt: skip


class Remark(models.Model):
    """Stays for others to read, and loses its name. Each name once."""

    owner = SubjectKey()
    words = models.TextField()
    name = models.CharField(max_length=40, unique=True)
    name_audience = AudienceField()
    number = models.IntegerField(default=3)
    born = models.DateField(null=True)
    tags = models.JSONField()

    holds = Holds(WORDS.on(words), NAME.on(name, number, born, tags, audience=name_audience))

    class Meta:
        app_label = "rights_room"

    def __str__(self) -> str:
        return self.words


class Bill(models.Model):
    """Kept by a duty."""

    owner = SubjectKey()
    amount = models.CharField(max_length=40)
    at = models.DateTimeField(default=clock.now)

    holds = Holds(BILL.on(amount), plain=(at,), since=at)

    class Meta:
        app_label = "rights_room"

    def __str__(self) -> str:
        return self.amount


class Slip(models.Model):
    """Goes. Others point to it."""

    owner = SubjectKey()
    text = models.CharField(max_length=40)
    label = models.CharField(max_length=40, unique=True)
    before = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=clock.now)

    holds = Holds(SLIP.on(text, label), plain=(before, at), since=at)

    class Meta:
        app_label = "rights_room"

    def __str__(self) -> str:
        return self.text


class Answer(models.Model):
    """Somebody's answer to a slip, or to an answer; it does not stand without it."""

    owner = SubjectKey()
    slip = models.ForeignKey(Slip, models.CASCADE, related_name="+")
    after = models.ForeignKey(Slip, models.SET_NULL, null=True, related_name="+")
    text = models.CharField(max_length=40)

    holds = Holds(SLIP.on(text), plain=(slip, after))

    class Meta:
        app_label = "rights_room"
        constraints = (models.UniqueConstraint(fields=("owner", "text"), name="room_answer_once"),)

    def __str__(self) -> str:
        return self.text


class Chain(models.Model):
    """Each link hangs on another: its own key may not be empty."""

    owner = SubjectKey()
    text = models.CharField(max_length=40)
    up = models.ForeignKey("self", models.PROTECT, related_name="+")

    holds = Holds(SLIP.on(text), plain=(up,))

    class Meta:
        app_label = "rights_room"

    def __str__(self) -> str:
        return self.text


class Count(models.Model):
    """About nobody, on a slip."""

    slip = models.ForeignKey(Slip, models.CASCADE, related_name="+")
    seen = models.IntegerField(default=0)

    holds = Impersonal("how often a slip was opened")

    class Meta:
        app_label = "rights_room"

    def __str__(self) -> str:
        return str(self.seen)


class Left(models.Model):
    """One half of a ring."""

    owner = SubjectKey()
    text = models.CharField(max_length=40)
    right = models.ForeignKey("Right", models.SET_NULL, null=True, related_name="+")

    holds = Holds(SLIP.on(text), plain=(right,))

    class Meta:
        app_label = "rights_room"

    def __str__(self) -> str:
        return self.text


class Right(models.Model):
    """The other half."""

    owner = SubjectKey()
    text = models.CharField(max_length=40)
    left = models.ForeignKey(Left, models.CASCADE, related_name="+")

    holds = Holds(SLIP.on(text), plain=(left,))

    class Meta:
        app_label = "rights_room"

    def __str__(self) -> str:
        return self.text


MODELS = (Remark, Bill, Slip, Answer, Chain, Count, Left, Right)


def register() -> None:
    """Nothing but its tables."""
