"""What a comparison shows of each study, read in a fixed number of queries however many studies there are."""

from collections.abc import Iterable

from studies.models import AdverseEvent, Characteristic, Outcome, Study

from .list_rows import heads, read_in_order, whole


def side_sections(slugs: Iterable[str]) -> list[tuple[Study, dict]]:
    """The published studies of these slugs in this order, each with the sections that its columns need."""
    prefetched = heads() | {
        "characteristics": whole(Characteristic.objects.select_related("subgroup")),
        "outcomes": whole(Outcome.objects.select_related("endpoint", "criteria", "subgroup")),
        "adverse_events": whole(AdverseEvent.objects.select_related("term", "subgroup")),
    }
    return read_in_order(Study.objects.published(), "slug", slugs, prefetched)
