"""What is logged: one line for each thing that happened, as JSON in production, and nothing about a person.

Names, addresses, typed text and the contents of requests stay out: who did what is an Event in the database, where
rules decide who may read it. A log is copied to places that have no rules.
"""

import structlog

PRIVATE = {"username", "user", "email", "phone", "ip", "ip_address", "remote_addr", "password", "token", "body", "data"}
FIRST = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(allow={"status_code", "request_id"}),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def without_people(_logger, _name, event: dict) -> dict:
    return {key: value for key, value in event.items() if key not in PRIVATE}


def logging_settings(*, json: bool, level: str) -> dict:
    """Django's LOGGING. Tracebacks carry file and line, not the values of variables."""
    last = (
        [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
        if json
        else [structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)]
    )
    structlog.configure(
        processors=[*FIRST[:3], *FIRST[4:], structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    remove = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": FIRST,
                "processors": [remove, without_people, *last],
            }
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "axes": {"level": "ERROR"},  # tells who tried to sign in; the database knows that
            "pgtrigger": {"level": "WARNING"},  # two lines for each table at each migrate
            "django.server": {"level": "WARNING", "propagate": True},
        },
    }
