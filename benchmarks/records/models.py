"""The record under the kernel, and the same record in a plain store."""

from django.db import models

from benchmarks.records.shape import BYTES
from salerno.privacy.declare import Clause, CollectionPoint, Grade, Holds, Purpose, Reach, Rows
from salerno.privacy.fields import AudienceField, SubjectKey
from salerno.privacy.registry import register_point, register_purposes

GOVERN = Purpose("records.govern", "Keep the records right", machine=True)
SERVE = Purpose("records.serve", "Show people their own records", Rows.OWN)
PROCESS = Purpose("records.process", "Work with what people share")
OVERSEE = Purpose("records.oversee", "Look into how records are kept", Rows.EVERY, machine=True)
register_purposes(GOVERN, SERVE, PROCESS, OVERSEE)

INSIDE = (GOVERN, SERVE, OVERSEE)
SAID = Clause(
    "records.said", "What a record says", "user.content", Grade.DIRECT,
    (GOVERN, SERVE, PROCESS), reach=Reach.PUBLIC,
)  # fmt: skip
RULES = Clause(
    "records.rules", "What it may be used for", "user", Grade.INDIRECT, (*INSIDE, PROCESS),
    reach=Reach.MEMBERS,
)  # fmt: skip
SHARING = Clause("records.sharing", "Who has it", "user", Grade.INDIRECT, INSIDE)
ORIGIN = Clause("records.origin", "Where it is from", "user", Grade.INDIRECT, INSIDE)
CLAUSES = (SAID, RULES, SHARING, ORIGIN)
POINT = register_point(CollectionPoint("records.form", "A record is written", CLAUSES, GOVERN))


class Record(models.Model):
    """One record. Its own time to live ends it: a short one counts from an earlier moment."""

    key = models.BigIntegerField(primary_key=True)
    owner = SubjectKey(db_index=False)
    purpose = models.PositiveSmallIntegerField()
    ttl = models.PositiveIntegerField()
    objection = models.PositiveSmallIntegerField()
    decision = models.PositiveSmallIntegerField()
    acl = models.CharField(max_length=20)
    shared_with = models.CharField(max_length=20)
    source = models.CharField(max_length=20)
    category = models.CharField(max_length=20)
    data = models.CharField(max_length=BYTES)
    audience = AudienceField()
    kept_from = models.DateTimeField()

    holds = Holds(
        SAID.on(data, audience=audience),
        RULES.on(purpose, ttl, objection, decision),
        SHARING.on(acl, shared_with),
        ORIGIN.on(source, category),
        plain=(kept_from,),
        since=kept_from,
    )

    class Meta:
        app_label = "records"
        indexes = (models.Index(fields=("owner", "purpose"), name="records_by_owner"),)

    def __str__(self) -> str:
        return f"record {self.pk}"


class Somebody(models.Model):
    """Whom a plain record leads to."""

    created_at = models.DateTimeField()

    class Meta:
        app_label = "records"
        managed = False

    def __str__(self) -> str:
        return f"somebody {self.pk}"


class Bare(models.Model):
    """The same record where there is no kernel."""

    key = models.BigIntegerField(primary_key=True)
    owner = models.ForeignKey(Somebody, models.DO_NOTHING, db_index=False, related_name="+")
    purpose = models.PositiveSmallIntegerField()
    ttl = models.PositiveIntegerField()
    objection = models.PositiveSmallIntegerField()
    decision = models.PositiveSmallIntegerField()
    acl = models.CharField(max_length=20)
    shared_with = models.CharField(max_length=20)
    source = models.CharField(max_length=20)
    category = models.CharField(max_length=20)
    data = models.CharField(max_length=BYTES)

    class Meta:
        app_label = "records"
        managed = False
        indexes = (models.Index(fields=("owner", "purpose"), name="bare_by_owner"),)

    def __str__(self) -> str:
        return f"record {self.pk}"
