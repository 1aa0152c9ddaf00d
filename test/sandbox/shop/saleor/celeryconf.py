import os
import socket
import time

from celery import Celery
from celery.signals import before_task_publish, setup_logging

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saleor.settings")


@setup_logging.connect
def keep_django_logging(**_kwargs):
    """Celery's own format would hide which process a line is from."""


@before_task_publish.connect
def stamp(headers=None, **_kwargs):
    """Two schedulers show by two senders: whoever publishes a task signs it."""
    if headers is not None:
        headers.update(sent_by=socket.gethostname(), sent_at=time.time())


app = Celery("saleor")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks(["saleor.core"])
