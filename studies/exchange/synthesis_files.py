"""A synthesis as files: the rows of the plot as CSV, the analysis as JSON, and an R script that repeats it."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from studies.evidence import Aspect, Stratum, Synthesis
from studies.models import Endpoint
from studies.statistics import BOUNDS_OF, Estimator, Pooled, Refusal, Scale, wilson

from .csv_text import csv_text

COLUMNS = (
    "row", "stratum", "study", "arm", "citation", "diseases", "regimen", "setting", "criteria", "analysis_set", "time",
    "events", "total", "value", "lower", "upper", "unit", "weight_percent", "note",
)  # fmt: skip


def synthesis_rows(synthesis: Synthesis, *, counted: bool) -> Iterator[dict[str, Any]]:
    """The rows of the plot in its order: results, then what was pooled of them, stratum by stratum.

    Proportions and their bounds are in percent with six decimals (Wilson's interval of a result, the model's of a
    pooled value); times as the source gives them.
    """
    for stratum in synthesis.strata:
        weights = stratum.pooled.weights if isinstance(stratum.pooled, Pooled) else None
        for index, one in enumerate(stratum.results):
            row: dict[str, Any] = {
                "row": "result", "stratum": stratum.name, "study": one.study.slug, "arm": one.arm.key,
                "citation": one.citation, "diseases": one.labels[Aspect.DISEASE],
                "regimen": one.labels[Aspect.REGIMEN], "setting": one.labels[Aspect.SETTING],
                "criteria": one.labels[Aspect.CRITERIA], "analysis_set": one.labels[Aspect.ANALYSIS_SET],
                "time": one.labels[Aspect.TIME],
            }  # fmt: skip
            if counted:
                events, total = one.counts
                interval = wilson(events, total)
                row |= {"events": events, "total": total, "value": _percent(events / total), "unit": "%",
                        "lower": _percent(interval.lower), "upper": _percent(interval.upper),
                        "weight_percent": round(weights[index], 6) if weights else None}  # fmt: skip
            else:
                printed = one.outcome
                known = printed.bounds_kind == "ci"
                row |= {"value": _plain(printed.estimate), "unit": printed.unit,
                        "note": printed.get_state_display() if printed.state else None,
                        "lower": _plain(printed.lower) if known else None,
                        "upper": _plain(printed.upper) if known else None}  # fmt: skip
            yield row
        yield from _pooled_rows(stratum)


def _pooled_rows(stratum: Stratum) -> Iterator[dict[str, Any]]:
    found = stratum.pooled
    if isinstance(found, Refusal):
        yield {"row": "not pooled", "stratum": stratum.name, "note": found.sentence}
    if isinstance(found, Pooled):
        yield {"row": "pooled", "stratum": stratum.name, "value": _percent(found.estimate), "unit": "%",
               "lower": _percent(found.interval.lower), "upper": _percent(found.interval.upper)}  # fmt: skip
        if found.prediction:
            yield {"row": "prediction", "stratum": stratum.name, "unit": "%",
                   "lower": _percent(found.prediction.lower), "upper": _percent(found.prediction.upper)}  # fmt: skip


def _percent(share: float) -> float:
    return round(share * 100, 6)


def _plain(value: Any) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def synthesis_csv(synthesis: Synthesis, *, counted: bool) -> str:
    """The plot's rows as CSV."""
    rows = [[row.get(name) for name in COLUMNS] for row in synthesis_rows(synthesis, counted=counted)]
    return csv_text(list(COLUMNS), rows)


def synthesis_json(endpoint: Endpoint, synthesis: Synthesis, query: str, *, counted: bool) -> str:
    """Everything that was asked, chosen, left out and found."""
    answer = {
        "endpoint": endpoint.slug,
        "query": query,
        "strata_by": synthesis.by,
        "blocked": [{"aspect": mix.aspect, "values": dict(mix.values)} for mix in synthesis.blocked],
        "same_patients": [[study.slug for study in group] for group in synthesis.evidence.overlaps],
        "model": _model(synthesis),
        "rows": list(synthesis_rows(synthesis, counted=counted)),
        "heterogeneity": {stratum.name: _heterogeneity(stratum) for stratum in synthesis.strata},
        "difference_between_strata": vars(synthesis.difference) if synthesis.difference else None,
        "left_out": [
            {"study": one.study.slug, "reason": one.reason, "sentence": one.sentence}
            for one in synthesis.evidence.excluded
        ],
    }
    return json.dumps(answer, ensure_ascii=False, indent=1, default=str) + "\n"


def _model(synthesis: Synthesis) -> Mapping[str, Any] | None:
    model = synthesis.model
    return {"scale": model.scale, "estimator": model.estimator, "interval": model.bounds} if model else None


def _heterogeneity(stratum: Stratum) -> Mapping[str, Any] | None:
    found = stratum.pooled
    return vars(found.heterogeneity) if isinstance(found, Pooled) else None


def r_script(endpoint: Endpoint, synthesis: Synthesis, query: str) -> str:
    """A script for R's metafor that gives each pooled value again, in percent."""
    lines = [
        f"# {endpoint.name}: pooled proportions, as shown by HemaKB",
        f"# Query: {query or 'all studies'}",
        "# Needs the package metafor (and lme4 for the binomial-normal model).",
        "library(metafor)",
        "d <- data.frame(",
        f"  study   = c({_texts(one.name for one in synthesis.results)}),",
        f"  stratum = c({_texts(stratum.name for stratum in synthesis.strata for _ in stratum.results)}),",
        f"  xi      = c({', '.join(str(one.counts[0]) for one in synthesis.results)}),",
        f"  ni      = c({', '.join(str(one.counts[1]) for one in synthesis.results)})",
        ")",
    ]
    for stratum in synthesis.strata:
        lines += _r_stratum(stratum)
    return "\n".join(lines) + "\n"


def _r_stratum(stratum: Stratum) -> list[str]:
    found = stratum.pooled
    name = json.dumps(stratum.name, ensure_ascii=False)
    if not isinstance(found, Pooled):
        why = found.sentence if isinstance(found, Refusal) else "Not pooled: the results differ in kind."
        return ["", f"# {stratum.name or 'All results'}. {why}"]
    model = found.model
    test = model.bounds
    if model.estimator is Estimator.BINOMIAL_NORMAL:
        fit = f'rma.glmm(measure = "PLO", xi = xi, ni = ni, data = s, nAGQ = {model.points}, test = "{test}")'
    else:
        tight = ", control = list(threshold = 1e-10, maxiter = 10000)" if model.estimator in BOUNDS_OF else ""
        tight = "" if model.estimator in {Estimator.FIXED, Estimator.DERSIMONIAN_LAIRD} else tight
        tight = (
            tight.replace("threshold = 1e-10", "tol = 1e-10") if model.estimator is Estimator.PAULE_MANDEL else tight
        )
        fit = (
            f'rma(measure = "{model.scale}", xi = xi, ni = ni, data = s, '
            f'method = "{model.estimator}", test = "{test}"{tight})'
        )
    back = "transf.ilogit" if model.scale is Scale.LOGIT else "transf.ipft.hm, targs = list(ni = s$ni)"
    return [
        "",
        f"s <- d[d$stratum == {name}, ]",
        f"fit <- {fit}",
        f"p <- predict(fit, transf = {back})",
        f'cat(sprintf("%s\\t%.4f\\t%.4f\\t%.4f\\n", {name}, 100 * p$pred, 100 * p$ci.lb, 100 * p$ci.ub))',
    ]


def _texts(values) -> str:
    return ", ".join(json.dumps(value, ensure_ascii=False) for value in values)
