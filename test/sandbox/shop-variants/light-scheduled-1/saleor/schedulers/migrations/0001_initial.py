from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [
        migrations.CreateModel(
            name="CustomSchedule",
            fields=[
                ("id", models.AutoField(primary_key=True)),
                ("schedule_import_path", models.CharField(max_length=255, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name="CustomPeriodicTask",
            fields=[
                ("id", models.AutoField(primary_key=True)),
                ("name", models.CharField(max_length=200, unique=True)),
                ("custom", models.ForeignKey("schedulers.CustomSchedule", models.CASCADE, null=True)),
            ],
        ),
    ]
