"""How queries are read: terms first, the rest as words."""

import pytest

from studies.indexing import rebuild_index
from studies.models import (
    Agent,
    AgentClass,
    Disease,
    Regimen,
    Report,
    Setting,
    Study,
    StudyDisease,
    StudyReport,
    StudySetting,
    Synonym,
)
from studies.search import current, find
from studies.search import read as read_with
from studies.search.words import LONGEST_QUERY
from tests.curated import many_studies

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def base():
    """One published study of each CLL and SLL, refractory; a draft has the only MDS/MPN."""
    cll = Disease.objects.create(slug="cll", name="Chronic lymphocytic leukemia", abbreviation="CLL")
    sll = Disease.objects.create(slug="sll", name="Small lymphocytic lymphoma", abbreviation="SLL")
    overlap = Disease.objects.create(slug="mds-mpn", name="Myelodysplastic/myeloproliferative", abbreviation="MDS/MPN")
    imid = AgentClass.objects.create(slug="imid", name="Immunomodulatory drugs")
    lenalidomide = Agent.objects.create(
        slug="lenalidomide", name="Lenalidomide", kind="small_molecule", agent_class=imid
    )
    rituximab = Agent.objects.create(slug="rituximab", name="Rituximab", abbreviation="R", kind="antibody")
    for slug, name in (("lenalidomide-rituximab", "Lenalidomide + rituximab"), ("r2", "R2")):
        Regimen.objects.create(slug=slug, name=name).agents.set([lenalidomide, rituximab])
    both = Setting.objects.create(
        slug="relapsed-refractory", name="Relapsed or refractory", abbreviation="R/R", axis="disease_status"
    )
    refractory = Setting.objects.create(slug="refractory", name="Refractory", axis="disease_status", parent=both)
    flu = Setting.objects.create(
        slug="fludarabine-refractory", name="Fludarabine-refractory", axis="disease_status", parent=refractory
    )
    Synonym.objects.create(agent=lenalidomide, text="Revlimid", kind="brand")
    Synonym.objects.create(agent=lenalidomide, text="CC-5013", kind="research_code")
    Synonym.objects.create(setting=flu, text="flu-refractory", kind="name")
    Synonym.objects.create(disease=cll, text="leucemia linfocítica crônica", kind="translation", language="pt")
    many_studies(2)
    first, second = Study.objects.all()
    StudyDisease.objects.filter(study=second).update(disease=sll)
    report = Report.objects.get(slug="made-up-1")
    StudySetting.objects.create(study=first, key="flu", setting=flu, report=report, place="Title")
    Study.objects.filter(pk=first.pk).update(
        title="PD-L1, IL-2 and OR-1 in CLL", summary="Nothing of MINE, and a rash."
    )
    draft = Study.objects.create(
        slug="draft", title="Draft of chimerism", design="single_arm", extraction="manual_single"
    )
    StudyReport.objects.create(study=draft, key="report", report=report, role="primary", extent="citation")
    StudyDisease.objects.create(study=draft, key="overlap", disease=overlap, n=1, report=report, place="Title")
    rebuild_index()


def read(query: str, **how):
    return read_with(current(), query, **how)


def told(query: str, **how) -> list[list[str]]:
    """The groups of a reading: terms by kind and slug, others by kind and words."""
    return [
        [
            ("-" if unit.negative else "") + (unit.term.code if unit.term else f"{unit.kind}:{' '.join(unit.words)}")
            for unit in group
        ]
        for group in read(query, **how).groups
    ]


CLL, SLL, FLU, RR = "disease:cll", "disease:sll", "setting:fludarabine-refractory", "setting:relapsed-refractory"


