"""The one settings file, driven by the environment.

HEMAKB_PROFILE   production (default) or local; only local works without the next three
SECRET_KEY       at least 50 random characters
ALLOWED_HOSTS    the host names of the site, separated by commas
DATABASE_URL     sqlite:///path or postgres://user:password@host:port/name
HEMAKB_PROXIES   how many trusted proxies stand before us (0); they must set X-Forwarded-For and -Proto
STATIC_ROOT, CONN_MAX_AGE, STATEMENT_TIMEOUT, LOG_LEVEL, DEBUG (local only): see below
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TypeVar
from urllib.parse import quote

import environ

from hemakb import configuration

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_DIR = BASE_DIR / ".local"

T = TypeVar("T")
env = environ.Env()


def _or_stop(read: Callable[[], T], complaint: str = "") -> T:
    """What `read` gives, or the end of the process with one sentence: no server runs on a guess."""
    try:
        return read()
    except configuration.ConfigurationError as error:
        raise SystemExit(f"HemaKB cannot start. {error}") from None
    except (ValueError, environ.ImproperlyConfigured):
        raise SystemExit(f"HemaKB cannot start. {complaint}") from None


def _whole_number(name: str, default: int) -> int:
    return _or_stop(lambda: env.int(name, default=default), f"{name} must be a whole number.")


PROFILE = env.str("HEMAKB_PROFILE", default="production")
if PROFILE not in {"local", "production"}:
    raise SystemExit("HemaKB cannot start. HEMAKB_PROFILE must be local or production.")
LOCAL = PROFILE == "local"

# --- What must be given, and is judged ---------------------------------------------------------

SECRET_KEY = env.str("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"] if LOCAL else [])
DATABASE_URL = env.str("DATABASE_URL", default=f"sqlite:///{quote(str(LOCAL_DIR))}/hemakb.sqlite3" if LOCAL else "")
if not LOCAL:
    _or_stop(lambda: configuration.strong_secret_key(SECRET_KEY))
    _or_stop(lambda: configuration.explicit_hosts(ALLOWED_HOSTS))

DEBUG = LOCAL and env.bool("DEBUG", default=False)
PROXIES = _whole_number("HEMAKB_PROXIES", 0)

# --- Application -------------------------------------------------------------------------------

INSTALLED_APPS = [
    "studies",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_filters",
    "django_htmx",
    "axes",
    "csp",
]

MIDDLEWARE = [
    # Before everything that looks at host or scheme: a probe asks by address, in plain http.
    "hemakb.health.HealthMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "hemakb.middleware.AdminNoStoreMiddleware",
    "hemakb.middleware.DatabaseDownMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    # Last, as django-axes asks: it turns a locked-out login into its answer.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "hemakb.urls"
WSGI_APPLICATION = "hemakb.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FIXTURE_DIRS = [BASE_DIR / "fixtures"]

# Django itself caches compiled templates whenever DEBUG is off.
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
            ],
        },
    }
]

# --- Database ----------------------------------------------------------------------------------

# ATOMIC_REQUESTS stays off: with SQLite's IMMEDIATE transactions it would make every reader a writer.
DATABASES = {
    "default": _or_stop(
        lambda: configuration.database(
            DATABASE_URL,
            connection_seconds=_whole_number("CONN_MAX_AGE", 60),
            statement_seconds=_whole_number("STATEMENT_TIMEOUT", 30),
        )
    )
}

# --- Words, time, files ------------------------------------------------------------------------

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(LOCAL_DIR / "static"))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# An import of 10 MB is the largest thing anyone may send; the admin's study form has many rows.
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_NUMBER_FILES = 10

# Pages that each process keeps as they were made, until the data change.
KEPT_PAGES = 256

# --- Accounts ----------------------------------------------------------------------------------

LOGIN_URL = "admin:login"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]

PASSWORD_VALIDATION = "django.contrib.auth.password_validation"  # noqa: S105  # a module's name
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{PASSWORD_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": f"{PASSWORD_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{PASSWORD_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{PASSWORD_VALIDATION}.NumericPasswordValidator"},
]

# The pair is locked, not the address alone: a whole hospital may share one address.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_CLIENT_IP_CALLABLE = "hemakb.middleware.client_address"

# --- Headers and cookies -----------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"

SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True

if not LOCAL:
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    # The prefix makes browsers refuse the cookie from a sub-domain or over plain http.
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_NAME = "__Host-csrftoken"

if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Logs --------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        # Django's own handlers would say everything a second time, or mail it.
        "django": {"handlers": [], "propagate": True},
        # A wrong host is answered with 400; scanners would fill the log with tracebacks.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # Django leaves it to the server to drop the body of a HEAD, and the server remarks on each.
        "gunicorn.http.wsgi": {"level": "ERROR"},
        # It greets at every start.
        "axes": {"level": "WARNING"},
    },
}
