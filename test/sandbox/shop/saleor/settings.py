"""The settings of Saleor on which deploys stand or fall, under the same names and with the same defaults."""
import os
from urllib.parse import urlparse

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key


def get_list(text):
    return [item.strip() for item in text.split(",")]


def get_bool_from_env(name, default_value):
    if name in os.environ:
        return os.environ[name].lower() in ("true", "1")
    return default_value


PROJECT_ROOT = os.path.normpath(os.path.join(os.path.dirname(__file__), ".."))

DEBUG = get_bool_from_env("DEBUG", True)

_DEFAULT_CLIENT_HOSTS = "localhost,127.0.0.1"
ALLOWED_CLIENT_HOSTS = os.environ.get("ALLOWED_CLIENT_HOSTS")
if not ALLOWED_CLIENT_HOSTS:
    if DEBUG:
        ALLOWED_CLIENT_HOSTS = _DEFAULT_CLIENT_HOSTS
    else:
        raise ImproperlyConfigured("ALLOWED_CLIENT_HOSTS environment variable must be set when DEBUG=False.")
ALLOWED_CLIENT_HOSTS = get_list(ALLOWED_CLIENT_HOSTS)

# Django looks at it when it is first used, not at start.
SECRET_KEY = os.environ.get("SECRET_KEY")
if not SECRET_KEY and DEBUG:
    SECRET_KEY = get_random_secret_key()

RSA_PRIVATE_KEY = os.environ.get("RSA_PRIVATE_KEY")
RSA_PRIVATE_PASSWORD = os.environ.get("RSA_PRIVATE_PASSWORD")

ALLOWED_HOSTS = get_list(os.environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1"))
APPEND_SLASH = False

PUBLIC_URL = os.environ.get("PUBLIC_URL")
ENABLE_SSL = get_bool_from_env("ENABLE_SSL", False)
if PUBLIC_URL:
    ENABLE_SSL = urlparse(PUBLIC_URL).scheme.lower() == "https"
if ENABLE_SSL:
    SECURE_SSL_REDIRECT = not DEBUG
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

DATABASES = {
    "default": dj_database_url.config(
        default="postgres://saleor:saleor@localhost:5432/saleor",
        conn_max_age=int(os.environ.get("DB_CONN_MAX_AGE", 0)),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.AutoField"

CELERY_BROKER_URL = os.environ.get("CELERY_BROKER_URL", os.environ.get("CLOUDAMQP_URL")) or ""
CELERY_TASK_ALWAYS_EAGER = not CELERY_BROKER_URL
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_SERIALIZER = "json"
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {"tick": {"task": "saleor.core.tasks.tick", "schedule": 1.0}}

STATIC_ROOT = os.path.join(PROJECT_ROOT, "static")
STATIC_URL = os.environ.get("STATIC_URL", "/static/")
STATICFILES_DIRS = [("assets", os.path.join(PROJECT_ROOT, "saleor", "static"))]
MEDIA_ROOT = os.path.join(PROJECT_ROOT, "media")
MEDIA_URL = os.environ.get("MEDIA_URL", "/media/")
PLAYGROUND_ENABLED = get_bool_from_env("PLAYGROUND_ENABLED", True)

ROOT_URLCONF = "saleor.urls"
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
    "saleor.core.apps.CoreAppConfig",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.common.CommonMiddleware",
]
TEMPLATES = []
USE_TZ = True
TIME_ZONE = "UTC"
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"level": "INFO", "handlers": ["console"]},
    "loggers": {
        # uvicorn sets up its own first; its lines would come twice.
        "uvicorn": {"level": "INFO", "handlers": ["console"], "propagate": False},
        # Django would otherwise compose a mail about each wrong Host, and fail at that without SECRET_KEY.
        "django": {"level": "INFO", "handlers": ["console"], "propagate": False},
    },
}
