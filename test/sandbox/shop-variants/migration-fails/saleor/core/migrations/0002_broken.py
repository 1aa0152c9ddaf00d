from django.db import migrations


class Migration(migrations.Migration):
    """Fails in the database, as a migration against unexpected data does."""

    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.RunSQL("ALTER TABLE core_note ADD COLUMN broken integer NOT NULL REFERENCES core_missing (id)"),
    ]
