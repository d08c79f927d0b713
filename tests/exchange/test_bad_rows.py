"""A wrong row is refused with its row and field named, and nothing is half loaded."""

import pytest

from studies.records import NotLoadable
from tests.exchange.bad_rows import BAD, LOST
from tests.samples import TRIAL, changed, counts, find, load, sample_files


@pytest.mark.django_db
@pytest.mark.parametrize("bad", BAD, ids=lambda bad: bad.case)
def test_a_bad_row_is_refused_with_row_and_field(bad):
    def change(rows):
        fields = find(rows, bad.model, bad.key)
        for name, value in bad.change.items():
            if value is LOST:
                del fields[name]
            else:
                fields[name] = value

    before = counts()
    with pytest.raises(NotLoadable) as refused:
        load(changed(bad.of, change))

    problems = refused.value.problems
    assert any(
        (one.file, one.field) == (bad.of, bad.field) and one.row and bad.says in one.sentence for one in problems
    ), [str(one) for one in problems]
    assert counts() == before


WRONG_FILES = {
    "no JSON": (b"[", "line 1, column 2 is not JSON"),
    "no list": (b"{}", "a fixture is a list of rows"),
    "row no map": (b"[1]", "row 1: a row is a map"),
    "not UTF-8": (b'["\xff"]', "byte 3 is not UTF-8"),
    "byte order mark": (b"\xef\xbb\xbf[]", "is not JSON"),
    "nested too deeply": (b"[" * 100_000, "nested too deeply"),
    "larger than 10 MB": (b" " * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    "unknown model": (b'[{"model": "studies.cure", "fields": {}}]', 'there is no model "studies.cure"'),
    "model of another app": (b'[{"model": "auth.user", "fields": {}}]', 'there is no model "auth.user"'),
    "primary key": (b'[{"pk": 1, "model": "studies.disease", "fields": {"slug": "x", "name": "X"}}]', 'has no "pk"'),
    "model in the wrong file": (b'[{"model": "studies.agent", "fields": {}}]', "no agent may stand in this file"),
    "key twice": (
        b'[{"model": "studies.disease", "fields": {"slug": "x", "name": "X", "name": "Y"}}]',
        'row 1 (disease x), field name: the key "name" stands there twice',
    ),
    "fields twice": (
        b'[{"model": "studies.disease", "fields": {"slug": "x", "name": "X"}, "fields": {"slug": "y", "name": "X"}}]',
        'the key "fields" stands there twice',
    ),
    "label of no term": (
        b'[{"model": "studies.synonym", "fields": {"text": "x", "kind": "name"}}]',
        "belongs to exactly one term",
    ),
    "label of two terms": (
        b'[{"model": "studies.synonym", "fields": {"text": "x", "kind": "name", "agent": ["a"], "disease": ["b"]}}]',
        "belongs to exactly one term",
    ),
}


@pytest.mark.django_db
@pytest.mark.parametrize("case", WRONG_FILES)
def test_a_file_that_is_no_fixture_is_refused(case):
    content, says = WRONG_FILES[case]

    with pytest.raises(NotLoadable) as refused:
        load(sample_files() | {"terms/diseases.json": content})

    assert says in str(refused.value)
    assert not any(counts().values())


@pytest.mark.django_db
def test_every_problem_of_every_file_is_told_at_once():
    files = changed(f"studies/{TRIAL}.json", lambda rows: find(rows, "outcome", "orr").update(events=12.7, total="x"))
    files["reports.json"] = b"["

    with pytest.raises(NotLoadable) as refused:
        load(files)

    assert len(refused.value.problems) == 3


@pytest.mark.django_db
def test_a_problem_reads_like_a_sentence():
    files = changed(f"studies/{TRIAL}.json", lambda rows: find(rows, "outcome", "orr").update(events=12.7))

    with pytest.raises(NotLoadable) as refused:
        load(files)

    number = refused.value.problems[0].row
    assert str(refused.value) == (
        f"studies/{TRIAL}.json, row {number} (outcome orr), field events: 12.7 is not a whole number."
    )


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [0, 2], ids=["no study", "two studies"])
def test_a_study_file_holds_one_study(rows):
    def change(all_rows):
        head = all_rows.pop(0)
        for number in range(rows):
            all_rows.insert(0, {**head, "fields": head["fields"] | {"slug": f"other-{number}"}})

    with pytest.raises(NotLoadable, match="must hold one study"):
        load(changed(f"studies/{TRIAL}.json", change))


@pytest.mark.django_db
def test_a_record_stands_in_one_file_only():
    files = sample_files()

    with pytest.raises(NotLoadable, match="is the same record"):
        load(files | {"more.json": files["reports.json"]})


@pytest.mark.django_db
def test_a_percent_without_counts_and_a_misprint_kept_as_printed_are_accepted():
    def change(rows):
        bare = {"percent": "24", "as_reported": "24%", "total": 29, "denominator_unit": "patients"}
        fields = find(rows, "outcome", "orr-17p")
        for name in ("percent_operator", "total_state"):
            del fields[name]
        fields |= bare
        find(rows, "outcome", "cr-misprint").update(state="misprinted", as_reported="171%")

    report = load(changed(f"studies/{TRIAL}.json", change))

    assert f"study {TRIAL}" in report.inserted
