"""Addresses of the site. Kept short: they are what readers copy."""

from django.urls import path, re_path

from studies.views import compare, detail, exports, listing, suggesting, synthesis, terms, words

KIND = r"(?P<kind>diseases|agents|settings|regimens)"

urlpatterns = [
    path("", words.home, name="home"),
    path("studies/", listing.study_list, name="studies"),
    path("studies.csv", exports.study_list_csv, name="studies-csv"),
    path("studies.json", exports.study_list_json, name="studies-json"),
    path("studies.ris", exports.study_list_ris, name="studies-ris"),
    path("studies.atom", exports.study_list_atom, name="studies-atom"),
    path("suggest/", suggesting.suggestions, name="suggest"),
    path("studies/<slug:slug>/", detail.study_detail, name="study"),
    path("studies/<slug:slug>/fixture.json", detail.study_fixture, name="study-fixture"),
    path("studies/<slug:slug>/citation.ris", detail.study_ris, name="study-ris"),
    re_path(rf"^{KIND}/$", terms.term_index, name="terms"),
    re_path(rf"^{KIND}/(?P<slug>[a-z0-9-]+)/$", terms.term_detail, name="term"),
    path("compare/", compare.compare, name="compare"),
    path("synthesis/", synthesis.synthesis, name="synthesis"),
    re_path(r"^synthesis\.(?P<ending>csv|json|svg|png|R)$", synthesis.synthesis_file, name="synthesis-file"),
    path("methods/", words.methods, name="methods"),
    path("about/", words.about, name="about"),
]
