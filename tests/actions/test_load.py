"""Loading fixtures into a database in which curators have worked."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from studies.actions import publish, rename, revise
from studies.choices import State
from studies.exchange.fixture_writer import fixture_files
from studies.models import Agent, Disease, Outcome, Revision, Study, Synonym
from studies.records import NotLoadable, digest, rows_of_study
from tests.samples import CASE, TRIAL, as_file, changed, counts, find, load, many, sample_files

pytestmark = pytest.mark.django_db


@pytest.fixture
def trial():
    load(sample_files())
    return Study.objects.get(slug=TRIAL)


def with_note(text: str) -> dict[str, bytes]:
    return changed(f"studies/{TRIAL}.json", lambda rows: find(rows, "outcome", "orr").update(note=text))


def test_what_is_absent_is_inserted():
    report = load(sample_files())

    assert f"study {TRIAL}" in report.inserted
    assert (report.equal, report.differs) == ([], [])
    assert Study.objects.published().count() == 2


def test_a_second_load_finds_everything_equal(trial):
    before = counts()

    report = load(sample_files())

    assert (report.inserted, report.differs, counts()) == ([], [], before)


def test_only_what_is_missing_is_added(trial):
    Synonym.objects.get(text="Vidaza").delete()

    report = load(sample_files())

    assert report.inserted == ["synonym Vidaza"]


def test_a_term_that_a_curator_changed_is_listed_and_not_touched(trial):
    Agent.objects.filter(slug="azacitidine").update(definition="Better words.")

    report = load(sample_files())

    assert [str(one) for one in report.differs] == [
        'terms/agents.json, agent azacitidine, field definition: nothing in the file, "Better words." in the database'
    ]
    assert Agent.objects.get(slug="azacitidine").definition == "Better words."


def test_a_study_that_a_curator_changed_is_listed_and_not_touched(trial):
    Outcome.objects.filter(study=trial, key="orr").update(note="Corrected.")
    before = fixture_files(), counts()

    report = load(sample_files())

    assert [(one.name, one.field) for one in report.differs] == [("outcome orr", "note")]
    assert (fixture_files(), counts()) == before


def test_every_kind_of_difference_is_told():
    load(sample_files())

    def change(rows):
        rows[:] = [row for row in rows if row["fields"].get("key") != "death-1"]
        find(rows, "outcome", "orr").update(events=15, key="response")
        find(rows, "discrepancyfigure", "orr-table")["outcome"] = [TRIAL, "response"]
        find(rows, "comparison", "orr-17p")["reference"] = [TRIAL, "response"]

    told = [str(one) for one in load(changed(f"studies/{TRIAL}.json", change)).differs]

    file = f"studies/{TRIAL}.json"
    assert f"{file}, outcome response: a row in the file, nothing in the database" in told
    assert f"{file}, outcome orr: nothing in the file, a row in the database" in told
    assert f"{file}, patient event death-1: nothing in the file, a row in the database" in told


def test_a_study_that_differs_becomes_a_working_copy_when_asked(trial):
    report = load(with_note("From the file."), as_draft=True)

    draft = Study.objects.get(slug=f"{TRIAL}~draft")
    assert report.drafted == [draft.slug]
    assert (draft.revises, draft.state, draft.version, draft.created_by) == (trial, State.DRAFT, 1, "loader")
    assert draft.outcomes.get(key="orr").note == "From the file."
    assert trial.outcomes.get(key="orr").note == "Includes nPR."
    assert draft.discrepancy_figures.get(key="orr-table").outcome.study == draft


def test_a_working_copy_that_is_there_already_is_not_touched(trial):
    draft = revise(study=trial, by="curator")

    report = load(with_note("From the file."), as_draft=True)

    assert report.drafted == []
    assert "has a working copy already" in report.not_drafted[0]
    assert draft.outcomes.get(key="orr").note == "Includes nPR."


def test_no_working_copy_is_made_where_only_the_version_differs(trial):
    files = changed(f"studies/{TRIAL}.json", lambda rows: rows[0]["fields"].update(version=2))

    report = load(files, as_draft=True)

    assert report.not_drafted == [f"{TRIAL}: its content is the same."]


def test_a_draft_that_differs_is_not_given_a_working_copy():
    load(sample_files())
    Study.objects.filter(slug=TRIAL).update(state=State.DRAFT, version=0, title="Still a draft")

    report = load(sample_files(), as_draft=True)

    assert "is a draft already" in report.not_drafted[0]


def test_a_study_that_was_renamed_here_is_not_loaded_again(trial):
    rename(study=trial, slug="doe-2020-made-up", by="curator")

    report = load(sample_files())

    assert report.inserted == []
    assert [(one.field, one.in_file, one.in_database) for one in report.differs] == [
        ("slug", TRIAL, "doe-2020-made-up")
    ]


def test_a_study_that_was_renamed_in_the_files_is_not_loaded_again(trial):
    files = sample_files()
    files["studies/new-name.json"] = (
        files.pop(f"studies/{TRIAL}.json")
        .replace(f'"{TRIAL}"'.encode(), b'"new-name"')
        .replace(b'"doe-2019-cll"', f'"{TRIAL}"'.encode())
    )

    report = load(files)

    assert report.inserted == []
    assert [(one.field, one.in_file, one.in_database) for one in report.differs] == [("slug", "new-name", TRIAL)]


def test_a_dry_run_tells_the_same_and_keeps_nothing():
    told = load(sample_files(), dry_run=True)

    assert not any(counts().values())
    assert told == load(sample_files())


def test_a_published_study_begins_its_history(trial):
    revision = trial.revisions.get()

    assert (revision.version, revision.by, revision.reason) == (1, "fixtures", "loaded from fixtures")
    assert revision.at == trial.published_at
    assert revision.digest == digest(rows_of_study(trial)) == digest(revision.snapshot)


def test_a_history_goes_in_with_its_study():
    load(sample_files())
    draft = revise(study=Study.objects.get(slug=CASE), by="curator")
    publish(study=draft, by="reviewer", reason="Read again.")
    files = {name: text.encode() for name, text in fixture_files().items()}
    Revision.objects.all().delete()
    Study.objects.get(slug=TRIAL).delete()
    Study.objects.get(slug=CASE).delete()

    load(files)

    assert [(one.version, one.by) for one in Revision.objects.filter(study__slug=CASE)] == [
        (1, "fixtures"),
        (2, "reviewer"),
    ]
    assert {name: text.encode() for name, text in fixture_files().items()} == files
    assert load(files).differs == []


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda one: one["snapshot"][0]["fields"].update(title="Forged"), "not the digest of the snapshot"),
        (lambda one: one.update(previous_digest="0" * 64), "not the digest of the revision before"),
    ],
    ids=["snapshot", "chain"],
)
def test_a_forged_history_is_refused(change, says):
    load(sample_files())
    publish(study=revise(study=Study.objects.get(slug=CASE), by="a"), by="b", reason="Read again.")
    files = {name: text.encode() for name, text in fixture_files().items()}
    rows = json.loads(files[f"history/{CASE}.json"])
    change(rows[1]["fields"])

    with pytest.raises(NotLoadable, match=says):
        load(files | {f"history/{CASE}.json": as_file(rows)})


def test_a_history_without_its_study_is_refused():
    load(sample_files())
    publish(study=revise(study=Study.objects.get(slug=CASE), by="a"), by="b", reason="Read again.")
    name = f"history/{CASE}.json"

    with pytest.raises(NotLoadable, match="not among the files"):
        load({name: fixture_files()[name].encode()})


def test_a_published_study_does_not_link_to_a_draft():
    def unpublish(rows):
        for name in ("state", "version", "published_at"):
            del rows[0]["fields"][name]

    with pytest.raises(NotLoadable, match=f"{CASE} is not published"):
        load(changed(f"studies/{CASE}.json", unpublish))
    assert not any(counts().values())


def test_nothing_is_loaded_if_one_file_of_many_is_wrong():
    files = changed(f"studies/{CASE}.json", lambda rows: find(rows, "arm", "only").update(n_treated=2))

    with pytest.raises(NotLoadable, match="More treated than assigned"):
        load(files)

    assert not any(counts().values())


def test_a_wrong_row_among_right_ones_leaves_what_was_there(trial):
    before = counts()
    files = changed("terms/agents.json", lambda rows: rows.append(as_row("fludarabine-phosphate", "Fludarabine")))

    with pytest.raises(NotLoadable, match=r"field name: .*(the same as|already exists)"):
        load(files)

    assert counts() == before


def test_a_name_that_another_record_of_the_database_has_is_refused(trial):
    rows = [as_row("fludarabine-phosphate", "Fludarabine")]

    with pytest.raises(NotLoadable, match=r"row 1 \(agent fludarabine-phosphate\), field name: .*already exists"):
        load({"terms/agents.json": as_file(rows)})


def as_row(slug: str, name: str) -> dict:
    return {"model": "studies.agent", "fields": {"slug": slug, "name": name, "kind": "small_molecule"}}


def test_terms_in_a_circle_are_refused():
    rows = [
        {"model": "studies.disease", "fields": {"slug": slug, "name": slug, "parent": [parent]}}
        for slug, parent in (("a", "b"), ("b", "c"), ("c", "b"))
    ]

    with pytest.raises(NotLoadable, match="under itself"):
        load({"terms/diseases.json": as_file(rows)})
    assert not Disease.objects.exists()


def test_many_studies_take_no_more_queries_than_few():
    def queries(number: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            load(many(number), dry_run=True)
        return len(captured)

    few = queries(2)

    # One more insert for each twenty rows or so: SQLite takes a thousand values at a time.
    assert queries(12) <= few + 100
