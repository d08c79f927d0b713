"""The kept tally of the two readings, and the document that prints it."""

from pathlib import Path

from studies.extraction.tally import kept, together

ROOT = Path(__file__).parents[2]


class TestTheTallyInWords:
    """docs/corpus.md prints the kept tally; the two may not drift apart."""

    def test_every_study_stands_in_the_table_as_it_was_counted(self):
        text = (ROOT / "docs" / "corpus.md").read_text()
        tallies = kept()
        for one in tallies:
            assert (
                f"| {one.slug} | {one.values} | {one.equal} | {one.differ} | {one.only_a} | {one.only_b} |"
                f" {100 * one.equal / one.values:.0f} % | {one.found} of {one.recorded} |" in text
            )
        total = together(tallies)
        assert f"| **all {len(tallies)}** | **{total.values}** | **{total.equal}** |" in text
