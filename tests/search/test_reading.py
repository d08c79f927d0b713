"""How queries are read: terms first, the rest as words."""

import pytest

from studies.models import Agent, AgentClass, Disease, Setting, Synonym
from studies.search import fold, read_query

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def terms():
    cll = Disease.objects.create(slug="cll", name="Chronic lymphocytic leukemia", abbreviation="CLL")
    Disease.objects.create(slug="mds-mpn", name="Myelodysplastic/myeloproliferative neoplasms", abbreviation="MDS/MPN")
    imid = AgentClass.objects.create(slug="imid", name="Immunomodulatory drugs")
    lenalidomide = Agent.objects.create(
        slug="lenalidomide", name="Lenalidomide", kind="small_molecule", agent_class=imid
    )
    refractory = Setting.objects.create(slug="refractory", name="Refractory", axis="disease_status")
    flu = Setting.objects.create(
        slug="fludarabine-refractory", name="Fludarabine-refractory", axis="disease_status", parent=refractory
    )
    Synonym.objects.create(agent=lenalidomide, text="Revlimid", kind="brand")
    Synonym.objects.create(agent=lenalidomide, text="lenalidomida", kind="translation", language="pt")
    Synonym.objects.create(setting=flu, text="flu-refractory", kind="name")
    Synonym.objects.create(disease=cll, text="leucemia linfocítica crônica", kind="translation", language="pt")


@pytest.mark.parametrize(
    ("query", "slugs", "words"),
    [
        ("flu-refractory CLL Revlimid", ["fludarabine-refractory", "cll", "lenalidomide"], []),
        ("REVLIMID", ["lenalidomide"], []),
        ("chronic lymphocytic leukaemia", ["cll"], []),
        ("leucemia linfocitica cronica", ["cll"], []),
        ("MDS/MPN", ["mds-mpn"], []),
        ("refractory Ferrajoli", ["refractory"], ["ferrajoli"]),
        ("lenalidomide lenalidomida", ["lenalidomide", "lenalidomide"], []),
        ("", [], []),
        ('"\x00 \ud800 OR --', [], ["or"]),
    ],
)
def test_a_query_is_read_as_terms_and_words(query, slugs, words):
    reading = read_query(query)
    assert [term.slug for term in reading.terms] == slugs
    assert list(reading.words) == words


def test_a_longer_name_comes_before_a_shorter_one_within_it():
    assert [term.slug for term in read_query("fludarabine refractory").terms] == ["fludarabine-refractory"]


@pytest.mark.parametrize(
    ("one", "other"),
    [("leukaemia", "leukemia"), ("Haematological", "hematological"), ("Waldenström", "waldenstrom"), ("IL‑6", "il 6")],
)
def test_spellings_of_one_word_are_one_word(one, other):
    assert fold(one) == fold(other)


def test_a_query_of_any_length_is_capped():
    assert len(read_query("word " * 10_000).words) <= 16
