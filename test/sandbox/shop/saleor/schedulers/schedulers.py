"""Saleor keeps its schedule in the database; so this scheduler, too, cannot start before the first migration."""
from celery.beat import Scheduler
from django.conf import settings


class DatabaseScheduler(Scheduler):
    max_interval = 1

    def setup_schedule(self):
        from saleor.core.models import ScheduledTask

        for name, entry in settings.CELERY_BEAT_SCHEDULE.items():
            ScheduledTask.objects.update_or_create(
                name=name, defaults={"task": entry["task"], "seconds": entry["schedule"]}
            )
        stored = ScheduledTask.objects.all()
        self.update_from_dict({row.name: {"task": row.task, "schedule": row.seconds} for row in stored})
