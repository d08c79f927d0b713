"""Fingerprints of code and templates: what was made ready by other code is known, and made anew."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings


@cache
def stamp_of(*patterns: str) -> str:
    """The fingerprint of the files that match, by their names and contents."""
    base = Path(settings.BASE_DIR)
    digest = hashlib.sha256()
    for path in sorted({path for pattern in patterns for path in base.glob(pattern)}):
        digest.update(str(path.relative_to(base)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
