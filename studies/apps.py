"""The studies app: everything HemaKB knows, in rooms (see docs/architecture.md)."""

from django.apps import AppConfig


class StudiesConfig(AppConfig):
    """HemaKB's one app: its models are one aggregate."""

    name = "studies"
    verbose_name = "salvage-therapy studies"

    def ready(self) -> None:
        from studies import indexing

        indexing.listen()
