"""Settings, all from the environment; nonsense is refused with a hint (see config/env.py)."""

import os
from pathlib import Path

import pghistory
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from config import env
from config.logs import logging_settings

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.data_folder()

# "demo" carries demo accounts and a movable clock; "production" can have neither.
MODE = env.text("JIEBANG_MODE", default="demo")
if MODE not in {"demo", "test", "production"}:
    raise ImproperlyConfigured(f"JIEBANG_MODE={MODE!r} must be demo, test or production.")
PRODUCTION = MODE == "production"
DEMO = MODE == "demo"
DEBUG = env.flag("JIEBANG_DEBUG", default=False)

SECRET_KEY = env.text("SECRET_KEY")
if not SECRET_KEY:
    if PRODUCTION:
        raise ImproperlyConfigured("SECRET_KEY is empty; set it to 50 or more random characters.")
    SECRET_KEY = env.kept_secret(DATA_DIR / "run" / "secret_key")

ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", default="" if PRODUCTION else "localhost,127.0.0.1,testserver")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.admin",
    "pgtrigger",
    "pghistory",
    "rest_framework",
    "rest_framework.authtoken",
    "django_filters",
    "drf_spectacular",
    "django_htmx",
    "template_partials",
    "axes",
    "core",
    "accounts",
    "challenges",
    "consortia",
    "projects",
    "reviews",
    "funding",
    "config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "core.idle.IdleTimeoutMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.views.substitutions.ActingMiddleware",
    "core.middleware.RequestContextMiddleware",
    "core.middleware.RefusedMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.views.session.OwnPasswordMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context.shell",
            ],
            "builtins": ["core.templatetags.ui", "core.templatetags.turns", "challenges.templatetags.deadlines"],
        },
    }
]

# Where the variable is not set, manage.py and the tests start an embedded server and set it (config/embedded/).
DATABASE_URL = env.text("DATABASE_URL")
if not DATABASE_URL and PRODUCTION:
    raise ImproperlyConfigured("DATABASE_URL is empty; name a PostgreSQL 15 to 18 server.")
DATABASES = {"default": env.database(DATABASE_URL or "postgres://jiebang@127.0.0.1:5432/jiebang")}
DATABASES["default"]["CONN_MAX_AGE"] = 0 if MODE == "test" else 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

