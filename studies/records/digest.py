"""The one text of a set of fixture rows, and its digest."""

import hashlib
import json


def canonical_text(rows: list[dict]) -> str:
    """The rows as our files hold them: one text for one content, whatever database it came from."""
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def digest(rows: list[dict]) -> str:
    """SHA-256, in hexadecimal, of the rows' canonical text with every map's keys in alphabetical order.

    PostgreSQL gives the keys of a stored snapshot back in an order of its own; the digest does not mind.
    """
    return hashlib.sha256(canonical_text(sorted_keys(rows)).encode()).hexdigest()


def sorted_keys(value):
    """The same JSON value with the keys of every map in alphabetical order."""
    if isinstance(value, dict):
        return {key: sorted_keys(value[key]) for key in sorted(value)}
    return [sorted_keys(one) for one in value] if isinstance(value, list) else value
