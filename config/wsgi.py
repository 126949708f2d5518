"""WSGI entry point."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")


class VisitorsAddress:
    """Behind our own proxy the visitor's address is the last one in X-Forwarded-For: the one that the proxy wrote."""

    def __init__(self, inner):
        self.inner = inner

    def __call__(self, environ, start_response):
        told = environ.get("HTTP_X_FORWARDED_FOR", "").rsplit(",", 1)[-1].strip()
        if told:
            environ["REMOTE_ADDR"] = told
        return self.inner(environ, start_response)


application = get_wsgi_application()

from django.conf import settings  # noqa: E402 - after Django is set up

from config import celery  # noqa: E402, F401 - a task named in a request finds its broker

# Every page is imported before the workers are forked, once for all of them.
import_module(settings.ROOT_URLCONF)

if settings.BEHIND_PROXY:
    application = VisitorsAddress(application)
