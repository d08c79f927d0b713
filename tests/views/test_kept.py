"""{% once %}: rendered once for each combination of what it depends on."""

import pytest
from django.template import Context, Template, TemplateSyntaxError

SOURCE = "{% load kept %}{% once shown.kind %}{{ shown.kind }}{{ turn }}{% endonce %}{{ turn }}"


def test_a_block_is_rendered_once_for_each_value_it_depends_on():
    template = Template(SOURCE)
    said = [
        template.render(Context({"shown": {"kind": kind}, "turn": turn})) for turn, kind in enumerate(["a", "b", "a"])
    ]
    assert said == ["a00", "b11", "a02"]


def test_what_is_missing_is_a_value_too_and_templates_keep_apart():
    assert Template(SOURCE).render(Context({"turn": 1})) == "11"
    assert Template(SOURCE).render(Context({"turn": 2})) == "22"


def test_a_block_without_end_is_an_error():
    with pytest.raises(TemplateSyntaxError, match="endonce"):
        Template("{% load kept %}{% once %}x")


def test_the_frame_says_where_the_reader_is(client, db):
    """What is kept of the navigation is kept for each page by itself."""
    for address, marked in {
        "/about/": "About",
        "/methods/": "Methods",
        "/diseases/": "Diseases",
        "/agents/": "Agents",
    }.items():
        for _ in range(2):
            page = client.get(address).content.decode()
            nav = page[page.index('<nav aria-label="Site">') : page.index("</nav>")]
            assert nav.count("aria-current") == 1
            assert f">{marked}<" in nav[nav.index("aria-current") :]
    assert "aria-current" not in client.get("/no-such-page/").content.decode()
