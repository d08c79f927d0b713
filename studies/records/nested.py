"""A study as one nested record: sections of rows, references by slug or by the key within the study."""

from studies.models import Study
from studies.models.sections import SECTIONS


def nested_record(rows: list[dict]) -> dict:
    """Fixture rows of one study as one nested record."""
    names = {model._meta.label_lower: name for name, model in SECTIONS.items()}
    record = {name: _short(Study, name, value) for name, value in rows[0]["fields"].items()}
    for row in rows[1:]:
        section = names[row["model"]]
        fields = {
            name: _short(SECTIONS[section], name, value) for name, value in row["fields"].items() if name != "study"
        }
        record.setdefault(section, []).append(fields)
    return record


def _short(model, name: str, value):
    field = model._meta.get_field(name)
    if field.many_to_many:
        return [key[-1] for key in value]
    return value[-1] if field.is_relation else value


def rows_from_nested(record: dict) -> list[dict]:
    """The fixture rows of a nested record. Unknown sections and fields are left for the strict reader to refuse."""
    slug = record["slug"]
    head = {name: value for name, value in record.items() if name not in SECTIONS}
    rows = [{"model": Study._meta.label_lower, "fields": head}]
    for section, model in SECTIONS.items():
        for fields in record.get(section, []):
            long = {name: _long(model, name, value, slug) for name, value in fields.items()}
            rows.append({"model": model._meta.label_lower, "fields": {"study": [slug], **long}})
    return rows


def _long(model, name: str, value, slug: str):
    field = next((field for field in model._meta.get_fields() if field.name == name), None)
    if field is None or not field.is_relation or value is None:
        return value
    if field.many_to_many:
        return [[one] for one in value]
    inside = hasattr(field.related_model, "study") and field.related_model is not Study
    return [slug, value] if inside else [value]
