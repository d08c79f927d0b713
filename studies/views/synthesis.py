"""The synthesis page and its files: what some studies say together, or why they may not be read together."""

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from studies.evidence import Aspect, mixes
from studies.evidence.comparability import BLOCKING, NOT_STATED
from studies.exchange.synthesis_files import r_script, synthesis_csv, synthesis_json
from studies.rendering.forest_figure import forest_png, forest_svg
from studies.search import Snapshot, check_version, consistently
from studies.statistics import Estimator, Pooled, Scale

from .asked import ASPECTS, TOGETHER, Asked, model_sentence
from .chips import chips_of
from .keeping import answered


@dataclass(frozen=True)
class MixedWarning:
    """Something mixed: what its values are, and the addresses of the ways on."""

    title: str
    values: tuple[tuple[str, tuple[str, ...]], ...]
    ways: tuple[tuple[str, str], ...]


def warnings_of(asked: Asked) -> list[MixedWarning]:
    """What blocks a pooled value, each with the reader's choices."""
    found = []
    for mix in asked.synthesis.blocked:
        name = ASPECTS[mix.aspect]
        ways = (
            (f"Pool each of the {len(mix.values)} apart", asked.address(by=mix.aspect)),
            (f"Pool across {name.lower()} all the same", asked.address(accept={str(mix.aspect)})),
        )
        found.append(MixedWarning(f"{name} are mixed", mix.values, ways))
    if asked.synthesis.overlapping:
        groups = tuple(
            (" and ".join(citation for citation in _citations(asked, group)), ())
            for group in asked.synthesis.evidence.overlaps
        )
        ways = (
            ("Keep the largest record of each", asked.address(once="on")),
            ("Pool them all the same", asked.address(accept={str(Aspect.OVERLAP)})),
        )
        found.append(MixedWarning("Some records have the same patients", groups, ways))
    return found


def chosen_of(asked: Asked) -> list[tuple[str, int, str]]:
    """What is mixed and was pooled all the same: its name, how many values, the address that takes it back."""
    if not asked.synthesis.model:
        return []
    accepted = asked.choices.accepted
    named = [
        (mix.aspect, len(mix.values)) for mix in mixes(asked.synthesis.results, BLOCKING) if mix.aspect in accepted
    ]
    if Aspect.OVERLAP in accepted and asked.synthesis.evidence.overlaps:
        named.append((Aspect.OVERLAP, len(asked.synthesis.evidence.overlaps)))
    return [(ASPECTS[aspect].lower(), count, asked.without("accept", str(aspect))) for aspect, count in named]


def _citations(asked: Asked, group) -> list[str]:
    names = {one.study.pk: one.citation for one in asked.synthesis.evidence.results}
    return [names[study.pk] for study in group]


@require_safe
def synthesis(request: HttpRequest) -> HttpResponse:
    """The forest plot of one endpoint over the studies of a list."""
    return answered(request, lambda snapshot: _page(request, snapshot))


def _page(request: HttpRequest, snapshot: Snapshot) -> HttpResponse:
    asked = Asked(request.GET, snapshot)
    found = asked.synthesis
    context = {
        "asked": asked,
        "form": asked.form,
        "endpoint": asked.endpoint,
        "notices": asked.notices,
        "chips": chips_of(asked.listing, asked.list_data),
        "count": len(asked.pks),
        "synthesis": found,
        "forest": asked.forest,
        "warnings": warnings_of(asked),
        "pooled": [stratum for stratum in found.strata if isinstance(stratum.pooled, Pooled)],
        "model": model_sentence(found) if found.model else "",
        "address": asked.address(),
        "together": asked.address(by=TOGETHER),
        "chosen": chosen_of(asked),
        "logits": found.model is not None and found.model.scale is Scale.LOGIT,
        "exact": found.model is not None and found.model.estimator is Estimator.BINOMIAL_NORMAL,
        "common": found.model is not None and found.model.estimator is Estimator.FIXED,
        "unstated": sum(one.labels[Aspect.CRITERIA] == NOT_STATED for one in found.results),
        "left_out": len({one.study.pk for one in found.evidence.excluded}),
        "differing": [
            (ASPECTS[mix.aspect], mix.values)
            for mix in mixes(found.results, (Aspect.SETTING, Aspect.ANALYSIS_SET))
            if mix.aspect is not found.by
        ],
        "endings": [one for one in FILES if one != "R" or asked.counted],
        "hidden": [(name, value) for name, values in asked.data.lists() for value in values
                   if name not in {"endpoint", "by", "method", "test", "controls", "page"} and value],
    }  # fmt: skip
    response = render(request, "synthesis.html", context)
    check_version(snapshot)
    return response


def _refused(asked: Asked) -> HttpResponse | None:
    if asked.notices:
        return HttpResponse("\n".join(asked.notices) + "\n", status=400, content_type="text/plain; charset=utf-8")
    return None


def _file(asked: Asked, kind: str, ending: str, make: Callable[[Asked], str | bytes]) -> HttpResponse:
    """A file of the page's synthesis; an address that could not be used whole is refused."""
    if no := _refused(asked):
        return no
    if ending == "R" and not asked.counted:
        said = f"{asked.endpoint.name} is not pooled: there is no script that would repeat a pooled value.\n"
        return HttpResponse(said, status=400, content_type="text/plain; charset=utf-8")
    response = HttpResponse(make(asked), content_type=kind)
    name = f"hemakb-{asked.endpoint.slug}-{timezone.now().date().isoformat()}.{ending}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_safe
def synthesis_file(request: HttpRequest, ending: str) -> HttpResponse:
    """The synthesis as CSV, JSON, SVG, PNG or R script."""
    kind, make = FILES[ending]

    def answer(snapshot: Snapshot) -> HttpResponse:
        response = _file(Asked(request.GET, snapshot), kind, ending, make)
        check_version(snapshot)
        return response

    return consistently(answer)


FILES: dict[str, tuple[str, Callable[[Asked], str | bytes]]] = {
    "csv": ("text/csv; charset=utf-8", lambda asked: synthesis_csv(asked.synthesis, counted=asked.counted)),
    "json": (
        "application/json; charset=utf-8",
        lambda asked: synthesis_json(asked.endpoint, asked.synthesis, asked.address(), counted=asked.counted),
    ),
    "svg": ("image/svg+xml", lambda asked: forest_svg(asked.forest, asked.footer)),
    "png": ("image/png", lambda asked: forest_png(asked.forest, asked.footer)),
    "R": ("text/plain; charset=utf-8", lambda asked: r_script(asked.endpoint, asked.synthesis, asked.address())),
}
