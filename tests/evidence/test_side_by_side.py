"""Arms side by side: what answers one question stands in one row, and an empty cell knows why."""

from decimal import Decimal

from studies.evidence.mixtures import Mixed, mixtures
from studies.evidence.side_by_side import (
    Column,
    Differs,
    characteristics,
    columns_of,
    events,
    outcomes,
)
from studies.models import (
    AdverseEvent,
    AdverseEventTerm,
    Arm,
    Characteristic,
    Disease,
    Endpoint,
    Outcome,
    ResponseCriteria,
    Setting,
    Study,
    StudyDisease,
    StudySetting,
    Subgroup,
)

ALL = Subgroup(variable="all")
YOUNG = Subgroup(variable="age", level="young")
RESPONSE = Endpoint(slug="overall-response", name="overall response", kind="proportion", domain="response")
SURVIVAL = Endpoint(slug="overall-survival-rate", kind="rate_at_time", domain="survival")
IWG = ResponseCriteria(pk=1, name="IWG 2003")
CHESON = ResponseCriteria(pk=2, name="Cheson 1996")
ANEMIA = AdverseEventTerm(slug="anemia", name="anemia")


def study(pk: int, *, roles: tuple[str, ...] = ("only",), **sections) -> tuple[Study, dict]:
    arms = [Arm(pk=pk * 10 + place, role=role, label=role, key=role) for place, role in enumerate(roles)]
    empty = {name: [] for name in ("characteristics", "outcomes", "adverse_events", "study_diseases", "study_settings")}
    return Study(pk=pk, slug=f"study-{pk}"), empty | {"arms": arms} | sections


def outcome(arm: int, endpoint: Endpoint = RESPONSE, **values) -> Outcome:
    values = {"events": 3, "total": 10, "denominator_unit": "patients", "subgroup": ALL} | values
    return Outcome(arm_id=arm, endpoint=endpoint, key=f"{arm}", **values)


def event(arm: int, **values) -> AdverseEvent:
    values = {"affected": 3, "at_risk": 10, "denominator_unit": "patients", "grade_from": 3, "grade_to": 4} | values
    return AdverseEvent(arm_id=arm, term=ANEMIA, subgroup=ALL, key=f"{arm}", **values)


def columns(*studies: tuple[Study, dict]) -> list[Column]:
    return columns_of(studies)


def pair(mine: Outcome, theirs: Outcome) -> list:
    """The rows of two studies of one arm with an outcome each."""
    return outcomes(columns(study(1, outcomes=[mine]), study(2, outcomes=[theirs])))


def reasons(mine: Outcome, theirs: Outcome) -> tuple[Differs, ...]:
    """Why the second study's cell is empty in the first one's row."""
    row = next(row for row in pair(mine, theirs) if row.cells[0].rows)
    return row.cells[1].instead.near[0][1]


def test_results_that_answer_one_question_stand_in_one_row():
    (row,) = pair(outcome(10), outcome(20, events=5))
    assert [cell.rows[0].events for cell in row.cells] == [3, 5]
    assert (row.studies, row.varies) == (2, frozenset())


def test_what_differs_has_a_row_of_its_own_and_the_empty_cell_knows_in_what():
    assert reasons(outcome(10, criteria=IWG), outcome(20, criteria=CHESON)) == (Differs.CRITERIA,)
    assert reasons(outcome(10, criteria=IWG), outcome(20)) == (Differs.CRITERIA,)
    assert reasons(outcome(10), outcome(20, denominator_unit="courses")) == (Differs.UNIT,)
    assert reasons(outcome(10), outcome(20, analysis_set="evaluable")) == (Differs.ANALYSIS_SET,)
    assert reasons(outcome(10), outcome(20, category="by day 30")) == (Differs.CATEGORY,)
    assert reasons(outcome(10), outcome(20, timing="after 2 cycles")) == (Differs.TIME,)


def test_a_percent_of_something_not_stated_is_no_count_of_patients():
    bare = outcome(20, events=None, total=None, denominator_unit="", percent=Decimal(30))
    assert reasons(outcome(10), bare) == (Differs.UNIT,)


def test_a_median_aligns_whether_or_not_the_patients_behind_it_are_told():
    told = outcome(10, SURVIVAL, events=None, estimate=Decimal(6), statistic="median")
    bare = outcome(20, SURVIVAL, events=None, total=None, denominator_unit="", estimate=Decimal(9), statistic="median")
    assert len(pair(told, bare)) == 1


