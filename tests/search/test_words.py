"""One spelling for one word."""

import pytest

from studies.search import fold, words_of
from studies.search.slips import meant_for
from studies.search.words import (
    LONGEST_QUERY,
    MOST_WORDS,
    closed,
    joined,
    plain,
    stem,
    stems_of,
    unfinished,
    written_words,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("leukaemia", "leukemia"),
        ("Haematological", "hematological"),
        ("anaemia", "ANEMIA"),
        ("tumour flare", "tumor flare"),
        ("diarrhoea", "diarrhea"),
        ("dyspnoea", "dyspnea"),
        ("neutropaenia", "neutropenia"),
        ("paediatric", "pediatric"),
        ("multicentre", "multicenter"),
        ("purine analogue", "purine analog"),
        ("randomized", "randomised"),
        ("oedema", "edema"),
        ("Waldenström", "waldenstrom"),
        ("Gökbuget", "gokbuget"),
        ("São Paulo", "sao paulo"),
        ("refratária", "refrataria"),
        ("e\u0301tude", "étude"),
        ("IFN-α", "IFN alpha"),
        ("Hodgkin’s", "Hodgkin"),
        ("Crohn's", "crohn"),
        ("IL‑6", "il 6"),
        ("anti–CD20", "anti-CD20"),
        ("ＡＭＬ", "aml"),
        ("R²", "r2"),
        ("MDS/MPN", "mds mpn"),
        ("a\0b", "a b"),
        ("a\ud800b", "ab"),
    ],
)
def test_spellings_of_one_word_are_one_word(one, other):
    assert fold(one) == fold(other)


@pytest.mark.parametrize(
    ("one", "other"), [("leukemia", "leukemoid"), ("IL-6", "IL-8"), ("1.5", "15"), ("MDS", "MDS2")]
)
def test_other_words_stay_other_words(one, other):
    assert fold(one) != fold(other)


def test_a_decimal_number_is_one_word_and_a_sentence_ends_none():
    assert fold("1.5 mg. In 2.5.1, 3,000") == "1.5 mg in 2.5.1 3 000"


def test_signs_stay_where_only_the_spelling_is_evened():
    assert plain("Del(17p), IL-6 & CAR-T") == "del(17p), il-6 & car-t"


@pytest.mark.parametrize("text", ["", " \n", "\0", "\ud800\udfff", "\u0301", "()[]*", "→ ≥ ½"])
def test_what_has_no_words_folds_without_error(text):
    assert fold(text) == fold(fold(text))


@pytest.mark.parametrize(
    ("forms", "shared"),
    [
        (("relapse", "relapses", "relapsed", "relapsing"), "relaps"),
        (("lymphoma", "lymphomas"), "lymphoma"),
        (("inhibitor", "inhibitors"), "inhibitor"),
    ],
)
def test_the_forms_of_a_word_share_a_stem(forms, shared):
    assert {stem(form) for form in forms} == {shared}


def test_a_word_with_a_digit_is_its_own_stem():
    assert stem("cd20s") == "cd20s"
    assert stems_of("relapses after cc5013") == "relaps after cc5013"


@pytest.mark.parametrize(
    ("parts", "one"),
    [
        (["il", "6"], "il6"),
        (["car", "t"], "cart"),
        (["del", "17p"], "del17p"),
        (["anti", "cd20", "cd3"], "anticd20cd3"),
        (["relapsed", "refractory"], ""),
        (["one"], ""),
        (["a", "b", "c", "d", "e"], ""),
    ],
)
def test_short_parts_make_one_word_and_long_ones_stay_apart(parts, one):
    assert joined(parts) == one


@pytest.mark.parametrize(
    ("name", "one"),
    [("CC-5013", "cc5013"), ("ARA-C", "arac"), ("allo-HSCT", "allohsct"), ("Ara C", ""), ("AML", ""), ("", "")],
)
def test_a_name_of_one_piece_closes_up(name, one):
    assert closed(name) == one


def test_what_is_written_together_is_a_word_beside_its_parts():
    assert list(written_words("IL-6 in relapsed/refractory del(17p)")) == [
        "il", "6", "il6", "in", "relapsed", "refractory", "del", "17p", "del17p",
    ]  # fmt: skip


def test_a_query_is_capped_in_length_and_words():
    assert len(words_of("word " * 10_000)) == MOST_WORDS
    assert len("".join(words_of("x" * 10_000))) == LONGEST_QUERY


NAMES = {"relapse": 16, "release": 5, "venetoclax": 3, "rash": 4, "all": 9, "myeloma": 5, "cd20": 2}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("relpase", "relapse"),  # two letters in the wrong order
        ("relapsse", "relapse"),  # one too many
        ("releas", "release"),  # one too few
        ("venetoclas", "venetoclax"),  # another
        ("relase", "relapse"),  # one slip from two words: the commoner
        ("rsah", ""),  # too short to tell
        ("vnetoclas", ""),  # two slips
        ("alcl", ""),  # neither all nor mcl
        ("cd21", ""),  # another number is no slip
        ("ferajoli", "ferrajoli"),  # of the texts
        ("myelmoa", "myeloma"),
        ("malikk", ""),  # a word that finds nothing is no help
        ("xqzv", ""),
    ],
)
def test_one_slip_is_forgiven(typed, meant):
    assert meant_for(typed, NAMES, ["ferrajoli", "malik"], lambda word: word != "malik") == meant


@pytest.mark.parametrize(
    ("typed", "start"),
    [
        ("leuka", "leuk"),
        ("leukae", "leuke"),
        ("leukaem", "leukem"),
        ("hae", "he"),
        ("tumou", "tumo"),
        ("diarrho", "diarrh"),
    ],
)
def test_a_start_may_break_off_within_a_british_spelling(typed, start):
    assert start in unfinished(typed)


def test_other_starts_mean_nothing_else():
    assert unfinished("len") == unfinished("thromb") == unfinished("") == []
