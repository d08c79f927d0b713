"""The project's settings under test: the local profile, and databases that two runs cannot share."""

import os

os.environ.setdefault("HEMAKB_PROFILE", "local")
os.environ.setdefault("SECRET_KEY", "only for tests")

from hemakb.settings import *  # noqa: F403
from hemakb.settings import DATABASES, LOCAL_DIR, STORAGES

# A file, not SQLite's memory: threads share it, and it locks as production's does.
LOCAL_DIR.mkdir(exist_ok=True)
_on_sqlite = DATABASES["default"]["ENGINE"].endswith("sqlite3")
DATABASES["default"]["TEST"] = {
    "NAME": str(LOCAL_DIR / f"test-{os.getpid()}.sqlite3") if _on_sqlite else f"test_hemakb_{os.getpid()}"
}

# Style sheets straight from their folders: no test waits for collectstatic.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True

# The real hashers are slow on purpose.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# A page that a test asks for is made; what is kept has tests of its own.
KEPT_PAGES = 0
