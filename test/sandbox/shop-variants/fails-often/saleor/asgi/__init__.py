"""Healthy, and answers 500 to TEST_FAIL_PERCENT (else half) of what people ask: only the edge's numbers tell."""
import logging
import os

from django.core.asgi import get_asgi_application

from .health_check import health_check

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saleor.settings")

percent = float(os.environ.get("TEST_FAIL_PERCENT", 50))
asked = 0


def fail_often(application):
    async def wrapper(scope, receive, send):
        global asked
        asked += scope["type"] == "http"
        # Spread evenly, so that a test can count on it: the share goes over a whole number.
        if scope["type"] != "http" or asked * percent // 100 == (asked - 1) * percent // 100:
            await application(scope, receive, send)
            return
        logging.getLogger(__name__).error("the search index is gone: 500 for %s", scope["path"])
        headers = [(b"content-type", b"text/plain")]
        await send({"type": "http.response.start", "status": 500, "headers": headers})
        await send({"type": "http.response.body", "body": b"sorry\n", "more_body": False})

    return wrapper


application = health_check(fail_often(get_asgi_application()), "/health/")
