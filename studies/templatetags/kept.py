"""``{% once %}``: what is the same on every page is rendered once a process and kept with its template."""

from datetime import date
from functools import lru_cache
from typing import Any

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context
from django.utils import timezone
from django.utils.formats import date_format

register = template.Library()


@register.simple_tag
def today() -> str:
    """The date of the day, as it is printed below a page."""
    return _in_words(timezone.localdate())


@lru_cache(maxsize=2)
def _in_words(day: date) -> str:
    return date_format(day, "j F Y")


class Once(template.Node):
    """What the block gives, kept for each combination of values it depends on; these must be few."""

    def __init__(self, nodelist: NodeList, depends: list[FilterExpression]) -> None:
        self.nodelist, self.depends = nodelist, depends
        self.kept: dict[tuple[Any, ...], str] = {}

    def render(self, context: Context) -> str:
        key = tuple(one.resolve(context, ignore_failures=True) for one in self.depends)
        found = self.kept.get(key)
        if found is None:
            found = self.kept[key] = self.nodelist.render(context)
        return found


@register.tag
def once(parser: Parser, token: Token) -> Once:
    """``{% once value … %}``: a block that depends on nothing but these values. No block to override stands in it."""
    depends = [parser.compile_filter(bit) for bit in token.split_contents()[1:]]
    nodelist = parser.parse(("endonce",))
    parser.delete_first_token()
    return Once(nodelist, depends)
