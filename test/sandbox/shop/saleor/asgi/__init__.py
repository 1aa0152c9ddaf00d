import os

from django.core.asgi import get_asgi_application

from .health_check import health_check

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "saleor.settings")

application = health_check(get_asgi_application(), "/health/")
