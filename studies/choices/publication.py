"""A record's way to its readers."""

from django.db.models import TextChoices


class State(TextChoices):
    DRAFT = "draft", "draft"
    IN_REVIEW = "in_review", "in review"
    PUBLISHED = "published", "published"
    WITHDRAWN = "withdrawn", "withdrawn"


class Extraction(TextChoices):
    """How the figures came out of the source."""

    AUTOMATIC_DOUBLE = "automatic_double", "automatic, double, reconciled"
    AUTOMATIC_SINGLE = "automatic_single", "automatic, single"
    MANUAL_DOUBLE = "manual_double", "by two people, reconciled"
    MANUAL_SINGLE = "manual_single", "by one person"
    SYNTHETIC = "synthetic", "none: made up by a program"


class ReviewStatus(TextChoices):
    UNREVIEWED = "unreviewed", "not yet reviewed by a hematologist"
    REVIEWED = "reviewed", "reviewed"


class Extent(TextChoices):
    """How much of a report was read."""

    FULL_TEXT = "full_text", "full text"
    FULL_TEXT_DAMAGED = "full_text_damaged", "full text, with cells lost in our copy"
    ABSTRACT = "abstract", "abstract only"
    TABLE_CELLS = "table_cells", "single table cells"
    CITATION = "citation", "citation only"
