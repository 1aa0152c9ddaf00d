"""The schedule in the database, as Saleor has it: a task has a schedule, which is the name of a variable in the code."""
import importlib

from django.db import models


class CustomSchedule(models.Model):
    schedule_import_path = models.CharField(max_length=255, unique=True)

    @property
    def schedule(self):
        module, name = self.schedule_import_path.rsplit(".", 1)
        return getattr(importlib.import_module(module), name)


class CustomPeriodicTask(models.Model):
    name = models.CharField(max_length=200, unique=True)
    custom = models.ForeignKey(CustomSchedule, on_delete=models.CASCADE, null=True)


def start():
    """What beat does first: it reads all that is there, and only then writes what its own code says."""
    from saleor.core import schedules

    for task in CustomPeriodicTask.objects.all():
        task.custom.schedule
    for name, schedule in schedules.tasks.items():
        custom, _ = CustomSchedule.objects.get_or_create(schedule_import_path=f"saleor.core.schedules.{schedule}")
        CustomPeriodicTask.objects.update_or_create(name=name, defaults={"custom": custom})
