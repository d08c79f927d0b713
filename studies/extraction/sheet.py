"""A reader's sheet: a study's figures in short form, made into a nested record.

A sheet names places by sentence (“s4”) and leaves out what goes without saying; this module writes it out: the only
arm, all patients, keys, denominators' units, and the count behind a percent where exactly one whole number fits.
docs/extraction.md says how a sheet is filled.
"""

from .placing import slugified
from .results import Results
from .sentences import Source

HEAD = ("title", "acronym", "design", "phase", "prospective", "randomisation", "summary", "conclusion")
DISCREPANCY_SECTIONS = {"outcome": "outcomes", "adverse_event": "adverse_events", "subgroup": "subgroups",
                        "arm": "arms", "characteristic": "characteristics", "fact": "facts",
                        "comparison": "comparisons", "component": "components", "therapy": "therapies"}  # fmt: skip
METHOD = "Two independent automatic readings of the abstract, compared field by field and reconciled against it."


def compiled(sheet: dict, slug: str, source: Source) -> tuple[dict, list[str]]:
    """The nested record of a sheet, and what is wrong with the sheet, sentence by sentence."""
    work = _Compilation(sheet, slug, source)
    return work.record(), work.problems


class _Compilation(Results):
    """One sheet, section by section in the order of the model."""

    def record(self) -> dict:
        """The whole record, sections in the order of the model."""
        sheet = self.sheet
        facts = self.facts()
        record = {name: sheet[name] for name in HEAD if sheet.get(name)}
        for name, given in sheet.get("facts", {}).items():
            record[name] = given[0] if isinstance(given, list) else given
        record |= {"slug": self.slug, "extraction": "automatic_double", "extraction_note": METHOD}
        record["reports"] = [self.report()]
        record["registrations"] = [
            {"key": slugified(number), "registry": "nct", "identifier": number} for number in sheet.get("nct", [])
        ]
        record["study_reports"] = [self.study_report()]
        record["facts"] = facts
        record["study_diseases"] = [self.named("study_diseases", row, "disease") for row in sheet.get("diseases", [])]
        record["study_settings"] = [self.named("study_settings", row, "setting") for row in sheet.get("settings", [])]
        record["study_endpoints"] = [
            {"primary": False} | self.named("study_endpoints", row, "endpoint") for row in sheet.get("endpoints", [])
        ]
        record |= self.treatment()
        record["subgroups"] = self.subgroups(record)
        for section in ("therapies", "characteristics", "outcomes", "adverse_events", "patient_events"):
            name = "therapies" if section == "therapies" else section
            record[section] = [
                self.result(section, row, position) for position, row in enumerate(sheet.get(name, []), 1)
            ]
        record["comparisons"] = [
            self.comparison(row, position, record["outcomes"])
            for position, row in enumerate(sheet.get("comparisons", []), 1)
        ]
        record |= self.discrepancies(record)
        return {name: value for name, value in record.items() if value not in ([], None, "")}

    # The study itself

    def report(self) -> dict:
        given = {name: value for name, value in self.sheet.get("report", {}).items() if value not in (None, "", [])}
        if "doi" in given:
            given["doi"] = given["doi"].lower()  # its one spelling
        return {"kind": "article", "title": self.source.title} | given | {
            "slug": self.slug[:80].strip("-"), "url": self.source.address,
        }  # fmt: skip

    def study_report(self) -> dict:
        return {
            "key": "primary", "report": self.slug, "role": "primary", "extent": "abstract",
            "source_address": self.source.address, "source_sha256": self.source.sha256,
            "note": self.sheet.get("report_note", ""),
        }  # fmt: skip

    def facts(self) -> list[dict]:
        """Where the study's own figures stand; the number of patients is always answered."""
        rows = []
        for name, given in sorted(self.sheet.get("facts", {}).items()):
            if isinstance(given, list):
                _, mark, printed, *rest = given
                more = rest[0] if rest else {}
                rows.append({"key": slugified(name), "field": name}
                            | self.placed({"at": mark, "printed": printed, **more}, f"facts {name}"))  # fmt: skip
        if "n_enrolled" not in self.sheet.get("facts", {}):
            rows.append({"key": "n-enrolled", "field": "n_enrolled", "state": "not_reported",
                         "report": self.slug, "place": "Abstract"})  # fmt: skip
        return rows

    def named(self, section: str, row: dict, name: str) -> dict:
        return {"key": self.key(section, row[name])} | self.placed(row, f"{section} {row[name]}")

    # What was given

    def treatment(self) -> dict:
        """Arms, schedules with their components and steps, and which arm was given which."""
        out: dict = {name: [] for name in ("schedules", "components", "dose_steps", "arms", "arm_schedules")}
        for position, row in enumerate(self.sheet.get("arms", []), 1):
            out["arms"].append({"position": position} | self.placed(row, f"arm {row.get('key')}"))
        for position, row in enumerate(self.sheet.get("schedules", []), 1):
            given = dict(row)
            components, arms, role = given.pop("components", []), given.pop("arms", None), given.pop("role", "combined")
            placed = self.placed(given, f"schedule {row.get('key')}")
            placed["regimen"] = row["regimen"]["slug"]
            out["schedules"].append({"position": position} | placed)
            where = {name: placed[name] for name in ("report", "place", "as_reported", "also_at") if name in placed}
            for arm in arms or [arm["key"] for arm in self.sheet.get("arms", [])]:
                key = self.key("arm_schedules", *dict.fromkeys((arm, row["key"])))
                out["arm_schedules"].append({"key": key, "arm": arm, "schedule": row["key"], "role": role} | where)
            for place, component in enumerate(components, 1):
                self.component(component, row["key"], place, out)
        return out

    def component(self, row: dict, schedule: str, position: int, out: dict) -> None:
        given = dict(row)
        steps = given.pop("steps", [])
        key = self.key("components", *dict.fromkeys((schedule, given["agent"])))
        placed = self.placed(given, f"component {given['agent']}")
        if "dose_from" not in placed:
            placed.setdefault("dose_state", "not_reported")
        out["components"].append({"key": key, "schedule": schedule, "position": position} | placed)
        for place, step in enumerate(steps, 1):
            step_key = self.key("dose_steps", given["agent"], step.get("dose"), step["kind"])
            out["dose_steps"].append({"key": step_key, "component": key, "position": place}
                                     | self.placed(step, f"step of {given['agent']}"))  # fmt: skip

    def subgroups(self, record: dict) -> list[dict]:
        """All patients, and the sheet's groups below them."""
        fact = next((fact for fact in record["facts"] if fact["field"] == "n_enrolled"), None)
        known = {name: fact[name] for name in ("report", "place", "as_reported", "also_at", "computed")
                 if fact and name in fact}  # fmt: skip
        if "computed" in known:
            known["computed"] = {"n": next(iter(known["computed"].values()))}
        n = self.sheet.get("facts", {}).get("n_enrolled")
        number = {"n": n[0]} if n and n[0] is not None else {"n_state": "not_reported"}
        rows = [{"key": "all", "variable": "all", "position": 1} | number | known]
        for position, row in enumerate(self.sheet.get("groups", []), 2):
            placed = {"parent": "all"} | self.placed(row, f"group {row.get('key')}")
            if "n" not in placed:
                placed.setdefault("n_state", "not_reported")
            rows.append({"position": position} | placed)
        return rows

    # Contradictions

    def discrepancies(self, record: dict) -> dict:
        rows, figures = [], []
        for position, row in enumerate(self.sheet.get("discrepancies", []), 1):
            key = self.key("discrepancies", row.get("key") or row["kind"])
            rows.append({name: value for name, value in row.items() if name not in ("figures", "key")}
                        | {"key": key, "position": position})  # fmt: skip
            for place, (mark, printed, about) in enumerate(row["figures"], 1):
                figure = self.placed({"at": mark, "printed": printed}, f"discrepancy {position}")
                section, _, wanted = (about or "").partition(":")
                if wanted:
                    keys = [one["key"] for one in record.get(DISCREPANCY_SECTIONS.get(section, ""), [])]
                    match = next((one for one in keys if one == wanted), None)
                    match = match or next((one for one in keys if one.startswith(wanted)), None)
                    if match is None:
                        self.problems.append(f"discrepancy {position}: no row {about}; there are {', '.join(keys)}.")
                    else:
                        figure[section] = match
                figures.append({"key": self.key("discrepancy_figures", key, place), "discrepancy": key,
                                "position": place} | figure)  # fmt: skip
        return {"discrepancies": rows, "discrepancy_figures": figures}
