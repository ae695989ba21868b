"""Tables in which every shape of a declaration occurs once."""

from typing import Any

from django.db import models

from salerno.privacy import clock
from salerno.privacy.declare import (
    Clause,
    CollectionPoint,
    Grade,
    Holds,
    Impersonal,
    Purpose,
    Reach,
    Relation,
    Rows,
)
from salerno.privacy.fields import AudienceField, SubjectKey, SubjectPrimaryKey
from salerno.privacy.registry import (
    declare_table,
    register_point,
    register_purposes,
    register_relations,
)

SHOW = Purpose("world.show", "Show people to each other")
REPORT = Purpose("world.report", "Count", machine=True)
CONSENTED = Purpose("world.consented", "What people agreed to", machine=True)
WATCH = Purpose("world.watch", "Keep the place safe", Rows.EVERY, machine=True)
MAIL = Purpose("world.mail", "Send letters", machine=True)

SEAT, CASE = Relation("seat", "Holds a seat"), Relation("case", "Works on a case")

EVERYWHERE = (SHOW, REPORT, CONSENTED, WATCH)
NAME = Clause("world.name", "Name", "user.name", Grade.DIRECT, EVERYWHERE, reach=Reach.MEMBERS)
BIO = Clause(
    "world.bio", "Biography", "user.content", Grade.INDIRECT, EVERYWHERE, reach=Reach.PUBLIC
)
PHONE = Clause(
    "world.phone", "Telephone", "user.contact", Grade.DIRECT, (SHOW, MAIL), relations=(CASE,)
)
SCORE = Clause(
    "world.score", "Score", "user.score", Grade.INDIRECT, (SHOW, REPORT), reach=Reach.COHORT,
    relations=(SEAT,),
)  # fmt: skip
TEXT = Clause("world.text", "Posts", "user.content", Grade.INDIRECT, EVERYWHERE, reach=Reach.PUBLIC)
MOOD = Clause("world.mood", "Mood", "user.content", Grade.INDIRECT, EVERYWHERE, reach=Reach.PROGRAM)
PLACE = Clause(
    "world.place", "Place", "user.location", Grade.INDIRECT, EVERYWHERE, reach=Reach.CONNECTIONS,
    relations=(SEAT,),
)  # fmt: skip
LIKES = Clause(
    "world.likes", "Likes", "user.behavior", Grade.INDIRECT, EVERYWHERE, reach=Reach.MEMBERS
)
SECRET = Clause("world.secret", "Secret", "user.secret", Grade.DIRECT, (MAIL,), secret=True)

ALL = (NAME, BIO, PHONE, SCORE, TEXT, MOOD, PLACE, LIKES, SECRET)
POINT = CollectionPoint("world.form", "A form", ALL, SHOW)


class Row(models.Model):
    """What the checker of types is told about rows of an app that is not installed."""

    owner_id: int
    objects: Any = models.Manager()

    class Meta:
        abstract = True


class Circle(Row):
    """About nobody."""

    title = models.CharField(max_length=40)
    size = models.IntegerField(default=0)

    holds = Impersonal("groups, without their members")

    class Meta:
        app_label = "world"

    def __str__(self) -> str:
        return self.title


class Person(Row):
    """Many clauses of many audiences, one of them the person's own choice."""

    owner = SubjectKey(unique=True)
    circle = models.ForeignKey(Circle, models.CASCADE, null=True, related_name="people")
    mentor = models.ForeignKey("self", models.SET_NULL, null=True, related_name="pupils")
    name = models.CharField(max_length=40, blank=True)
    bio = models.TextField(blank=True)
    bio_audience = AudienceField()
    phone = models.CharField(max_length=40, blank=True)
    score = models.IntegerField(null=True)
    secret = models.CharField(max_length=40, blank=True)
    rank = models.IntegerField(default=0)
    at = models.DateTimeField(default=clock.now)

    holds = Holds(
        NAME.on(name),
        BIO.on(bio, audience=bio_audience),
        PHONE.on(phone),
        SCORE.on(score),
        SECRET.on(secret),
        plain=(circle, mentor, rank, at),
    )

    class Meta:
        app_label = "world"

    def __str__(self) -> str:
        return f"person {self.pk}"


