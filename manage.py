#!/usr/bin/env python
"""Django's command-line entry point; without DATABASE_URL it works on the embedded servers (config/embedded/)."""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this line is for the Python that is too old
    sys.exit("需要 Python 3.11 或更高版本 / Python 3.11 or later is needed; this is " + sys.version.split()[0])

# These look at code only, so they need no server.
OFFLINE = {"check", "collectstatic", "compilemessages", "diffsettings", "help", "makemessages", "makemigrations"}
OFFLINE |= {"spectacular", "version", "write_docs", "--help", "--version", "-h"}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command == "demo":
        from config.demo import main as demo

        sys.exit(demo())
    from django.core.management import execute_from_command_line

    if command in OFFLINE or os.environ.get("JIEBANG_MODE") == "production":
        return execute_from_command_line(sys.argv)
    from config import embedded, env

    try:
        with embedded.lent(env.data_folder()):
            return execute_from_command_line(sys.argv)
    except embedded.Trouble as trouble:
        sys.exit(str(trouble))


if __name__ == "__main__":
    main()
