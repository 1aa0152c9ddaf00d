#!/usr/bin/env python3
"""Real Django, with one small app and no more: migrations are what a deploy asks it for. Web and workers do without it."""
import importlib.util
import os
import sys

import dj_database_url
from django.conf import settings
from django.core.management import execute_from_command_line

apps = ["saleor.core", "saleor.schedulers"]
settings.configure(
    DATABASES={"default": dj_database_url.parse(os.environ["DATABASE_URL"])},
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    INSTALLED_APPS=[name for name in apps if importlib.util.find_spec(name)],
)
if sys.argv[1] != "collectstatic":
    execute_from_command_line(sys.argv)
