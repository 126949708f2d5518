"""Tiny readers of environment variables that refuse nonsense with a hint."""

import os
import secrets
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured


def flag(name: str, *, default: bool) -> bool:
    """A switch: 1/true/yes/on or 0/false/no/off."""
    raw = os.environ.get(name, "").strip().lower()
    if not raw:
        return default
    if raw in {"1", "true", "yes", "on"}:
        return True
    if raw in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}={raw!r} is not a switch; use 1 or 0.")


def text(name: str, *, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def words(name: str, *, default: str = "") -> list[str]:
    """A comma-separated list."""
    return [word.strip() for word in text(name, default=default).split(",") if word.strip()]


def number(name: str, *, default: int, low: int, high: int) -> int:
    raw = text(name, default=str(default))
    if not raw.isdigit() or not low <= int(raw) <= high:
        raise ImproperlyConfigured(f"{name}={raw!r} must be a whole number from {low} to {high}.")
    return int(raw)


def figures(name: str, *, default: str, low: int, high: int) -> dict[str, int]:
    """Whole numbers by name, `A=1,B=2`. Names that the variable leaves out keep their default; others are refused."""

    def read(text: str) -> dict[str, str]:
        return {
            key.strip(): value.strip()
            for key, _, value in (one.partition("=") for one in text.split(",") if one.strip())
        }

    known, given = read(default), read(text(name))
    wrong = [
        key for key, value in given.items() if key not in known or not value.isdigit() or not low <= int(value) <= high
    ]
    if wrong:
        names = ", ".join(known)
        raise ImproperlyConfigured(f"{name}: {', '.join(wrong)} wrong; write NAME=number, {low} to {high}, of {names}.")
    return {key: int(value) for key, value in (known | given).items()}


def folder(name: str, *, default: Path) -> Path:
    return Path(text(name, default=str(default))).expanduser().resolve()


def data_folder() -> Path:
    """Everything that this installation keeps outside its database; `.data` beside the code unless named."""
    return folder("JIEBANG_DATA", default=Path(__file__).resolve().parent.parent / ".data")


def kept_secret(path: Path) -> str:
    """A random secret made once and kept in a file that its owner alone reads; for demo and tests."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
            handle.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return path.read_text().strip() or secrets.token_urlsafe(64)


def database(url: str) -> dict:
    """Django's settings for a URL `postgres://user:password@host:port/name?option=value`.

    A socket folder goes into `?host=/path`. Raises ImproperlyConfigured for any other engine:
    the rules of this system live in PostgreSQL (triggers, advisory locks).
    """
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
        raise ImproperlyConfigured(
            "DATABASE_URL must look like postgres://user:password@host:5432/name; other engines are not supported."
        )
    extra = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": extra.pop("host", None) or unquote(parts.hostname or ""),
        "PORT": str(parts.port or extra.pop("port", "")),
        "OPTIONS": {"options": "-c jit=off -c synchronous_commit=on", **extra},
    }


def mail(url: str) -> dict:
    """Django's settings of mail for smtp://user:password@host:587?tls=1 (tls=0: none, tls=ssl: from the first byte),
    console: (the log) or memory: (tests). Empty: no mail at all."""
    backend = "django.core.mail.backends.{}.EmailBackend"
    if not url:
        return {}
    parts = urlsplit(url)
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": backend.format("console")}
    if parts.scheme == "memory":
        return {"EMAIL_BACKEND": backend.format("locmem")}
    if parts.scheme != "smtp" or not parts.hostname:
        raise ImproperlyConfigured("MAIL_URL must look like smtp://user:password@host:587?tls=1, console: or memory:.")
    tls = dict(parse_qsl(parts.query)).get("tls", "1")
    return {
        "EMAIL_BACKEND": backend.format("smtp"),
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if tls == "ssl" else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": tls == "1",
        "EMAIL_USE_SSL": tls == "ssl",
        "EMAIL_TIMEOUT": 20,  # a mail server that does not answer must not hold a worker
    }
