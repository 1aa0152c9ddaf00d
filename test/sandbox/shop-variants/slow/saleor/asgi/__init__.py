"""Starts after five seconds; every answer but the health check takes 1.5 s."""
import asyncio
import os
import time

from django.core.asgi import get_asgi_application

from .health_check import health_check

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saleor.settings")
time.sleep(5)


def delayed(application):
    async def wrapper(scope, receive, send):
        await asyncio.sleep(1.5)
        await application(scope, receive, send)

    return wrapper


application = health_check(delayed(get_asgi_application()), "/health/")
