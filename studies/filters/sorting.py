"""The orders of the study list: words for those that the index keeps."""

SORTS: dict[str, str] = {
    "-year": "newest first",
    "year": "oldest first",
    "-n": "most patients first",
    "n": "fewest patients first",
    "name": "by name",
    "-response": "response (unadjusted, across studies)",
}
DEFAULT = "-year"
BY_MERIT = "best match first"  # the order of a query with words, if none is asked for
