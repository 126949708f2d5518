"""The settings of the tests: those of the application, on servers of the run's own, with a cheap hasher."""

import os

from tests import servers

servers.start()

from config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# WhiteNoise warns of a folder that is not there, and warnings are errors here.
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405

# The workers of xdist count their rows from 1 each: in one folder they would clear away each other's parts of files.
MEDIA_ROOT = MEDIA_ROOT / os.environ.get("PYTEST_XDIST_WORKER", "")  # noqa: F405
