"""Templates draw: nothing misspelt, unused, worked out or let through unescaped."""

from __future__ import annotations

import ast
import re

import pytest
from jinja2 import Environment, StrictUndefined, nodes

from tests.guards.house import HOUSE, sources, template_name, templates, tree

ARITHMETIC = (nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow)
CALCULATING_FILTERS = {"sum", "round", "int", "float", "abs", "max", "min"}
# Template → what stands there against the rule, and why it may.
MAY_CALCULATE: dict[str, str] = {}
MAY_SKIP_ESCAPING: dict[str, str] = {}
INLINE = re.compile(r"<style\b|\sstyle\s*=|<script(?![^>]*\ssrc=)|\son[a-z]+\s*=|javascript:", re.IGNORECASE)


def parsed(path):
    """A template as Jinja reads it."""
    return Environment(extensions=["jinja2.ext.i18n"]).parse(path.read_text(encoding="utf-8"))  # noqa: S701


EVERY = pytest.mark.parametrize("path", templates(), ids=template_name)


def test_a_misspelt_name_fails(app):
    assert app.jinja_env.undefined is StrictUndefined


def test_what_is_shown_is_escaped(app):
    assert app.jinja_env.autoescape is True or app.jinja_env.autoescape("any.html")


def called_names(tree_of_template) -> set[str]:
    """Names of everything that a template calls."""
    names = set()
    for call in tree_of_template.find_all(nodes.Call):
        names.add(getattr(call.node, "attr", None) or getattr(call.node, "name", ""))
    return names


def test_every_macro_is_used():
    called = set().union(*(called_names(parsed(path)) for path in templates()))
    macros = {macro.name for path in templates() for macro in parsed(path).find_all(nodes.Macro)}
    assert macros - called == set()


def named_in_python() -> set[str]:
    """Every text in the code that could be a template's name."""
    return {
        node.value
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.endswith(".html")
    }


def named_in_templates() -> set[str]:
    """What templates extend, include and import."""
    kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    return {
        const.value
        for path in templates()
        for node in parsed(path).find_all(kinds)
        for const in (
            [node.template] if isinstance(node.template, nodes.Const) else node.template.find_all(nodes.Const)
        )
    }


def test_every_template_is_used():
    assert {template_name(path) for path in templates()} - named_in_python() - named_in_templates() == set()


def test_every_template_that_is_named_exists():
    assert (named_in_python() | named_in_templates()) - {template_name(path) for path in templates()} == set()


def fills_text(node: nodes.Node) -> bool:
    """'mark_%s' % name fills a place in a text; nothing is worked out."""
    return isinstance(node, nodes.Mod) and isinstance(node.left, nodes.Const) and isinstance(node.left.value, str)


@EVERY
def test_a_template_works_nothing_out(path):
    tree_of_template = parsed(path)
    wrong = [
        f"line {node.lineno}: {type(node).__name__}"
        for node in tree_of_template.find_all(ARITHMETIC)
        if not fills_text(node)
    ]
    wrong += [
        f"line {node.lineno}: |{node.name}"
        for node in tree_of_template.find_all(nodes.Filter)
        if node.name in CALCULATING_FILTERS
    ]
    assert template_name(path) in MAY_CALCULATE or wrong == []


@EVERY
def test_a_template_lets_nothing_through_unescaped(path):
    tree_of_template = parsed(path)
    wrong = [node.lineno for node in tree_of_template.find_all(nodes.Filter) if node.name == "safe"]
    wrong += [node.lineno for node in tree_of_template.find_all((nodes.MarkSafe, nodes.ScopedEvalContextModifier))]
    assert template_name(path) in MAY_SKIP_ESCAPING or wrong == []


@EVERY
def test_a_template_has_no_inline_style_or_script(path):
    assert INLINE.findall(path.read_text(encoding="utf-8")) == []


def test_the_exceptions_are_still_needed():
    assert set(MAY_CALCULATE) | set(MAY_SKIP_ESCAPING) <= {template_name(path) for path in templates()}


def test_nothing_is_fetched_from_elsewhere():
    files = [*templates(), *(HOUSE / "static").rglob("*.css"), *(HOUSE / "static").rglob("*.js")]
    outside = re.compile(r"""(?:src|href|url|import|fetch)\s*[=(]\s*["']?\s*(?:https?:)?//""")
    assert [path.name for path in files if outside.search(path.read_text(encoding="utf-8"))] == []
