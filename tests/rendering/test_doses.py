"""Doses in words and as a grid."""

from decimal import Decimal

import pytest

from studies.models import Agent, DoseStep, Regimen, Schedule, ScheduleComponent, Study
from studies.rendering.doses import component_text, cycle_text, days_of, dose_grid

AZACITIDINE, LENALIDOMIDE = Agent(name="Azacitidine"), Agent(name="Lenalidomide")


@pytest.mark.parametrize(
    ("days", "found"), [("1-7", [1, 2, 3, 4, 5, 6, 7]), ("1-3,8", [1, 2, 3, 8]), ("5", [5]), ("", [])]
)
def test_days_are_read_as_they_are_written(days, found):
    assert days_of(days) == found


def test_a_component_is_told_with_dose_route_and_days():
    one = ScheduleComponent(
        agent=AZACITIDINE,
        dose_from=Decimal(75),
        dose_unit="mg/m2",
        route="sc",
        days="1-7",
        frequency="daily",
    )
    assert component_text(one) == "Azacitidine 75 mg/m² subcutaneously, daily, days 1–7"


def test_a_dose_that_is_not_reported_is_said_to_be():
    assert component_text(ScheduleComponent(agent=AZACITIDINE, dose_state="not_reported")) == (
        "Azacitidine dose not reported"
    )


def test_a_cycle_has_its_length_its_number_and_its_end():
    schedule = Schedule(cycle_from=21, cycle_to=56, max_cycles=8, until="Progression")
    assert cycle_text(schedule) == "cycles of 21–56 days, at most 8 cycles; treated until progression"


def test_the_first_day_of_a_dose_that_rises_is_its_lowest():
    one = ScheduleComponent(
        pk=1, agent=LENALIDOMIDE, dose_from=Decimal(10), dose_to=Decimal(25), dose_unit="mg", days="1-28"
    )
    step = DoseStep(component_id=1, kind="escalation", dose=Decimal(5), dose_unit="mg")
    grid = dose_grid(
        Schedule(study=Study(slug="made-up"), regimen=Regimen(name="Lenalidomide"), cycle_from=28), [one], [step], None
    )
    assert grid.day_one == "Lenalidomide 10 mg"
    assert grid.rows[0].escalates
    assert sum(grid.rows[0].days) == grid.length == 28
