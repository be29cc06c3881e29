"""Whatever a reader of pages sees goes through gettext, and the English catalogue has all of it."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from jinja2 import nodes

from tests.guards.house import CHINESE, HOUSE, sources, template_name, templates, tree, where
from tests.guards.test_templates import parsed

GETTEXT = {"_", "gettext", "lazy_gettext", "ngettext", "lazy_ngettext", "N_"}
ENGLISH = HOUSE / "translations" / "en" / "LC_MESSAGES" / "messages.po"
PATTERNS = {"compile", "match", "fullmatch", "search", "sub", "split", "findall", "finditer"}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")

# Words of measures and registers: keys of facts, names of grades, stored values. They are the same in every
# language, because the scheme file, the books and the papers have them so.
SCHEME_WORDS = {*"德能勤绩廉", "德能勤绩廉", "优秀", "称职", "基本称职", "不称职", "弃权", "废票", "男", "女"}
BOOKS_SAY = "how workbooks write it: compared with cells or stored as the book has it"
# Other Chinese that is data, not speech: file → why, and which texts.
DATA: dict[str, tuple[str, set[str]]] = {
    "evalsys/forms/base.py": ("a way in which dates are typed", {"%Y年%m月%d日"}),
    "evalsys/services/books/records.py": (
        BOOKS_SAY,
        {"县", "镇", "乡", "表彰", "通报批评", "批评", "处分", "其他", "导师", "党委委员", "假"},
    ),
    "evalsys/services/books/registry.py": (BOOKS_SAY, {"社区", "居委会", "党支部", "导师"}),
    "evalsys/services/books/rosters.py": (
        BOOKS_SAY,
        {"副书记", "书记", "副主任", "主任", "支部委员", "支委", "委员", "预备"},
    ),
    "evalsys/services/jobs/sheets.py": (
        "the job's own words, stored with it",
        {"周评价卡", "月考评卡", "考核登记表", "积分公示表", "积分对账单", "（大字）", "村干部报酬单"},
    ),
    "evalsys/services/jobs/asking.py": (
        "the job's own words, stored with it",
        {"打印", "考核评分表", "计算", "考核结果", "备份", "合订本", "压缩包", "导入"},
    ),
    "evalsys/services/pay.py": (
        "posts as measures of pay call them",
        {"一肩挑", "支部书记", "村主任", "文书", "副书记", "副主任", "、"},
    ),
    "evalsys/services/books/registers.py": (BOOKS_SAY, {"导入台账", "万元", "元"}),
    "evalsys/services/registers.py": (
        BOOKS_SAY,
        {"免职", "撤职", "罢免", "撤销", "违纪", "违规", "违法", "犯罪", "份", "万元"},
    ),
    "evalsys/services/registers_words.py": (
        "grades as measures and registers write them",
        {"合格", "基本合格", "不合格", "未定等次"},
    ),
    "evalsys/services/events.py": ("stored with a reversal and printed on papers", {"更正活动到会情况"}),
    "evalsys/services/points.py": ("stored with a reversal and printed on papers", {"异议成立："}),
    "evalsys/services/points_register.py": ("stored with an entry and printed on papers", {"登记表"}),
    "evalsys/services/points_measure.py": ("classes of members as measures call them", {"正式党员", "预备党员"}),
    "evalsys/services/stars.py": ("roles as measures call them", {"村党组织书记", "村主职干部"}),
    "evalsys/services/stars_filing.py": (
        "the filing list on paper and as a workbook, as the county has it",
        {
            *("序号", "姓名", "村（支部）", "年度考核等次", "任职年限", "星级", "颗数", "备注", "不评星", "星"),
            *("年", "个月", "；", "年度村党组织书记星级评定备案表"),
        },
    ),
    "evalsys/services/stars_moves.py": (
        "frozen with the move, as the lines of the result are",
        {"无", "（佐证：", "）"},
    ),
    "evalsys/services/summary_text.py": ("a draft's own words, stored as the summary's text", {"在", "月", "日"}),
    "evalsys/services/workdays.py": ("a word of the notice's lines, typed and read", {"调休"}),
    "evalsys/services/evaluations.py": (
        "the reason is stored with the result and printed on its papers",
        {"首次计算", "材料有变动，重新计算"},
    ),
    "evalsys/services/listing.py": ("columns to be masked are found by these", {"证", "电话", "手机", "联系"}),
    "evalsys/services/units.py": ("the committee is called after its township", {"党委"}),
    "evalsys/services/write.py": ("a name, stored beside those of people: the program itself", {"系统"}),
    "evalsys/services/logs.py": ("a kind of work, as registers write it", {"串门子"}),
    "evalsys/views/logs.py": (
        "kinds of work as registers write them, offered until a place has its own",
        {"走访", "代办", "会议", "党建", "学习", "应急"},
    ),
}
# The language's own name is the same in every language.
TEMPLATE_DATA = {"中文"} | SCHEME_WORDS


def calls_gettext(node: ast.AST) -> bool:
    """_("…") and its like."""
    if not isinstance(node, ast.Call):
        return False
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    return name in GETTEXT


def unsaid(module: ast.Module) -> set[int]:
    """Texts that nobody is shown: docstrings, keys that are looked up, patterns that are searched for."""
    found = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Expr):
            found.add(id(node.value))
        elif isinstance(node, ast.Dict):
            found |= {id(key) for key in node.keys}
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in PATTERNS:
            found |= {id(node.args[0])} if getattr(node.func.value, "id", "") == "re" else set()
    return found


def untranslated(path: Path) -> list[str]:
    """Chinese texts of a file that no gettext call holds, except for its listed data."""
    skipped = unsaid(tree(path))
    _why, data = DATA.get(where(path), ("", set()))
    found = []

    def visit(node: ast.AST) -> None:
        if calls_gettext(node) or id(node) in skipped:
            return
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and CHINESE.search(node.value):
            if node.value not in data | SCHEME_WORDS:
                found.append(f"{where(path, node)} {node.value}")
            return
        for child in ast.iter_child_nodes(node):
            visit(child)

    visit(tree(path))
    return found


@pytest.mark.parametrize("path", sources("views", "services", "forms", "failures.py", "access.py"), ids=where)
def test_what_a_file_says_goes_through_gettext(path):
    assert untranslated(path) == []


def test_no_text_is_put_together_before_gettext_sees_it():
    wrong = [
        where(path, node)
        for path in sources()
        for node in ast.walk(tree(path))
        if calls_gettext(node) and any(isinstance(argument, (ast.JoinedStr, ast.BinOp)) for argument in node.args)
    ]
    assert wrong == []


def test_the_listed_data_is_still_there():
    texts = {
        name: {node.value for node in ast.walk(tree(HOUSE.parent / name)) if isinstance(node, ast.Constant)}
        for name in DATA
    }
    assert {name: data - texts[name] for name, (_why, data) in DATA.items() if data - texts[name]} == {}


def template_texts(node: nodes.Node):
    """The Chinese of a template that stands outside _("…")."""
    if isinstance(node, nodes.Call) and getattr(node.node, "name", "") in GETTEXT:
        return
    text = getattr(node, "data", None) if isinstance(node, nodes.TemplateData) else getattr(node, "value", None)
    if isinstance(node, (nodes.TemplateData, nodes.Const)) and isinstance(text, str) and CHINESE.search(text):
        yield node.lineno, " ".join(re.sub(r"<[^>]*>", " ", text).split())
    for child in node.iter_child_nodes():
        yield from template_texts(child)


@pytest.mark.parametrize("path", templates(), ids=template_name)
def test_what_a_template_says_goes_through_gettext(path):
    assert [(line, text) for line, text in template_texts(parsed(path)) if text not in TEMPLATE_DATA] == []


@cache
def spoken() -> dict[str, str]:
    """Every message of code and templates, with a place where it stands."""
    found = extract_from_dir(
        str(HOUSE),
        method_map=[("**.py", "python"), ("templates/**.html", "jinja2")],
        keywords={name: (1, 2) if name.endswith("ngettext") else None for name in GETTEXT},
    )
    return {
        message if isinstance(message, str) else message[0]: f"{name}:{line}"
        for name, line, message, _comments, _context in found
    }


@cache
def english() -> Catalog:
    """The English catalogue; an empty one if it is not there."""
    if not ENGLISH.exists():
        return Catalog(locale="en")
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def test_the_english_catalogue_has_every_message():
    said = {message.id if isinstance(message.id, str) else message.id[0]: message for message in english()}
    missing = {text: place for text, place in spoken().items() if text not in said or not said[text].string}
    few = "; ".join(f"{place} {text}" for text, place in list(missing.items())[:20])
    assert len(missing) == 0, f"{len(missing)} messages without English, among them: {few}"


def test_no_english_message_is_a_guess():
    assert [message.id for message in english() if message.id and message.fuzzy] == []


def test_english_messages_have_the_same_places_to_fill_in():
    wrong = [
        message.id
        for message in english()
        if isinstance(message.id, str)
        and message.id
        and message.string
        and set(PLACEHOLDER.findall(message.id)) != set(PLACEHOLDER.findall(str(message.string)))
    ]
    assert wrong == []
