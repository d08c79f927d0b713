"""The source checker, on a text made for it."""

import pytest

from studies.checks import check_source
from studies.models import Report

TEXT = """
Title of the article

This study treated patients. Three patients (7%) achieved a complete remis-
sion.

Clinical responses

Fourteen patients responded: 14 (32%). Doses were 0.5×106-1.5×107 cells/kg. The patient had 45,730/µl
leukocytes, stored at −20°C; the range was 49–86 (P = .018).

Table 2
Responses to treatment
OR 14 32
CR 3\u00a07
PR 10 23

OR indicates overall responses; CR, complete remission; and PR, partial remission, as the criteria define them.

Table 5
Toxicities
Neutropenia 35 11\u00a0135 41
Anemia 63 19

Discussion

Two of 9 improved.
"""


@pytest.mark.parametrize(
    ("place", "printed"),
    [
        ("Clinical responses, para 1, sentence 1", "14 (32%)"),
        ("Clinical responses", "0.5 × 10^6-1.5 × 10⁷ cells/kg"),
        ("Clinical responses", "45730/µl"),
        ("Clinical responses", "49-86"),
        ("Clinical responses", "-20 °C"),
        ("Clinical responses", "p=.018"),
        ("Clinical responses", "14 … 49-86"),
        ("Table 2, row PR", "10 | 23"),
        ("Table 2, row CR", "3 | 7"),
        ("Table 5, row Neutropenia, G3-4", "135 | 41"),
        ("Table 5, row Neutropenia, G1-2", "35 | 11"),
        ("Abstract, sentence 2", "Three patients (7%) … complete remission"),
        ("A heading our copy lacks, para 3", "Two of 9"),
        ("Discussion, para 1", "two of 9"),
    ],
)
def test_what_is_printed_there_is_found(record, place, printed):
    assert check(record, place, printed) == (1, 1, "")


@pytest.mark.parametrize(
    ("place", "printed", "said"),
    [
        ("Clinical responses", "14 (33%)", "is not in the text"),
        ("Table 2, row PR", "10 | 24", "is not in the text"),
        ("Table 2, row PR", "63 | 19", "not there"),
        ("Table 5, row Neutropenia", "5 | 41", "not there"),
        ("Discussion, para 1", "14 (32%)", "not there"),
        ("Clinical responses", "49-86 … 14 (32%)", "is not in the text"),
    ],
)
def test_what_is_not_printed_there_is_a_finding(record, place, printed, said):
    found, recorded, sentence = check(record, place, printed)
    assert (found, recorded) == (0, 1)
    assert said in sentence


def test_only_the_places_in_this_report_are_looked_up(record):
    elsewhere = {"place": "Table 1", "as_reported": "not in this text 99", "report": "other"}
    record.rows.clear()
    record.outcome("orr", "overall-response", "14 (32%)", also_at=[elsewhere])
    record.outcome("sd", "stable-disease", "99", report=Report(slug="other"))
    checked = check_source(record.aggregate(), "doe-2008", TEXT)
    assert (checked.found, checked.recorded) == (1, 1)


def check(record, place: str, printed: str) -> tuple[int, int, str]:
    record.rows.clear()
    record.outcome("result", "overall-response", printed, place=place)
    checked = check_source(record.aggregate(), "doe-2008", TEXT)
    return checked.found, checked.recorded, " ".join(finding.sentence for finding in checked.findings)
