"""The one text of a set of fixture rows, and its digest."""

import hashlib
import json


def canonical_text(rows: list[dict]) -> str:
    """The rows as our files hold them: one text for one content, whatever database it came from."""
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def digest(rows: list[dict]) -> str:
    """SHA-256 of the canonical text, in hexadecimal."""
    return hashlib.sha256(canonical_text(rows).encode()).hexdigest()
