"""The whole forest plot as one picture: SVG with its texts, and PNG of the same shapes."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from PIL import Image, ImageDraw, ImageFont

from .forest import Forest, Kind, Row

WIDTH = 1100
LINE = 26
TOP = 70
PLOT_LEFT, PLOT_RIGHT = 520, 830
NAME, COUNTS, VALUE, WEIGHT = 16, 430, 850, 1084
NAMES_FIT = 52  # characters of a name beside the counts
INK, SOFT, BAR, PAPER = "#16222b", "#4f5f6b", "#0072b2", "#ffffff"
SIZE = 13
SCALE = 2  # pixels of the PNG to a unit of the SVG
# The font that comes with Pillow has no dashes and no narrow space.
PLAIN = str.maketrans({"–": "-", "−": "-", "\u202f": " ", "\u00a0": " ", "’": "'", "…": "..."})


@dataclass(frozen=True)
class Text:
    """Words at a point; ``anchor`` is start, middle or end."""

    x: float
    y: float
    words: str
    anchor: str = "start"
    bold: bool = False
    soft: bool = False


@dataclass(frozen=True)
class Line:
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 1.0
    dashed: bool = False
    soft: bool = False


@dataclass(frozen=True)
class Polygon:
    """A filled shape: the square of a result, the diamond of a pooled value."""

    points: tuple[tuple[float, float], ...]


Shape = Text | Line | Polygon


def height_of(forest: Forest) -> int:
    return TOP + LINE * len(forest.rows) + 60


def shapes(forest: Forest, footer: str) -> Iterator[Shape]:
    """Everything that is drawn, in order: heads, rows, axis, footer."""
    yield Text(NAME, 26, forest.title, bold=True)
    heads: list[tuple[float, str, str]] = [(NAME, "Result", "start"), (VALUE, "Value [95 % interval]", "start")]
    heads += [(COUNTS, "Events / total", "middle"), (WEIGHT, "Weight", "end")] if forest.counted else []
    for x, words, anchor in heads:
        yield Text(x, 54, words, anchor, soft=True)
    for index, row in enumerate(forest.rows):
        yield from _row(row, TOP + LINE * index)
    bottom = TOP + LINE * len(forest.rows)
    yield Line(PLOT_LEFT, bottom, PLOT_RIGHT, bottom, soft=True)
    for share, label in forest.axis.ticks:
        x = _x(share)
        yield Line(x, bottom, x, bottom + 5, soft=True)
        yield Text(x, bottom + 19, f"{label} {forest.axis.unit}" if share == 1 else label, "middle", soft=True)
    yield Text(NAME, bottom + 44, footer, soft=True)


def _x(share: float) -> float:
    return PLOT_LEFT + share * (PLOT_RIGHT - PLOT_LEFT)


def _row(row: Row, top: float) -> Iterator[Shape]:
    base, middle = top + 17, top + 13
    strong = row.kind in {Kind.STRATUM, Kind.POOLED}
    name = row.name if len(row.name) <= NAMES_FIT else f"{row.name[: NAMES_FIT - 1]}…"
    yield Text(NAME, base, name, bold=strong)
    if row.total and row.events:
        yield Text(COUNTS, base, f"{row.events} / {row.total}", "middle")
    yield Text(VALUE, base, " ".join(filter(None, (row.value, row.bounds))), bold=row.kind is Kind.POOLED)
    if row.weight:
        yield Text(WEIGHT, base, row.weight, "end")
    mark = row.mark
    if mark is None:
        return
    if row.kind is Kind.POOLED and mark.lower is not None and mark.upper is not None:
        yield Polygon(
            (
                (_x(mark.lower), middle),
                (_x(mark.middle), middle - 7),
                (_x(mark.upper), middle),
                (_x(mark.middle), middle + 7),
            )
        )
        return
    if mark.lower is not None and mark.upper is not None:
        yield Line(_x(mark.lower), middle, _x(mark.upper), middle, 1.5, dashed=row.kind is Kind.PREDICTION)
    if row.kind is Kind.RESULT:
        half = max(1.5, 6 * mark.size)
        x = _x(mark.middle)
        yield Polygon(
            ((x - half, middle - half), (x + half, middle - half), (x + half, middle + half), (x - half, middle + half))
        )


def forest_svg(forest: Forest, footer: str) -> str:
    """A picture that stands alone: with a title and a description, and every number as text."""
    height = height_of(forest)
    drawn = "\n".join(_svg(shape) for shape in shapes(forest, footer))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-labelledby="title description" font-family="sans-serif" font-size="{SIZE}">\n'
        f'<title id="title">{escape(forest.title)}</title>\n'
        f'<desc id="description">{escape(forest.description)}</desc>\n'
        f'<rect width="{WIDTH}" height="{height}" fill="{PAPER}" />\n{drawn}\n</svg>\n'
    )


def _svg(shape: Shape) -> str:
    if isinstance(shape, Text):
        weight = ' font-weight="bold"' if shape.bold else ""
        return (
            f'<text x="{shape.x:.1f}" y="{shape.y:.1f}" text-anchor={quoteattr(shape.anchor)}{weight} '
            f'fill="{SOFT if shape.soft else INK}">{escape(shape.words)}</text>'
        )
    if isinstance(shape, Line):
        dashes = ' stroke-dasharray="5 4"' if shape.dashed else ""
        return (
            f'<line x1="{shape.x1:.1f}" y1="{shape.y1:.1f}" x2="{shape.x2:.1f}" y2="{shape.y2:.1f}" '
            f'stroke="{SOFT if shape.soft else BAR}" stroke-width="{shape.width:g}"{dashes} />'
        )
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in shape.points)
    return f'<polygon points="{points}" fill="{BAR}" />'


def forest_png(forest: Forest, footer: str) -> bytes:
    """The same picture in pixels, twice as fine."""
    image = Image.new("RGB", (WIDTH * SCALE, height_of(forest) * SCALE), PAPER)
    draw = ImageDraw.Draw(image)
    font = ImageFont.load_default(SIZE * SCALE)
    for shape in shapes(forest, footer):
        _png(draw, shape, font)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _png(draw: ImageDraw.ImageDraw, shape: Shape, font) -> None:
    if isinstance(shape, Text):
        anchor = {"start": "ls", "middle": "ms", "end": "rs"}[shape.anchor]
        at = (shape.x * SCALE, shape.y * SCALE)
        draw.text(at, shape.words.translate(PLAIN), fill=SOFT if shape.soft else INK, font=font, anchor=anchor,
                  stroke_width=0.4 if shape.bold else 0, stroke_fill=INK)  # fmt: skip
    elif isinstance(shape, Line):
        ends = [(shape.x1 * SCALE, shape.y1 * SCALE), (shape.x2 * SCALE, shape.y2 * SCALE)]
        colour, width = SOFT if shape.soft else BAR, max(1, round(shape.width * SCALE))
        for piece in _dashes(ends[0], ends[1]) if shape.dashed else [ends]:
            draw.line(list(piece), fill=colour, width=width)
    else:
        draw.polygon([(x * SCALE, y * SCALE) for x, y in shape.points], fill=BAR)


def _dashes(start: tuple[float, float], end: tuple[float, float], dash: float = 10, gap: float = 8):
    """A level line in pieces."""
    x = start[0]
    while x < end[0]:
        yield (x, start[1]), (min(x + dash, end[0]), start[1])
        x += dash + gap
