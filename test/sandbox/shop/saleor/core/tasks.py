import logging
import socket
import time

from saleor.celeryconf import app

logger = logging.getLogger(__name__)


@app.task
def record(key, seconds=0.0):
    from .models import TaskRun

    time.sleep(seconds)
    TaskRun.objects.create(key=key, worker=socket.gethostname())
    logger.info("recorded %s", key)


@app.task(bind=True, ignore_result=True)
def tick(self):
    from .models import Tick

    sent_by = getattr(self.request, "sent_by", None) or socket.gethostname()
    sent_at = getattr(self.request, "sent_at", None) or time.time()
    Tick.objects.create(scheduler=sent_by, sent_at=sent_at)


@app.task
def migrate_data():
    logger.info("data migration done")
