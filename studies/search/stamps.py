"""Fingerprints of code and templates: what was made ready by other code is known, and made anew."""

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from django.conf import settings

LIBRARIES = ("django", "snowballstemmer")


@cache
def stamp_of(*patterns: str) -> str:
    """The fingerprint of the files that match, by their names and contents, and of the libraries that make texts."""
    base = Path(settings.BASE_DIR)
    digest = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in LIBRARIES).encode())
    for path in sorted({path for pattern in patterns for path in base.glob(pattern)}):
        digest.update(str(path.relative_to(base)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()