REDIS_URL = env.text("REDIS_URL", default="" if PRODUCTION else "redis://127.0.0.1:6379/0")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "core.passwords.NotLikeTheName"},
    {"NAME": "core.passwords.LongEnough", "OPTIONS": {"min_length": 8}},
    {"NAME": "core.passwords.NotCommon"},
    {"NAME": "core.passwords.NotOnlyDigits"},
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "desk"
LOGOUT_REDIRECT_URL = "home"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5  # hours; R-SEC-03
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = True  # kept, as the sign-ins (R-SEC-02); accounts.checks counts names in it
AXES_LOCKOUT_TEMPLATE = "accounts/locked.html"
SESSION_COOKIE_AGE = 30 * 60  # idle timeout, R-SEC-05; core.idle moves it on
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION and env.flag("SSL_REDIRECT", default=True)
# Set where a proxy of ours is in front, and only there: its headers name the visitor's address and protocol
# (config/wsgi.py, deploy/nginx.conf). Without one a visitor could claim any.
BEHIND_PROXY = env.flag("BEHIND_PROXY", default=False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None

# A table of two hundred people with ten columns is one form.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # bytes of text of one request; files have limits of their own

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "frame-ancestors": ["'none'"],
        "form-action": ["'self'"],
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = env.folder("STATIC_ROOT", default=DATA_DIR / "static")
MEDIA_ROOT = env.folder("MEDIA_ROOT", default=DATA_DIR / "media")
# A folder with the fonts of official letters (方正小标宋, 仿宋_GB2312 …) where the office owns them; else Noto, which comes along.
DOCUMENT_FONTS = env.text("DOCUMENT_FONTS")
# The private keys of sealed bids: outside the database, read by the opener alone (docs/adr).
KEYSTORE_ROOT = env.folder("KEYSTORE_ROOT", default=DATA_DIR / "keystore")
# Whether this process may read private keys of sealed bids: in production the opener alone, never the web process.
KEYSTORE_READER = env.flag("KEYSTORE_READER", default=not PRODUCTION)
# Hexadecimal keys of 32 bytes that wrap the private keys; empty: the file `kek` beside them (core/keystore.py).
KEYSTORE_KEK = env.text("KEYSTORE_KEK")
SIGNING_KEK = env.text("SIGNING_KEK")
# Encrypted columns: hexadecimal keys of 32 bytes, newest first, older ones still read (core/fields.py).
# Empty: a file under DATA_DIR, and in production a refusal.
FIELD_KEYS = env.words("FIELD_KEYS")
# tcp://host:3310 of a clamd; empty: uploads are not scanned, and say so.
CLAMAV_URL = env.text("CLAMAV_URL")
# More than this of one file in a form is not even put aside (core/upload_handler.py).
UPLOAD_MOST_BYTES = 210 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["core.upload_handler.UnnamedFileHandler"]
# Largest attachment of a bid by kind, in MB (consortia/enums.py AttachmentKind).
ATTACHMENT_LIMITS_MB = env.figures(
    "ATTACHMENT_LIMITS_MB",
    default="AGREEMENT=50,PLEDGE=50,SELF_FUNDING_PROOF=50,MATCHING_PROOF=50,OTHER=50",
    low=1,
    high=200,
)
# Where the site is reached, for links in mails; empty: mails carry no link.
SITE_URL = env.text("SITE_URL", default="" if PRODUCTION else f"http://127.0.0.1:{env.text('PORT', default='8000')}")
# smtp://user:password@host:587?tls=1, console: (the demo's log), memory: (tests); empty: no mail is sent.
MAIL = env.mail(env.text("MAIL_URL", default="" if PRODUCTION else "memory:" if MODE == "test" else "console:"))
SENDS_MAIL = bool(MAIL)
globals().update(MAIL)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("MAIL_FROM", default="jiebang@localhost")
# A class with `is_available` and `send(number=, text=)`; none is shipped (core/channels.py).
SMS_BACKEND = env.text("SMS_BACKEND", default="core.channels.NullSms")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Triggers are installed from the models at the end of every `migrate`: what runs is what the code says, and a fresh
# database is ready in seconds instead of minutes (docs/adr/0003-triggers-from-models.md).
PGTRIGGER_MIGRATIONS = False
PGTRIGGER_INSTALL_ON_MIGRATE = True
PGHISTORY_APPEND_ONLY = True
PGHISTORY_CONTEXT_FIELD = pghistory.ContextJSONField()

REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.SessionAuthentication",
        "accounts.api.OwnPasswordTokens",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticatedOrReadOnly"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "core.api.KeysetPagination",
    "PAGE_SIZE": 50,
    "EXCEPTION_HANDLER": "core.api.problem_details",
    "DEFAULT_VERSIONING_CLASS": "rest_framework.versioning.NamespaceVersioning",
}
SPECTACULAR_SETTINGS = {"TITLE": "jiebang", "VERSION": "1", "SERVE_INCLUDE_SCHEMA": False}

CELERY_BROKER_URL = REDIS_URL
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_IGNORE_RESULT = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# No task sleeps or waits: five minutes without an acknowledgement means the worker is gone, and then the task is
# given out again within seconds (by default kombu looks only every hundred).
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "unacked_restore_limit": 1000,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "socket_keepalive": True,
    "health_check_interval": 15,
}

LOGGING = logging_settings(json=PRODUCTION, level=env.text("LOG_LEVEL", default="INFO"))

os.environ.setdefault("PGTZ", "UTC")
