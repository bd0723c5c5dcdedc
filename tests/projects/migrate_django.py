"""Runs all migrations of some apps with the real Django. Arguments: the server's folder, a kind of keys, the apps."""

# pyright: basic

import sys

import django
from django.conf import settings
from django.core.management import call_command

host, keys, *apps = sys.argv[1:]
engine = "django.db.backends.postgresql"
settings.configure(
    DATABASES={"default": {"ENGINE": engine, "HOST": host, "NAME": "judge", "USER": "postgres"}},
    DEFAULT_AUTO_FIELD=f"django.db.models.{keys}",
    INSTALLED_APPS=apps,
    SECRET_KEY="only for the tests",
    SITE_ID=1,
    STATIC_URL="/static/",
    USE_TZ=True,
)
django.setup()
call_command("migrate", verbosity=0)
