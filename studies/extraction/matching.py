"""Rows of two readings of one study, matched by meaning and not by key.

The reader who calls an arm "aza" and the one who calls it "all-patients" mean one arm.
"""

import re

# Section -> (fields that must be equal, {field: weight} that say which of several rows is meant).
IDENTITY: dict[str, tuple[tuple[str, ...], dict[str, float]]] = {
    "registrations": (("registry",), {"identifier": 1}),
    "study_reports": (("report",), {}),
    "facts": (("field",), {}),
    "study_diseases": (("disease",), {}),
    "study_settings": (("setting",), {}),
    "study_endpoints": (("endpoint",), {}),
    "links": (("other",), {}),
    "schedules": (("regimen",), {"label": 1, "position": 1}),
    "components": (("agent",), {"schedule": 2}),
    "dose_steps": ((), {"component": 2, "dose": 2, "kind": 1}),
    "arms": (("role",), {"label": 1}),
    "arm_schedules": ((), {"schedule": 2, "arm": 1}),
    "subgroups": ((), {"variable": 1, "level": 2, "n": 1}),
    "therapies": (("kind",), {"agents": 2, "description": 1, "exposure": 1}),
    "characteristics": ((), {"what": 4, "estimate": 1, "text": 1, "as_reported": 1}),
    "outcomes": (
        ("endpoint",),
        {"subgroup": 3, "category": 1, "estimate": 2, "events": 1, "statistic": 1, "time_point": 1, "timing": 1},
    ),
    "comparisons": ((), {"pair": 3, "p_value": 2, "adjusted_for": 1}),
    "adverse_events": (
        ("term",),
        {"subgroup": 2, "grade_from": 2, "grade_to": 1, "denominator_unit": 2, "grade_text": 1, "affected": 1},
    ),
    "patient_events": ((), {"event": 2, "as_reported": 2, "place": 1}),
    "discrepancies": ((), {"figures": 4, "statement": 1}),
    "discrepancy_figures": (("discrepancy",), {"as_reported": 2, "place": 2}),
}
HEAD = "the study itself"
ENOUGH = 0.45  # of the weights: below it two rows are two
REFERENCES = {
    "schedule": "schedules", "component": "components", "arm": "arms", "subgroup": "subgroups", "parent": "subgroups",
    "outcome": "outcomes", "reference": "outcomes", "discrepancy": "discrepancies", "fact": "facts",
    "dose_step": "dose_steps", "therapy": "therapies", "characteristic": "characteristics",
    "comparison": "comparisons", "adverse_event": "adverse_events", "patient_event": "patient_events",
}  # fmt: skip
DEFAULTS = {
    "exclusive": True, "complete": False, "measure": "none", "combination": "together", "role": "combined",
    "language": "en",
}  # fmt: skip
SOURCES = {"place", "as_reported", "also_at", "computed"}
WORDS = {
    "note", "statement", "reason", "used", "title", "summary", "conclusion", "label", "condition", "definition",
    "description", "variable", "level", "category", "text", "timing", "event", "cause", "patient", "frequency",
    "grade_text", "term_as_reported", "adjusted_for", "test", "until", "stopped_because", "extraction_note",
}  # fmt: skip
NOT_COMPARED = {"key", "position", "reports", "slug", "report", "extraction", "figures"}


def filled(row: dict, name: str):
    """A field's value; None where it is blank or goes without saying."""
    value = row.get(name)
    return None if value in ("", [], {}, None) or DEFAULTS.get(name) == value else value


def comparable(name: str, value):
    """One spelling for one meaning: which places, which computed fields; lists without their order."""
    if name == "as_reported" and value:
        return " | ".join(part.strip() for part in re.split(r"[|…]", value))
    if name == "also_at" and value:
        return sorted(entry["place"] for entry in value)
    if name == "computed" and value:
        return sorted(value)
    return sorted(value) if isinstance(value, list) else value


def likeness(one, other) -> float:
    """1 for equal, 0 for nothing in common; texts by the words they share."""
    if one is None and other is None:
        return 1.0
    if one is None or other is None:
        return 0.0
    if isinstance(one, str) and isinstance(other, str) and one != other:
        words, others = (set(re.findall(r"[^\W_]+", text.lower())) for text in (one, other))
        return 2 * len(words & others) / (len(words) + len(others)) if words or others else 0.0
    return float(one == other)


def same(name: str, one, other) -> bool:
    """Whether two readers say the same of a field."""
    if name == "place" and one and other:
        return one.startswith(other) or other.startswith(one)
    if name == "also_at" and one and other and len(one) == len(other):
        return all(same("place", *places) for places in zip(one, other, strict=True))
    return one == other


def score(section: str, a: dict, b: dict) -> float:
    """How surely two rows mean the same, 0 to 1; 0 if what must be equal is not."""
    required, weights = IDENTITY[section]
    if any(filled(a, name) != filled(b, name) for name in required):
        return 0.0
    if not weights:
        return 1.0
    total = sum(weights.values())
    got = sum(weight * likeness(_identity(a, name), _identity(b, name)) for name, weight in weights.items())
    return (got + (total if required else 0)) / (total * (2 if required else 1))


def _identity(row: dict, name: str):
    if name == "pair":
        return sorted((row["outcome"], row["reference"]))
    if name == "what":
        return f"{row['variable']} {row.get('level', '')}"
    return comparable(name, filled(row, name))


def matched(section: str, a_rows: list[dict], b_rows: list[dict]) -> list[tuple[dict | None, dict | None]]:
    """Pairs of rows, the surest first; then those that only one reader has."""
    scores = [(score(section, a, b), i, j) for i, a in enumerate(a_rows) for j, b in enumerate(b_rows)]
    pairs: list[tuple[dict | None, dict | None]] = []
    used_a: set[int] = set()
    used_b: set[int] = set()
    for how_sure, i, j in sorted(scores, key=lambda entry: (-entry[0], entry[1], entry[2])):
        if how_sure >= ENOUGH and i not in used_a and j not in used_b:
            pairs.append((a_rows[i], b_rows[j]))
            used_a.add(i)
            used_b.add(j)
    pairs += [(row, None) for i, row in enumerate(a_rows) if i not in used_a]
    return pairs + [(None, row) for j, row in enumerate(b_rows) if j not in used_b]


def in_words_of(record: dict, base: dict) -> dict[str, list[tuple[dict | None, dict | None]]]:
    """Section -> pairs of base's and record's rows; what a row points at is renamed to base's keys."""
    renamed: dict[str, dict[str, str]] = {}
    pairs = {}
    record, base = with_figures(record), with_figures(base)
    for section in IDENTITY:
        rows = []
        for row in record.get(section, []):
            names = {
                name: renamed.get(REFERENCES[name], {}).get(value, value)
                for name, value in row.items()
                if name in REFERENCES and isinstance(value, str)
            }
            rows.append(row | names)
        pairs[section] = matched(section, base.get(section, []), rows)
        renamed[section] = {b["key"]: a["key"] for a, b in pairs[section] if a and b}
    return pairs


def with_figures(record: dict) -> dict:
    """The record with each discrepancy's printed figures beside its statement: they tell best which it is."""
    printed: dict[str, list[str]] = {}
    for row in record.get("discrepancy_figures", []):
        printed.setdefault(row["discrepancy"], []).append(row["as_reported"])
    rows = [row | {"figures": " ".join(printed.get(row["key"], []))} for row in record.get("discrepancies", [])]
    return record | {"discrepancies": rows}