class Post(Row):
    """Terms of different length, a chosen audience, answers."""

    owner = SubjectKey()
    author = models.ForeignKey(Person, models.CASCADE, related_name="posts")
    circle = models.ForeignKey(Circle, models.CASCADE, related_name="posts")
    answer_to = models.ForeignKey("self", models.SET_NULL, null=True, related_name="answers")
    text = models.TextField(blank=True)
    text_audience = AudienceField()
    mood = models.CharField(max_length=20, blank=True)
    stars = models.IntegerField(default=0)
    at = models.DateTimeField(default=clock.now)

    holds = Holds(
        TEXT.on(text, audience=text_audience),
        MOOD.on(mood),
        plain=(author, circle, answer_to, stars, at),
        since=at,
    )

    class Meta:
        app_label = "world"

    def __str__(self) -> str:
        return f"post {self.pk}"


class Card(Row):
    """One a subject; a key to others that may be missing; a list of liked posts."""

    owner = SubjectPrimaryKey()
    person = models.OneToOneField(Person, models.CASCADE, null=True, related_name="card")
    place = models.CharField(max_length=40, blank=True)
    at = models.DateTimeField(default=clock.now)
    number = models.IntegerField(default=0)
    liked = models.ManyToManyField(Post, related_name="likers")

    holds = Holds(PLACE.on(place), plain=(person, at, number), since=at)

    class Meta:
        app_label = "world"

    def __str__(self) -> str:
        return f"card {self.pk}"


LIKED = Holds(LIKES.on("post"), plain=("card",), owner="card")


class Letter(Row):
    """Serves one purpose only."""

    owner = SubjectKey()
    person = models.ForeignKey(Person, models.CASCADE, related_name="letters")
    phone = models.CharField(max_length=40, blank=True)

    holds = Holds(PHONE.on(phone), plain=(person,))

    class Meta:
        app_label = "world"

    def __str__(self) -> str:
        return f"letter {self.pk}"


class Note(Row):
    """Belongs to a scope: only places there open it."""

    owner = SubjectKey()
    person = models.ForeignKey(Person, models.CASCADE, related_name="notes")
    scope = models.CharField(max_length=60, blank=True)
    text = models.TextField(blank=True)
    text_audience = AudienceField()
    mood = models.CharField(max_length=20, blank=True)
    score = models.IntegerField(null=True)
    at = models.DateTimeField(default=clock.now)

    holds = Holds(
        TEXT.on(text, audience=text_audience),
        MOOD.on(mood),
        SCORE.on(score),
        plain=(person, at),
        since=at,
        scope=scope,
    )

    class Meta:
        app_label = "world"

    def __str__(self) -> str:
        return f"note {self.pk}"


class Shout(Post):
    """The same table by another name."""

    class Meta:
        app_label = "world"
        proxy = True


class Bare(Row):
    """Somebody else's view of the table of people."""

    owner_id = models.IntegerField()
    secret = models.CharField(max_length=40)
    name = models.CharField(max_length=40)

    class Meta:
        app_label = "world"
        managed = False
        db_table = "world_person"

    def __str__(self) -> str:
        return f"bare {self.pk}"


class Thing(Row):
    """About nobody, with children that are about somebody."""

    size = models.IntegerField(default=0)

    holds = Impersonal("things, without their owners")

    class Meta:
        app_label = "world"

    def __str__(self) -> str:
        return f"thing {self.pk}"


class Gift(Thing):
    """Inherits its key from a table about nobody."""

    owner = SubjectKey()
    place = models.CharField(max_length=40, blank=True)

    holds = Holds(PLACE.on(place), plain=("thing_ptr",))

    class Meta:
        app_label = "world"

    def __str__(self) -> str:
        return f"gift {self.pk}"


MODELS = (Circle, Person, Post, Card, Card.liked.through, Letter, Note, Thing, Gift)


def register() -> None:
    """Put the words of this world into the register."""
    register_purposes(SHOW, REPORT, CONSENTED, WATCH, MAIL)
    register_relations(SEAT, CASE)
    register_point(POINT)
    declare_table("world.Card_liked", LIKED)
