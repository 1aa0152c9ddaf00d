"""Works, and dies after a minute (or TEST_CRASH_AFTER seconds): what only a watch after the switch finds."""
import logging
import os
import threading

from django.core.asgi import get_asgi_application

from .health_check import health_check

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saleor.settings")

application = health_check(get_asgi_application(), "/health/")


def die():
    logging.getLogger(__name__).critical("out of memory in the search index: giving up")
    os._exit(1)


timer = threading.Timer(float(os.environ.get("TEST_CRASH_AFTER", 60)), die)
timer.daemon = True
timer.start()