@pytest.mark.parametrize(
    ("query", "groups"),
    [
        ("flu-refractory CLL", [[FLU], [CLL]]),
        ("CHRONIC lymphocytic leukaemias", [[CLL]]),
        ("leucemia linfocitica cronica", [[CLL]]),
        ("fludarabine refractory", [[FLU]]),  # not “refractory” within it
        ("refractory CLL", [["setting:refractory"], [CLL]]),
        ("relapsed or refractory", [[RR]]),
        ("R/R CLL", [[RR], [CLL]]),
        ("RR rrcll", [[RR], [CLL]]),
        ("CLL CLL cll", [[CLL]]),
        ("CLL/SLL", [[CLL, SLL]]),
        ("CLL SLL", [[CLL], [SLL]]),
        ("CLL OR SLL", [[CLL, SLL]]),
        ("CLL or SLL or rash", [[CLL, SLL, "word:rash"]]),
        ("CLL ou SLL", [[CLL, SLL]]),
        ("CLL | SLL", [[CLL, SLL]]),
        ("OR CLL OR", [[CLL]]),
        ("CLL OR -SLL", [[CLL], ["-disease:sll"]]),
        ("CLL -SLL", [[CLL], ["-disease:sll"]]),
        ("CLL NOT SLL rash", [[CLL], ["-disease:sll"], ["word:rash"]]),
        ("CLL AND rash", [[CLL], ["word:rash"]]),
        ("rash - CLL", [["word:rash"], [CLL]]),
        ('-"tumor flare"', [["-phrase:tumor flare"]]),
        ('"tumour flare', [["phrase:tumor flare"]]),
        ('""', []),
        ("ras* a*", [["start:ras"]]),
        ("-thromb*", [["-start:thromb"]]),
        ("PD-L1", [["word:pdl1"]]),
        ("IL-2 IL-6", [["word:il2"], ["phrase:il 6"]]),
        ("the rash of the", [["word:rash"]]),
        ("", []),
        ('"\x00 \ud800 OR --', [["phrase:or"]]),
    ],
)
def test_a_query_is_read_as_terms_and_words(query, groups):
    assert told(query) == groups


def test_terms_that_no_published_study_has_are_words():
    """A draft's disease, an agent that nobody was given."""
    assert told("MDS/MPN Revlimid") == [["word:mdsmpn"], ["word:revlimid"]]
    assert not find(current(), read("MDS/MPN")).studies
    assert not find(current(), read("chimerism")).studies


def test_a_reading_says_its_terms_and_its_words():
    reading = read('CLL rash -SLL "tumor flare"')
    assert [term.slug for term in reading.terms] == ["cll"]
    assert reading.words == ("rash", "tumor flare")
    assert reading.has_text
    assert not read("CLL -rash").has_text
    assert [unit.text for unit in reading.units] == [
        "Chronic lymphocytic leukemia", "rash", "Small lymphocytic lymphoma", "tumor flare",
    ]  # fmt: skip


def test_a_slip_is_mended_said_and_undone():
    reading = read("refractroy lymphocitic leukemia chronic")
    assert reading.mended == (("refractroy", "refractory"), ("lymphocitic", "lymphocytic"))
    assert told("refractroy") == [["setting:refractory"]]
    assert told("refractroy", as_typed=True) == [["word:refractroy"]]
    assert read("refractroy", as_typed=True).mended == ()


@pytest.mark.parametrize("query", ["refrctroy", "cl", "2031", "il7", "RAHS", "MNIE", "chimerisn"])
def test_what_is_no_slip_of_a_word_here_stays(query):
    """Two slips, short words, numbers, abbreviations in capitals, words of drafts."""
    assert read(query).mended == ()


@pytest.mark.parametrize(
    ("query", "rest"),
    [
        ("flu-refractory CLL rash", ["CLL rash", "flu-refractory rash", "flu-refractory CLL"]),
        ("CLL OR SLL rash", ["SLL rash", "CLL rash", "CLL OR SLL"]),
        (
            'CLL -SLL -"tumor flare" ras*',
            ['-SLL -"tumor flare" ras*', 'CLL -"tumor flare" ras*', "CLL -SLL ras*", 'CLL -SLL -"tumor flare"'],
        ),
        ("CLL/SLL", ["sll", "cll"]),
        ("lymphocitic", [""]),
    ],
)
def test_the_query_without_one_of_its_parts(query, rest):
    reading = read(query)
    assert [reading.without(unit) for unit in reading.units] == rest


def test_a_regimen_named_by_its_agents_is_read_as_these():
    names = {form: [term.code for term in terms] for form, terms in current().vocabulary.forms.items()}
    assert "lenalidomide rituximab" not in names
    assert names["r2"] == ["regimen:r2"]
    assert names["cc5013"] == names["cc 5013"] == ["agent:lenalidomide"]


def test_a_query_of_any_length_is_capped():
    assert len(read("word " * 10_000).units) <= 16
    assert len(" ".join(read("x-" * 10_000).words)) <= LONGEST_QUERY
