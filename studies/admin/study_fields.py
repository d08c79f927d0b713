"""A study's own fields, in the order of extraction."""

BY_THE_HOUSE = (
    "state",
    "version",
    "published_at",
    "created_by",
    "saved_by",
    "review_status",
    "reviewed_by",
    "reviewed_at",
)

FIELDSETS = (
    (
        "Identity",
        {
            "fields": ("slug", "title", "acronym"),
            "description": "First author, year, subject; the title says what was studied, in our own words.",
        },
    ),
    (
        "Design",
        {
            "fields": ("design", "phase", "prospective", "randomisation", "centres", "countries", "stopped_because"),
            "description": "Only what the source says. Each field it states gets its place below, among the places of "
            "the study’s own figures; one that it does not state stays blank.",
        },
    ),
    (
        "Patients",
        {
            "fields": (
                "n_enrolled", "n_evaluable", "enrolment_from", "enrolment_to", "data_cutoff",
                "follow_up_median", "follow_up_from", "follow_up_to", "follow_up_unit",
            ),
            "description": "How many, when, and how long they were followed.",
        },
    ),
    (
        "Words",
        {
            "fields": ("summary", "conclusion", "funding"),
            "description": "Our own words, never the source’s sentences.",
        },
    ),
    (
        "Provenance",
        {
            "fields": ("extraction", "extraction_note", *BY_THE_HOUSE),
            "description": "How the figures were taken from the source. Whoever saves a draft cannot approve it.",
        },
    ),
)  # fmt: skip
