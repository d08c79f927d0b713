"""The project's settings as it is benchmarked: its own, with two more pages (see site.py)."""

import os

from hemakb.settings import *  # noqa: F403
from hemakb.settings import KEPT_PAGES as KEPT_BY_DEFAULT
from hemakb.settings import MIDDLEWARE as OWN_MIDDLEWARE

ROOT_URLCONF = "tests.benchmarks.site"
ALLOWED_HOSTS = ["127.0.0.1"]
KEPT_PAGES = int(os.environ.get("KEPT_PAGES", KEPT_BY_DEFAULT))
if os.environ.get("GZIP"):  # as the proxy does it
    MIDDLEWARE = ["django.middleware.gzip.GZipMiddleware", *OWN_MIDDLEWARE]
