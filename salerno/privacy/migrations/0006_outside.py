from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('privacy', '0005_restriction'),
    ]

    operations = [
        migrations.AddField(
            model_name='disclosure',
            name='notice',
            field=models.CharField(blank=True, default='', max_length=20),
        ),
        migrations.AddField(
            model_name='disclosure',
            name='concerns',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='disclosure',
            name='tried_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='outboxitem',
            name='lane',
            field=models.CharField(blank=True, default='', max_length=32),
        ),
        migrations.AddIndex(
            model_name='outboxitem',
            index=models.Index(fields=['lane', 'disclosure'], name='outbox_lane'),
        ),
        # What was sent before, or failed, may have arrived.
        migrations.RunSQL(
            "UPDATE privacy_disclosure SET tried_at = COALESCE(sent_at, at)"
            " WHERE state IN ('sent', 'failed')",
            migrations.RunSQL.noop,
        ),
    ]
