"""A source in numbered sentences."""

import pytest

from studies.extraction.sentences import read_source, split_sentences

FILE = """https://example.org/abstract
J Made Up 2013;1:2
A made-up trial
# Methods
Nine patients were
treated.
# Results
Three of 9 responded (33%). Median survival was 4.5 months vs. 2 months (P = .02). None died.
"""


def test_places_count_sentences_within_their_section():
    source = read_source(FILE)
    assert [(one.number, one.place) for one in source.sentences] == [
        (1, "Abstract, Methods, sentence 1"),
        (2, "Abstract, Results, sentence 1"),
        (3, "Abstract, Results, sentence 2"),
        (4, "Abstract, Results, sentence 3"),
    ]
    assert source.at("s1") == ("Abstract, Methods, sentence 1", "Nine patients were treated.")
    assert source.at("title") == ("Title", "A made-up trial")


def test_a_text_without_sections_counts_through():
    assert [one.place for one in read_source("a\nb\nc\nOne. Two.").sentences] == [
        "Abstract, sentence 1",
        "Abstract, sentence 2",
    ]


@pytest.mark.parametrize("mark", ["s0", "s5", "table", "s", ""])
def test_a_mark_that_is_no_place_is_refused(mark):
    with pytest.raises(KeyError):
        read_source(FILE).at(mark)


@pytest.mark.parametrize(
    "text",
    [
        "It was 4.5 months vs. 2 months.",
        "Given i.v. On day 1 only.".replace("On", "on"),
        "As Smith et al. Reported before.",
        "Survival (P = .02. Not adjusted) was long.",
        "The dose of J. Smith was 5 mg.",
    ],
)
def test_a_stop_that_ends_no_sentence(text):
    assert split_sentences(text) == [text]


def test_a_stop_behind_a_bracket_or_a_number_ends_one():
    assert split_sentences("A response (33%). B had 12. “C” had 3!") == ["A response (33%).", "B had 12.", "“C” had 3!"]


def test_the_digest_does_not_depend_on_line_breaks_and_does_on_words():
    assert read_source(FILE).sha256 == read_source(FILE.replace("were\ntreated", "were  treated")).sha256
    assert read_source(FILE).sha256 != read_source(FILE.replace("Nine", "Ten")).sha256
