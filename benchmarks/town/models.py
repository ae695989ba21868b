"""The tables of the benchmarks: a profile and posts, with chosen audiences and ties."""

from django.db import models

from salerno.privacy import clock
from salerno.privacy.declare import Clause, Grade, Holds, Purpose, Reach
from salerno.privacy.fields import AudienceField, SubjectKey
from salerno.privacy.registry import register_purposes

SHOW = Purpose("town.show", "Show people to each other")
COUNT = Purpose("town.count", "Count", machine=True)
register_purposes(SHOW, COUNT)
NAME = Clause("town.name", "Name", "user.name", Grade.DIRECT, (SHOW, COUNT), reach=Reach.MEMBERS)
BIO = Clause(
    "town.bio", "Biography", "user.content", Grade.INDIRECT, (SHOW, COUNT), reach=Reach.PUBLIC
)
TEXT = Clause(
    "town.text", "Posts", "user.content", Grade.INDIRECT, (SHOW, COUNT), reach=Reach.PUBLIC
)


class Profile(models.Model):
    """One a person."""

    owner = SubjectKey(unique=True)
    name = models.CharField(max_length=40)
    bio = models.TextField(blank=True)
    bio_audience = AudienceField()
    score = models.IntegerField(default=0)

    holds = Holds(NAME.on(name), BIO.on(bio, audience=bio_audience), plain=(score,))

    class Meta:
        app_label = "town"

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """Some a person."""

    owner = SubjectKey()
    profile = models.ForeignKey(Profile, models.CASCADE, related_name="posts")
    kind = models.PositiveSmallIntegerField(default=0)
    text = models.TextField()
    text_audience = AudienceField()
    stars = models.IntegerField(default=0)
    at = models.DateTimeField(default=clock.now, db_index=True)

    holds = Holds(TEXT.on(text, audience=text_audience), plain=(profile, kind, stars, at), since=at)

    class Meta:
        app_label = "town"

    def __str__(self) -> str:
        return f"post {self.pk}"
