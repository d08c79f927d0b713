"""What an answer costs against how many studies there are, as a drawing for docs/performance.md.

python3 -m tests.benchmarks.plot     docs/pictures/cost-sqlite.svg, from the figures that the last run kept
"""

import json
import math
from pathlib import Path

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 760, 420, 60, 20, 230, 50
SHOWN = ("text and filters", "broad text", "a disease with those below it", "mix", "page 500", "study, ready-made",
         "suggestions", "not changed (304)")  # fmt: skip
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#444444", "#8a1c2b")


def keep(results: Path, engine: str, size: int, found: dict[str, float]) -> None:
    """Adds the figures of one run, ratios to hello, to those kept."""
    kept = json.loads(results.read_text()) if results.exists() else {}
    kept.setdefault(engine, {})[str(size)] = found
    results.write_text(json.dumps(kept, indent=1, sort_keys=True))


def drawn(kept: dict[str, dict[str, float]], title: str) -> str:
    """One engine's ratios by size, both axes logarithmic."""
    sizes = sorted(map(int, kept))
    names = [name for name in SHOWN if name in kept[str(sizes[-1])]]
    most = max(value for found in kept.values() for name, value in found.items() if name in SHOWN)
    low, high = math.log10(0.5), math.log10(most * 1.3)
    first, last = math.log10(sizes[0]), max(math.log10(sizes[-1]), math.log10(sizes[0]) + 1)

    def x(size: int) -> float:
        return LEFT + (math.log10(size) - first) / (last - first) * (WIDTH - LEFT - RIGHT)

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (math.log10(value) - low) / (high - low) * (HEIGHT - TOP - BOTTOM)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-label="{title}">',
        f"<title>{title}</title><rect width='{WIDTH}' height='{HEIGHT}' fill='white'/>",
        '<g font-family="sans-serif" font-size="12">',
    ]
    for value in (1, 2, 5, 10, 20, 50, 100):
        if low <= math.log10(value) <= high:
            at = y(value)
            parts.append(f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{at:.1f}" y2="{at:.1f}" stroke="#ddd"/>')
            parts.append(f'<text x="{LEFT - 6}" y="{at + 4:.1f}" text-anchor="end">{value} ×</text>')
    below = HEIGHT - BOTTOM + 18
    parts += [f'<text x="{x(size):.1f}" y="{below}" text-anchor="middle">{size:,}</text>' for size in sizes]
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 12}" text-anchor="middle">studies</text>')
    ends = sorted(names, key=lambda name: -kept[str(sizes[-1])][name])
    for place, name in enumerate(ends):
        colour = COLOURS[place % len(COLOURS)]
        points = [(x(size), y(kept[str(size)][name])) for size in sizes if name in kept[str(size)]]
        line = " ".join(f"{across:.1f},{down:.1f}" for across, down in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{across:.1f}" cy="{down:.1f}" r="3" fill="{colour}"/>' for across, down in points]
        said = TOP + 14 + place * 17
        parts.append(f'<text x="{WIDTH - RIGHT + 20}" y="{said}" fill="{colour}">{name}</text>')
    return "\n".join([*parts, "</g></svg>", ""])


if __name__ == "__main__":
    root = Path(__file__).parent.parent.parent
    results = json.loads((root / ".local" / "bench" / "results.json").read_text())
    picture = drawn(results["sqlite"], "Cost against the number of studies, × hello, SQLite")
    (root / "docs" / "pictures" / "cost-sqlite.svg").write_text(picture)
