"""The only writers: each function does one thing whole or not at all, and says who does it.

Every one raises ``Refused`` (``Stale`` where somebody else was first) with a sentence for whoever asked.
"""

from .comparison import Difference
from .drafts import create_study, discard_draft, revise, save_draft
from .load import LoadReport, load_rows
from .publication import publish, rename, withdraw
from .refusals import Refused, Stale
from .revisions import first_revision
from .synthetic import generate_studies

__all__ = [
    "Difference",
    "LoadReport",
    "Refused",
    "Stale",
    "create_study",
    "discard_draft",
    "first_revision",
    "generate_studies",
    "load_rows",
    "publish",
    "rename",
    "revise",
    "save_draft",
    "withdraw",
]
