"""Pooling against R: tests/reference/pooling_from_R.csv holds the figures and the calls that made them.

Of its 454 rows 75 are met and 56 must be refused; ``scope`` says why the rest is not compared.
"""

import csv
from collections import Counter
from pathlib import Path

import pytest

from studies.statistics import Bounds, Estimator, Model, Pooled, Reason, Refusal, Scale, clopper_pearson, pool

REFERENCE = Path(__file__).parent.parent / "reference" / "pooling_from_R.csv"
ROWS = list(csv.DictReader(REFERENCE.read_text().splitlines()))

MET, REFUSED = "met", "refused"
REFUSALS = {
    "D_all_zero": Reason.NO_EVENT,
    "F_two_studies": Reason.TWO_STUDIES,
    "G_single_study": Reason.ONE_STUDY,
}


def scope(row):
    """What is done with a row, or the reason why nothing is."""
    by_counts = "glmm" in row["model"].lower()
    if row["measure"] == "PAS":
        return "arcsine: not offered"
    if row["method"] == "ML" and not by_counts:
        return "maximum likelihood by inverse variance: not offered"
    if row["method"] in ("PM", "REML") and row["control"] != "tight":
        return "R stops early without tight control: I² is off by up to three points"
    return REFUSED if row["dataset"] in REFUSALS else MET


def model_of(row):
    by_counts = "glmm" in row["model"].lower()
    return Model(
        scale=Scale(row["measure"]),
        estimator=Estimator.BINOMIAL_NORMAL if by_counts else Estimator(row["method"]),
        bounds=Bounds(row["test"]),
        points=1 if row["model"] == "rma.glmm_nAGQ1" else 7,
    )


def counts_of(row):
    return list(zip(map(int, row["xi"].split()), map(int, row["ni"].split()), strict=True))


def rows(model, *, wanted=MET):
    chosen = [row for row in ROWS if scope(row) == wanted and row["model"].startswith(model)]
    return [pytest.param(row, id="-".join((row["dataset"][0], *row["r_call"].split(", ")[-3:]))) for row in chosen]


def bounds(name, interval):
    return {} if interval is None else {f"{name}_lb": interval.lower, f"{name}_ub": interval.upper}


def figures_of(pooled):
    """A result under the names of the file's columns."""
    found, here = pooled.heterogeneity, pooled.on_scale
    return {
        "mu": here.value,
        "se": here.standard_error,
        "mu_lb": here.lower,
        "mu_ub": here.upper,
        "est": pooled.estimate,
        "tau2": found.tau2,
        "I2": found.i2,
        "I2_fromQ": found.i2_from_q,
        "H2": found.h2,
        "Q": found.q,
        "Q_df": found.df,
        "Q_p": found.p,
        **bounds("ci", pooled.interval),
        **bounds("pi", pooled.prediction),
        **bounds("pi_hts", pooled.prediction_hts),
    }


def off(row, tolerances, *, but=()):
    """The columns in which our figure is farther from R's than the tolerance, with both."""
    pooled = pool(counts_of(row), model_of(row))
    assert isinstance(pooled, Pooled)
    ours = figures_of(pooled)
    given = [name for name in ours.keys() - set(but) if row[name]]
    assert {"mu", "est", "ci_lb", "ci_ub"} <= {*given, *but}
    limits = {name: tolerances.get(name, tolerances[""]) for name in given}
    return {name: (row[name], ours[name]) for name in given if not abs(float(row[name]) - ours[name]) <= limits[name]}


def test_every_row_is_met_refused_or_left_out_for_a_reason():
    assert Counter(map(scope, ROWS)) == {
        MET: 75,
        REFUSED: 56,
        "arcsine: not offered": 143,
        "maximum likelihood by inverse variance: not offered": 80,
        "R stops early without tight control: I² is off by up to three points": 100,
    }


def test_the_rows_met_are_every_dataset_by_every_choice():
    met = Counter((row["dataset"][0], row["model"], row["measure"]) for row in ROWS if scope(row) == MET)
    assert met == {
        (dataset, model, measure): number
        for dataset in "ACH"
        for model, measure, number in (
            ("rma", "PLO", 10),  # EE with z; DL, REML and PM each with z, knha and adhoc
            ("rma", "PFT", 10),
            ("rma.glmm_nAGQ7", "PLO", 2),
            ("rma.glmm_nAGQ1", "PLO", 2),
            ("metaprop_GLMM", "PLO", 1),
        )
    }


@pytest.mark.parametrize("row", [case for case in rows("rma") if case.values[0]["model"] == "rma"])
def test_inverse_variance_is_that_of_metafor(row):
    assert off(row, {"": 1e-6, "I2": 1e-4, "I2_fromQ": 1e-4}) == {}


@pytest.mark.parametrize("row", [case for case in rows("rma") if case.values[0]["tau2_lb"]])
def test_the_interval_of_tau2_is_that_of_metafor(row):
    """To 1e-4: R's root finder stops there by default."""
    pooled = pool(counts_of(row), model_of(row))
    expected = (float(row["tau2_lb"]), float(row["tau2_ub"]))
    assert pooled.heterogeneity.tau2_interval == pytest.approx(expected, abs=1e-4)


@pytest.mark.parametrize("row", rows("rma.glmm_nAGQ7"))
def test_the_binomial_normal_model_is_that_of_metafor(row):
    assert off(row, {"": 1e-4}) == {}


@pytest.mark.parametrize("row", rows("metaprop_GLMM"))
def test_the_binomial_normal_model_is_that_of_meta(row):
    """But for Q: meta gives a Wald test, which leaves out the studies without event; ours is a likelihood ratio."""
    assert off(row, {"": 1e-4}, but=("Q", "Q_p")) == {}


SECOND_DIFFERENCES = ("se", "mu_lb", "mu_ub", "ci_lb", "ci_ub", "pi_lb", "pi_ub", "pi_hts_lb", "pi_hts_ub", "I2", "H2")


@pytest.mark.parametrize("row", rows("rma.glmm_nAGQ1"))
def test_laplaces_approximation_is_that_of_metafor(row):
    """Value and τ² to 1e-4; what rests on the standard error to 1e-3 (2e-3 in logits) and I² to 4e-3.

    R's standard error comes from differences of a likelihood whose Laplace term lags one step behind its own search for
    the modes; letting ours lag moves it by more than the 0.0007 at issue. With 7 points, the default, the gap is gone.
    """
    assert off(row, {"": 1e-4}, but=SECOND_DIFFERENCES) == {}
    assert off(row, {"": 1e-3, "mu_lb": 2.1e-3, "mu_ub": 2.1e-3, "I2": 4e-3}) == {}


@pytest.mark.parametrize("row", rows("", wanted=REFUSED))
def test_where_r_pools_one_two_or_empty_studies_we_refuse(row):
    counts = counts_of(row)
    answer = pool(counts, model_of(row))
    assert isinstance(answer, Refusal)
    assert answer.reason is REFUSALS[row["dataset"]]
    assert answer.intervals == tuple(clopper_pearson(*count) for count in counts)
