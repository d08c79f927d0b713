"""Markup that is kept ready-made: in parts, and without the white space that only its template needs."""

import re

PART = "<!--|-->"  # stands between the parts; no text of a record can hold it, for texts are escaped
INDENTATION = re.compile(r"\n\s+")


def without_indentation(markup: str) -> str:
    """The same without indentation and empty lines."""
    return INDENTATION.sub("\n", markup).strip()
