"""The project's settings under test: the local profile, with nothing of this machine left to chance."""

import os

os.environ.setdefault("HEMAKB_PROFILE", "local")
os.environ.setdefault("SECRET_KEY", "only for tests")

from hemakb.settings import *  # noqa: E402, F403