def test_a_year_is_twelve_months_and_not_two_years():
    def at(arm: int, point: int, unit: str) -> Outcome:
        return outcome(arm, SURVIVAL, time_point=Decimal(point), time_unit=unit)

    assert len(pair(at(10, 1, "a"), at(20, 12, "mo"))) == 1
    assert reasons(at(10, 1, "a"), at(20, 24, "mo")) == (Differs.TIME,)


def test_the_nearest_are_named_and_all_that_are_as_near():
    other = [
        outcome(20, criteria=CHESON, analysis_set="itt"),
        outcome(20, criteria=CHESON),
        outcome(20, category="CRi"),
    ]
    rows = outcomes(columns(study(1, outcomes=[outcome(10)]), study(2, outcomes=other)))
    cell = next(row for row in rows if row.cells[0].rows).cells[1]
    assert cell.instead.near == ((other[1], (Differs.CRITERIA,)),)


def test_subgroups_and_what_is_not_reported_answer_nothing():
    rows = [
        outcome(10, subgroup=YOUNG),
        outcome(10, events=None, total=None, denominator_unit="", state="not_reported"),
    ]
    assert outcomes(columns(study(1, outcomes=rows), study(2))) == []


def test_not_reached_is_an_answer():
    absent = outcome(20, SURVIVAL, events=None, total=None, denominator_unit="", state="not_reached")
    (row,) = outcomes(columns(study(1), study(2, outcomes=[absent])))
    assert row.cells[1].rows == (absent,)
    assert row.cells[0].instead is None


def test_an_arm_is_a_column_and_all_together_only_where_there_is_no_other():
    both = study(1, roles=("all", "control", "experimental"))
    assert [one.arm.role for one in columns(both, study(2, roles=("all",)))] == ["experimental", "control", "all"]


def test_what_is_given_for_all_arms_together_is_no_arms_own():
    whole = Characteristic(arm_id=10, subgroup=ALL, variable="Age", key="age", estimate=Decimal(60))
    own = Characteristic(arm_id=20, subgroup=ALL, variable="age", key="age", estimate=Decimal(70))
    (row,) = characteristics(
        columns(study(1, roles=("all", "experimental", "control"), characteristics=[whole]),
                study(2, characteristics=[own]))
    )  # fmt: skip
    assert [cell.instead.near[0][1] for cell in row.cells[:2]] == [(Differs.ARMS,), (Differs.ARMS,)]
    assert row.cells[2].rows == (own,)
    assert row.studies == 1


def test_harm_aligns_on_grades_and_unit_never_over_them():
    in_courses = event(20, denominator_unit="courses", at_risk=333)
    rows = events(columns(study(1, adverse_events=[event(10)]), study(2, adverse_events=[in_courses])))
    assert [len([cell for cell in row.cells if cell.rows]) for row in rows] == [1, 1]
    assert rows[0].varies == {Differs.UNIT}
    any_grade = [event(10, grade_from=1, grade_to=5), event(20, grade_from=None, grade_to=None, grade_text="any")]
    (row,) = events(columns(study(1, adverse_events=any_grade[:1]), study(2, adverse_events=any_grade[1:])))
    assert all(cell.rows for cell in row.cells)


def test_what_is_mixed_is_named_with_its_studies():
    cll, aml = Disease(pk=1, name="CLL"), Disease(pk=2, name="AML")
    salvage = Setting(pk=1, name="first salvage")
    one = study(
        1,
        outcomes=[outcome(10, criteria=IWG)],
        study_diseases=[StudyDisease(disease=cll)],
        study_settings=[StudySetting(setting=salvage)],
    )
    two = study(2, outcomes=[outcome(20, denominator_unit="courses")], study_diseases=[StudyDisease(disease=aml)])
    sides = columns(one, two)
    found = {mix.what: [names for names, _ in mix.values] for mix in mixtures(sides, outcomes(sides))}
    assert found == {
        Mixed.DISEASE: [("CLL",), ("AML",)],
        Mixed.SETTING: [("first salvage",), ("not stated",)],
        Mixed.CRITERIA: [("IWG 2003",), ("not stated",)],
        Mixed.UNIT: [("patients",), ("courses",)],
    }


def test_units_of_what_only_one_study_gives_are_no_mixture():
    other = Endpoint(slug="marrow-blasts", kind="proportion", domain="correlative")
    sides = columns(study(1, outcomes=[outcome(10)]), study(2, outcomes=[outcome(20, other, denominator_unit="cells")]))
    assert mixtures(sides, outcomes(sides)) == ()
