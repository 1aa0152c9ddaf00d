from django.db import migrations, models


class Migration(migrations.Migration):
    """Nullable, so that the release before it goes on working: what Saleor asks of its migrations."""

    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.AddField("note", "author", models.CharField(max_length=100, null=True)),
    ]
