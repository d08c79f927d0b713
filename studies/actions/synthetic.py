"""Fills a database with made-up studies, to see how the software does with many. Never beside curated ones unasked."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import models, transaction

from studies.choices import EndpointKind, Extraction, State
from studies.models import (
    AdverseEvent,
    AdverseEventTerm,
    Agent,
    Arm,
    ArmSchedule,
    Disease,
    Endpoint,
    Outcome,
    Regimen,
    Registration,
    Report,
    Schedule,
    ScheduleComponent,
    Setting,
    Study,
    StudyDisease,
    StudyFact,
    StudyReport,
    StudySetting,
    Subgroup,
)

from .invention import NOTE, PREFIX, Inventor
from .refusals import Refused, named

AT_ONCE = 500
PLACE = "made up"
RESPONSE, COMPLETE, SURVIVAL = "overall-response", "complete-remission", "overall-survival"
Progress = Callable[[int, int], None]


def generate_studies(
    *, count: int, seed: int, by: str, beside_curated: bool = False, progress: Progress | None = None
) -> None:
    """Adds so many made-up studies, published, plainly marked. The index is not told: rebuild it afterwards.

    Raises Refused where the database holds curated studies (unless ``beside_curated``), lacks the shared terms, or
    holds studies of this generator already.
    """
    by = named(by)
    refuse_beside_others(beside_curated=beside_curated)
    inventor = Inventor(seed, _terms())
    agents = _agents_of()
    shared = {slug: Endpoint.objects.get(slug=slug) for slug in (RESPONSE, COMPLETE, SURVIVAL)}
    plans = (inventor.study(number) for number in range(1, count + 1))
    done = 0
    while some := list(islice(plans, AT_ONCE)):
        with transaction.atomic():
            _insert(some, agents, shared, by)
        done += len(some)
        if progress:
            progress(done, count)


def refuse_beside_others(*, beside_curated: bool) -> None:
    """Raises Refused where made-up studies have no place: beside others of them, or unasked beside curated ones."""
    if Study.objects.filter(slug__startswith=PREFIX).exists():
        raise Refused("The database holds synthetic studies already.")
    if not beside_curated and Study.objects.exists():
        raise Refused("The database holds curated studies: synthetic ones beside them would be taken for evidence.")


def _terms() -> dict[str, Sequence[Any]]:
    """What studies are made up of. Raises Refused where the shared terms were not loaded."""
    leaves: dict[str, Any] = {"disease": Disease, "setting": Setting}
    found: dict[str, Sequence[Any]] = {
        name: list(model._default_manager.filter(children__isnull=True).order_by("slug"))
        for name, model in leaves.items()
    }
    found["regimen"] = list(Regimen.objects.filter(agents__isnull=False).distinct().order_by("slug"))
    proportions = Endpoint.objects.filter(kind=EndpointKind.PROPORTION).exclude(slug__in=(RESPONSE, COMPLETE))
    found["endpoint"] = list(proportions.order_by("position", "slug"))
    found["event"] = list(AdverseEventTerm.objects.order_by("slug"))
    if not all(found.values()) or not Endpoint.objects.filter(slug=SURVIVAL).exists():
        raise Refused("The shared terms are not loaded: there is nothing to make studies of.")
    return found


def _agents_of() -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    pairs = Agent.regimens.through.objects.order_by("regimen", "agent").values_list("regimen_id", "agent_id")
    for regimen, agent in pairs:
        found.setdefault(regimen, []).append(agent)
    return found


def _insert(plans: list[dict], agents: dict[int, list[int]], shared: dict[str, Endpoint], by: str) -> None:
    """Some studies with all their rows, many rows a statement."""
    reports = Report.objects.bulk_create(
        Report(
            slug=plan["slug"], kind="article", title=plan["title"], authors=plan["authors"], year=plan["year"],
            journal="Journal of Synthetic Results",
        )
        for plan in plans
    )  # fmt: skip
    studies = Study.objects.bulk_create(
        Study(
            slug=plan["slug"], title=plan["title"], design=plan["design"], phase=plan["phase"], n_enrolled=plan["n"],
            summary=plan["summary"], state=State.PUBLISHED, version=1, created_by=by, saved_by=[by],
            published_at=plan["published_at"], extraction=Extraction.SYNTHETIC, extraction_note=NOTE,
        )
        for plan in plans
    )  # fmt: skip
    made = list(zip(plans, studies, reports, strict=True))
    _bulk(StudyReport, (_link(study, report) for _, study, report in made))
    facts = ("n_enrolled", "design", "phase")
    _bulk(
        StudyFact,
        (_fact(study, report, field) for _, study, report in made for field in facts if getattr(study, field)),
    )
    _bulk(Registration, (_registration(study, plan) for plan, study, _ in made if plan["registered"]))
    for model, name in ((StudyDisease, "diseases"), (StudySetting, "settings")):
        _bulk(model, (_about(model, study, report, term, plan) for plan, study, report in made for term in plan[name]))
    _insert_arms(made, agents, shared)


def _insert_arms(made: list[tuple], agents: dict[int, list[int]], shared: dict[str, Endpoint]) -> None:
    subgroups = _bulk(Subgroup, (Subgroup(**_row(study, report, "all"), variable="all") for _, study, report in made))
    given = [
        (study, report, subgroup, number, regimen, results)
        for (plan, study, report), subgroup in zip(made, subgroups, strict=True)
        for number, (regimen, results) in enumerate(zip(plan["regimens"], plan["arms"], strict=True))
    ]
    arms = _bulk(Arm, (_arm(*one) for one in given))
    schedules = _bulk(
        Schedule,
        (
            Schedule(**_row(study, report, f"schedule-{number}"), regimen=regimen, position=number + 1)
            for study, report, _, number, regimen, _ in given
        ),
    )
    whole = list(zip(given, arms, schedules, strict=True))
    _bulk(
        ArmSchedule,
        (
            ArmSchedule(
                **_row(one[0], one[1], f"given-{one[3]}", one[5]["n"]), arm=arm, schedule=schedule, n_given=one[5]["n"]
            )
            for one, arm, schedule in whole
        ),
    )
    _bulk(
        ScheduleComponent,
        (
            ScheduleComponent(
                **_row(one[0], one[1], f"agent-{one[3]}-{place}"), schedule=schedule, agent_id=agent, position=place,
                dose_state="not_reported",
            )
            for one, _, schedule in whole
            for place, agent in enumerate(agents[one[4].pk], start=1)
        ),
    )  # fmt: skip
    _bulk(Outcome, (row for one, arm, _ in whole for row in _outcomes(one, arm, shared)))
    _bulk(AdverseEvent, (row for one, arm, _ in whole for row in _events(one, arm)))


def _bulk(model: Any, rows: Iterator[models.Model]) -> list[Any]:
    return model._default_manager.bulk_create(rows)


def _row(study: Study, report: Report, key: str, printed: object = "") -> dict[str, Any]:
    """What every row with a figure has; ``printed`` is what would be printed of it."""
    return {"study": study, "report": report, "key": key, "place": PLACE, "as_reported": str(printed)}


def _fact(study: Study, report: Report, field: str) -> StudyFact:
    return StudyFact(**_row(study, report, field.replace("_", "-"), getattr(study, field)), field=field)


def _link(study: Study, report: Report) -> StudyReport:
    return StudyReport(study=study, key="report", report=report, role="primary", extent="citation", note=NOTE)


def _registration(study: Study, plan: dict) -> Registration:
    return Registration(study=study, key="registration", registry="other", identifier=f"SYN{plan['slug'][-7:]}")


def _about(model: Any, study: Study, report: Report, term: Any, plan: dict) -> models.Model:
    kind = "disease" if model is StudyDisease else "setting"
    only = len(plan[f"{kind}s"]) == 1
    size = {"n": plan["n"]} if only else {"n_state": "not_reported"}
    return model(**_row(study, report, term.slug, plan["n"] if only else ""), **{kind: term}, **size)


def _arm(study: Study, report: Report, _subgroup: Subgroup, number: int, regimen: Regimen, results: dict) -> Arm:
    several = results["n"] != study.n_enrolled
    role = "only" if not several else "control" if number else "experimental"
    label = f"{regimen.name}, arm {number + 1}"[:160] if several else regimen.name
    return Arm(
        **_row(study, report, f"arm-{number}", results["n"]),
        label=label,
        role=role,
        n_assigned=results["n"],
        position=number + 1,
    )


def _outcomes(one: tuple, arm: Arm, shared: dict[str, Endpoint]) -> Iterator[Outcome]:
    study, report, subgroup, number, _, results = one

    def row(key: str, endpoint: Endpoint, printed: str, **values: Any) -> Outcome:
        whose = {"arm": arm, "subgroup": subgroup, "endpoint": endpoint}
        return Outcome(**_row(study, report, f"{key}-{number}", printed), **whose, **values)

    def of_all(events: int) -> str:
        return f"{events} of {results['n']}"

    counted = {"total": results["n"], "denominator_unit": "patients"}
    yield row("response", shared[RESPONSE], of_all(results["responders"]), events=results["responders"], **counted)
    yield row(
        "complete", shared[COMPLETE], of_all(results["complete"]), events=results["complete"], position=2, **counted
    )
    if results["survival"] is not None:
        months = {"statistic": "median", "estimate": str(results["survival"]), "unit": "mo"}
        yield row("survival", shared[SURVIVAL], f"{results['survival']} months", position=3, **months)
    for place, endpoint in enumerate(results["endpoints"], start=4):
        yield row(
            endpoint.slug[:90],
            endpoint,
            of_all(results["complete"]),
            events=results["complete"],
            position=place,
            **counted,
        )


def _events(one: tuple, arm: Arm) -> Iterator[AdverseEvent]:
    study, report, subgroup, number, _, results = one
    for place, (term, affected) in enumerate(results["events"], start=1):
        printed = f"grade 3–4: {affected} of {results['n']}"
        yield AdverseEvent(
            **_row(study, report, f"{term.slug[:90]}-{number}", printed), arm=arm, subgroup=subgroup, term=term,
            term_as_reported=term.name[:200], scale="ctcae", grade_from=3, grade_to=4, affected=affected,
            at_risk=results["n"], denominator_unit="patients", position=place,
        )  # fmt: skip
