"""What files say otherwise than the database."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from studies.records import MODELS, Row, key_of


@dataclass(frozen=True)
class Difference:
    """One field, or a whole row, that the file has otherwise than the database."""

    file: str
    name: str
    field: str
    in_file: object
    in_database: object

    def __str__(self) -> str:
        place = f"{self.file}, {self.name}" + (f", field {self.field}" if self.field else "")
        return f"{place}: {_quoted(self.in_file)} in the file, {_quoted(self.in_database)} in the database"


def differences(row: Row, stored: Mapping) -> list[Difference]:
    """Fields of one record that differ."""
    names = [*row.fields, *(name for name in stored if name not in row.fields)]
    return [
        Difference(row.file, row.name, name, row.fields.get(name), stored.get(name))
        for name in names
        if row.fields.get(name) != stored.get(name)
    ]


def differences_of_rows(rows: Sequence[Row], stored: Sequence[dict]) -> list[Difference]:
    """Rows and fields of one study that differ; none if file and database say the same."""
    there = {}
    for one in stored:
        model = MODELS[one["model"]]
        there[model, key_of(model, one["fields"])] = one["fields"]
    found: list[Difference] = []
    for row in rows:
        fields = there.pop((row.model, row.key), None)
        if fields is None:
            found.append(Difference(row.file, row.name, "", "a row", None))
        else:
            found.extend(differences(row, fields))
    file = rows[0].file
    found.extend(Difference(file, f"{model._meta.verbose_name} {key[-1]}", "", None, "a row") for model, key in there)
    return found


def _quoted(value: object) -> str:
    return "nothing" if value is None else value if value == "a row" else json.dumps(value, ensure_ascii=False)
