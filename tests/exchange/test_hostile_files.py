"""Whatever stands in a file, the reader either reads it or says why not."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studies.exchange.fixture_reader import read_fixture
from studies.records import MODELS, NotLoadable, row_fields
from tests.samples import TRIAL, sample_files

NAMES = [f"studies/{TRIAL}.json", "terms/agents.json", "reports.json", f"history/{TRIAL}.json", "anything.json"]
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["", " ", "\x00", "\ud800", "NaN", "1e400", "~draft", "orr", TRIAL, "2005-13", "0" * 400])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@st.composite
def rows(draw):
    """A row of a known model, some of its fields filled with anything."""
    model = MODELS[draw(st.sampled_from(sorted(MODELS)))]
    names = [field.name for field in row_fields(model)]
    fields = draw(st.dictionaries(st.sampled_from(names) | st.text(max_size=8), VALUES, max_size=8))
    return {"model": model._meta.label_lower, "fields": fields} | draw(
        st.dictionaries(st.text(max_size=5), VALUES, max_size=1)
    )


def read(name: str, content: bytes) -> None:
    try:
        read_fixture(name, content)
    except NotLoadable as refused:
        said = str(refused)
    else:
        return
    assert said.startswith(name)
    said.encode()


@given(name=st.sampled_from(NAMES), value=VALUES | st.lists(rows() | VALUES, max_size=5))
@settings(max_examples=500, deadline=None)
def test_no_json_upsets_the_reader(name, value):
    read(name, json.dumps(value).encode())


@given(name=st.sampled_from(NAMES), content=st.binary(max_size=200))
@settings(max_examples=200, deadline=None)
def test_no_bytes_upset_the_reader(name, content):
    read(name, content)


@given(data=st.data())
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_single_wrong_value_upsets_the_reader(data):
    name = data.draw(st.sampled_from(sorted(sample_files())))
    content = json.loads(sample_files()[name])
    fields = content[data.draw(st.integers(0, len(content) - 1))]["fields"]
    fields[data.draw(st.sampled_from(sorted(fields)))] = data.draw(VALUES)

    read(name, json.dumps(content).encode())


@pytest.mark.parametrize(
    "content",
    [
        b'[{"model": "studies.outcome", "fields": {"also_at": ' + b"[" * 400 + b"]" * 400 + b"}}]",
        b'[{"model": "studies.outcome", "fields": {"events": ' + b"9" * 100_000 + b"}}]",
        b'[{"model": "studies.outcome", "fields": {"percent": 0.' + b"9" * 100_000 + b"}}]",
        b'[{"model": "studies.outcome", "fields": {"percent": 1e9999999999999999999}}]',
        b'[{"model": ["studies.outcome"], "fields": {}}]',
        b'[{"model": "studies.study", "fields": {"published_at": "0001-01-01T00:00:00+14:00"}}]',
    ],
    ids=["deep", "long integer", "long decimal", "exponent", "model a list", "before the first year"],
)
def test_a_hostile_row_is_refused(content):
    with pytest.raises(NotLoadable):
        read_fixture("anything.json", content)
