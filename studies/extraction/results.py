"""The results on a sheet: outcomes, adverse events and the like, and what compares them."""

from decimal import ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from .placing import Placing

TIME_UNITS = {"d", "wk", "mo", "a"}
HUNDRED = 100
TOP_GRADE = 5


def counts_behind(percent: Decimal, total: int) -> list[int]:
    """Every whole count of a total that is printed as this percent, rounded half up or half to even."""
    unit = Decimal(1).scaleb(int(percent.as_tuple().exponent)) if percent.as_tuple().exponent else Decimal(1)
    near = int(percent * total / HUNDRED)
    found = []
    for count in range(max(0, near - 2 - total // HUNDRED), min(total, near + 3 + total // HUNDRED) + 1):
        exact = Decimal(count) * HUNDRED / total
        if any(exact.quantize(unit, rounding) == percent for rounding in (ROUND_HALF_UP, ROUND_HALF_EVEN)):
            found.append(count)
    return found


class Results(Placing):
    """Writes out the rows that carry results."""

    def only_arm(self, what: str) -> str:
        arms = [arm["key"] for arm in self.sheet.get("arms", [])]
        if len(arms) != 1:
            self.problems.append(f"{what}: say which arm.")
        return arms[0] if arms else ""

    def result(self, section: str, row: dict, position: int) -> dict:
        """An outcome, a characteristic, an adverse event, a therapy or a patient's event."""
        subject = next((row[name] for name in ("endpoint", "term", "variable", "kind", "event") if name in row), "row")
        what = f"{section} {position} ({subject})"
        given = dict(row)
        arm = given.pop("arm", None) or self.only_arm(what)
        group = given.pop("group", "all")
        if section == "adverse_events":
            given = self.adverse_event(given)
        if section == "patient_events":
            given["event"] = given.pop("description", given.get("event", ""))
            given.setdefault("patient", "the patient")
        placed = self.placed(given, what) | {"arm": arm, "position": position}
        if section in ("outcomes", "characteristics", "adverse_events"):
            placed["subgroup"] = group
        if section in ("outcomes", "characteristics", "therapies"):
            self.measured(placed, what)
        if section == "adverse_events":
            self.counted(placed, "affected", "at_risk", what)
        arms = len(self.sheet.get("arms", [])) > 1
        parts = [subject, placed.get("level"), *self.when(placed), placed.get("category"), placed.get("timing"),
                 *self.grades(placed), group if group != "all" else None, arm if arms else None]  # fmt: skip
        if section in ("patient_events", "therapies"):
            parts = [subject[:50] if section == "patient_events" else placed.get("description", "")[:50]]
        return {"key": self.key(section, *parts)} | placed

    @staticmethod
    def when(row: dict) -> list:
        return [row.get("time_point"), row.get("time_unit")] if row.get("time_point") else []

    @staticmethod
    def grades(row: dict) -> list:
        courses = "courses" if row.get("denominator_unit") == "courses" and "term" in row else None
        if "grade_from" in row:
            return [row["grade_from"], row["grade_to"], courses]
        return [row.get("grade_text"), courses]

    @staticmethod
    def adverse_event(given: dict) -> dict:
        given["term_as_reported"] = given.pop("word", given["term"].replace("-", " "))
        if "total" in given:
            given["at_risk"] = given.pop("total")
        if given.get("grade_from") and not given.get("grade_to"):
            given["grade_to"] = TOP_GRADE
            given["computed"] = given.get("computed", {}) | {
                "grade_to": f"{given['grade_from']} and above, to {TOP_GRADE}"
            }
        if given.get("grade_from"):
            given.setdefault("scale", "unspecified")
        given.setdefault("denominator_unit", "patients")
        return given

    def measured(self, row: dict, what: str) -> None:
        if "total" in row:
            row.setdefault("denominator_unit", "patients")
        if "estimate" in row and "statistic" not in row:
            row["statistic"] = "rate" if row.get("unit") == "%" else "median" if row.get("unit") in TIME_UNITS else ""
            if not row["statistic"]:
                self.problems.append(f"{what}: say what the estimate is (statistic).")
        self.counted(row, "events", "total", what)

    def counted(self, row: dict, count: str, total: str, what: str) -> None:
        """The count behind a percent, where exactly one whole number gives the percent as printed."""
        if "percent" not in row or total not in row or count in row or row.get("percent_operator"):
            return
        fitting = counts_behind(Decimal(str(row["percent"])), row[total])
        if not fitting:
            self.problems.append(f"{what}: no integer of {row[total]} gives {row['percent']} %: drop the total.")
        if len(fitting) == 1:
            row[count] = fitting[0]
            row["computed"] = row.get("computed", {}) | {count: f"{fitting[0]} / {row[total]} = {row['percent']} %"}

    def comparison(self, row: dict, position: int, outcomes: list[dict]) -> dict:
        given = dict(row)
        what = f"comparisons {position} ({given.get('endpoint')})"
        here = {name: given.pop(name, None) for name in ("arm", "group", "category")}
        there = {name: given.pop(f"against_{name}", None) or here[name] for name in here}
        time = {name: given.pop(name) for name in ("time_point", "time_unit") if name in given}
        endpoint = given.pop("endpoint")
        placed = self.placed(given, what)
        both = [self.outcome_of(endpoint, side, time, placed, outcomes, what) for side in (here, there)]
        if both[0] == both[1]:
            self.problems.append(f"{what}: both sides are the same result: give against_arm or against_group.")
        if "p_value" not in placed:
            placed.setdefault("p_state", "not_reported")
        if "estimate" in placed and "measure" not in placed:
            self.problems.append(f"{what}: say which measure.")
        key = self.key("comparisons", both[0], "vs", there["group"] or there["arm"] or there["category"])
        return {"key": key, "outcome": both[0], "reference": both[1], "position": position} | placed

    def outcome_of(self, endpoint: str, side: dict, time: dict, placed: dict, outcomes: list[dict], what: str) -> str:
        """The row of one side; one that has no figure of its own is made, and says so."""
        arm, group = side["arm"] or self.only_arm(what), side["group"] or "all"
        found = [
            one for one in outcomes
            if (one["endpoint"], one["arm"], one["subgroup"]) == (endpoint, arm, group)
            and (not side["category"] or one.get("category") == side["category"])
            and (not time or str(one.get("time_point")) == str(time.get("time_point")))
        ]  # fmt: skip
        if found:
            return found[0]["key"]
        arms = len(self.sheet.get("arms", [])) > 1
        key = self.key("outcomes", endpoint, *self.when(time), side["category"], group if group != "all" else None,
                       arm if arms else None)  # fmt: skip
        row = {"key": key, "arm": arm, "subgroup": group, "endpoint": endpoint, "state": "not_reported",
               "report": self.slug, "place": placed["place"], "position": len(outcomes) + 1, **time}  # fmt: skip
        if side["category"]:
            row["category"] = side["category"]
        outcomes.append(row)
        return key
