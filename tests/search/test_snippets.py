"""Where a study matched, with the words marked."""

from django.test import TestCase

from studies.actions import publish, revise, save_draft
from studies.models import Study
from studies.search import current, read
from studies.search.reading import Reading, Unit
from studies.search.sentences import sentences_of
from studies.search.snippets import LONGEST, names_with, snippet_of
from tests.curated import FERRAJOLI, MALIK, load_seeds

TEXTS = {
    "title": "Lenalidomide in CLL",
    "acronym": "",
    "summary": "Forty patients. Tumor flares came in ten; IL-6 and del(17p) were looked at. CAR-T cells were not.",
    "conclusion": "The flare of the tumor is mild (1.5 mg).",
    "reports": "Müller A. A trial. Blood 2008",
    "registries": "NCT00267059",
}


def asking(*units: tuple[str, str], negative: bool = False) -> Reading:
    return Reading(tuple((Unit(kind, what, tuple(what.split()), negative=negative),) for kind, what in units))


def shown(reading: Reading, texts: dict[str, str] | None = None) -> tuple[str, str] | None:
    """(where, the text with its marks in brackets)."""
    found = snippet_of(reading, sentences_of(texts or TEXTS))
    if found is None:
        return None
    return found[0], "".join(f"[{text}]" if marked else text for text, marked in found[1])


class SnippetTest(TestCase):
    def test_the_sentence_that_matched_is_told_with_its_words_marked(self):
        for what, where, text in (
            (("word", "lenalidomide"), "Title", "[Lenalidomide] in CLL"),
            (("word", "flare"), "Summary", "Tumor [flares] came in ten; IL-6 and del(17p) were looked at."),
            (("word", "il6"), "Summary", "Tumor flares came in ten; [IL-6] and del(17p) were looked at."),
            (("word", "del17p"), "Summary", "Tumor flares came in ten; IL-6 and [del(17p)] were looked at."),
            (("word", "cart"), "Summary", "[CAR-T] cells were not."),
            (("word", "1.5"), "Conclusion", "The flare of the tumor is mild ([1.5] mg)."),
            (("word", "muller"), "Reports", "[Müller] A."),
            (("word", "nct00267059"), "Registered as", "[NCT00267059]"),
            (("start", "lenal"), "Title", "[Lenalidomide] in CLL"),
        ):
            with self.subTest(what):
                assert shown(asking(what)) == (where, text)

    def test_the_sentence_with_most_of_the_words_comes_first(self):
        assert shown(asking(("word", "lenalidomide"), ("word", "flare"), ("word", "tumor")))[0] == "Summary"

    def test_small_words_of_a_phrase_are_not_marked(self):
        assert shown(asking(("phrase", "mild of the"))) == ("Conclusion", "The flare of the tumor is [mild] (1.5 mg).")

    def test_terms_and_what_must_not_be_there_mark_nothing(self):
        assert shown(asking(("word", "flare"), negative=True)) is None
        assert shown(asking(("word", "ibrutinib"))) is None

    def test_a_long_sentence_is_cut_at_words_around_the_first_match(self):
        long = {"summary": "before " * 60 + "the flare " + "after " * 60}
        where, text = shown(asking(("word", "flare")), long)
        assert where == "Summary"
        assert text.startswith("… before ")
        assert text.endswith("after …")
        assert "[flare]" in text
        assert len(text) <= LONGEST + 20


class PageTest(TestCase):
    @classmethod
    def setUpTestData(cls):
        load_seeds()

    def test_names_of_terms_that_have_the_word_are_told_where_no_text_has_it(self):
        names = names_with(asking(("word", "lymphocytic")), current().vocabulary)
        assert names["disease:cll"] == "Chronic lymphocytic leukemia"
        assert not {"setting:relapsed", "agent:lenalidomide"} & names.keys()

    def page(self, query: str) -> str:
        return self.client.get("/studies/", {"q": query}).content.decode()

    def test_each_hit_shows_where_it_matched(self):
        page = self.page('"one year" OR flare OR ferrajoli')
        assert "<mark>" in page
        assert "<mark>" not in self.page("CLL")  # a term is no text
        assert "<mark>" not in self.page("")

    def test_only_our_own_text_about_that_study_is_told(self):
        reading = read(current(), "subcutaneous")
        study = Study.objects.get(slug=MALIK)
        where, pieces = snippet_of(reading, sentences_of({"title": study.title, "summary": study.summary}))
        assert "".join(text for text, _ in pieces) in (study.title, *study.summary.split(". "))
        assert where == "Title"

    def test_what_curators_write_is_text_and_not_markup(self):
        study = Study.objects.get(slug=FERRAJOLI)
        copy = revise(study=study, by="curator")

        def edit():
            Study.objects.filter(pk=copy.pk).update(summary="A <script>alert(1)</script> marks & hides zebrafish.")

        save_draft(study=copy, by="curator", seen_edits=copy.edits, apply=edit)
        publish(study=copy, by="reviewer", reason="A test.")
        page = self.page("zebrafish")
        assert "A &lt;script&gt;alert(1)&lt;/script&gt; marks &amp; hides <mark>zebrafish</mark>." in page
        assert "<script>alert(1)" not in page
        assert "<mark>script" in self.page("script").replace("&lt;", "") or "script" in self.page("script")
        assert '<mark>"' not in self.page('"><img src=x onerror=alert(1)> zebrafish')
        assert "<img src=x" not in self.page('"><img src=x onerror=alert(1)> zebrafish')
