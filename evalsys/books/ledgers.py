"""The books of points, of secretaries' yearly grades, of villages' and households' income."""

from __future__ import annotations

# A column of a book reads best as one row, synonyms and all.
# fmt: off
# ruff: noqa: E501
import re

from evalsys.books import amounts, cells, dates
from evalsys.books.checks import points_have_one_side
from evalsys.books.kinds import Field, Kind, Spread, header_forms
from evalsys.books.problems import N_
from evalsys.books.rosters import NAME, NOTE, VILLAGE_NAMES

_YEAR = re.compile(r"((?:19|20|21)[0-9]{2})年?度?")
_NO_INDICATORS = frozenset(["", "序号", "编号", "序", "排名", "名次", "排序"])
GRADES_SAID = {
    "优秀": "优秀", "合格": "合格", "基本合格": "基本合格", "不合格": "不合格", "称职": "称职", "基本称职": "基本称职",
    "不称职": "不称职", "好": "好", "较好": "较好", "一般": "一般", "差": "差", "良好": "良好", "未定等次": "未定等次",
    "不定等次": "未定等次", "不确定等次": "未定等次", "未考核": "未定等次",
}


def grade_year(header: str) -> str | None:
    """2024 for 2024年, 2024年度, 2024年考核结果."""
    found = re.fullmatch(_YEAR.pattern + r"(考核)?(结果|等次)?", header_forms(header)[1])
    return found[1] if found else None


def income_year(header: str) -> str | None:
    """2024 for 2024年收入, 2024年村集体经济收入."""
    found = re.fullmatch(_YEAR.pattern + r"(?:村?级?集体经济)?(?:总?收入)", header_forms(header)[1])
    return found[1] if found else None


def indicator(header: str) -> str | None:
    """Any other column of numbers, by its header; never an ordinal or a rank."""
    return None if header_forms(header)[1] in _NO_INDICATORS else header_forms(header)[0].replace(".", "")


POINTS = Kind(
    "points", "党员积分登记表",
    (
        Field("branch", "支部", cells.word, ("党支部", "所在党支部", "所属支部", "支部名称", "所在支部"), context="branch"),
        Field("name", "姓名", cells.name, ("党员姓名", "名字", "党员"), required=True),
        Field("on", "日期", dates.whole, ("时间", "发生日期", "发生时间", "积分日期", "活动日期"), required=True),
        Field(
            "reason", "加（扣）分事由", cells.text,
            ("加扣分事由", "事由", "积分事由", "加分事由", "扣分事由", "事项", "积分事项", "内容", "加减分事由", "积分内容"),
            required=True,
        ),
        Field("plus", "加分", amounts.number, ("得分", "加分值", "奖分", "加")),
        Field("minus", "扣分", amounts.deduction, ("减分", "扣分值", "扣", "减")),
        Field("points", "分值", amounts.number, ("积分", "分数", "加减分", "加扣分", "积分值")),
        Field("by", "证明人", cells.people, ("核实人", "登记人", "审核人", "认定人")),
        NOTE,
    ),
    tells=frozenset(["plus", "minus", "points"]),
    hints=("积分登记", "积分台账", "积分"),
    check=points_have_one_side,
)

GRADES = Kind(
    "grades", "村党组织书记年度考核",
    (
        NAME,
        Field("village", "村名", cells.word, VILLAGE_NAMES),
        Field("post_title", "职务", cells.word),
        NOTE,
    ),
    tells=frozenset(["grade"]),
    hints=("年度考核", "考核结果", "考核等次"),
    spreads=(
        Spread(
            "grade", "各年考核结果", grade_year,
            cells.one_of(GRADES_SAID, "grade_unknown", N_("不认识这个等次。请填：%(known)s。")),
            explode="year",
        ),
    ),
    unique=("name", "village", "year"),
)

ECONOMY = Kind(
    "economy", "村级集体经济收入统计表",
    (
        Field("village", "村名", cells.word, VILLAGE_NAMES, required=True),
        Field("contracts_due", "合同应签", amounts.count, ("应签合同", "应签", "合同应签份数")),
        Field("contracts_signed", "合同已签", amounts.count, ("已签合同", "已签", "合同已签份数")),
        Field("claims_settled", "化解债权", amounts.money_in(amounts.WAN_YUAN), ("已化解债权", "债权化解"), unit=amounts.WAN_YUAN),
        Field("debts_settled", "化解债务", amounts.money_in(amounts.WAN_YUAN), ("已化解债务", "债务化解"), unit=amounts.WAN_YUAN),
        NOTE,
    ),
    tells=frozenset(["income"]),
    hints=("集体经济",),
    spreads=(
        Spread("income", "各年收入", income_year, amounts.money_in(amounts.WAN_YUAN), unit=amounts.WAN_YUAN),
        Spread("other", "其他指标", indicator, amounts.number_if_any, required=False, numeric=True),
    ),
    unique=("village",),
)

INCOME = Kind(
    "income", "农村居民人均可支配收入",
    (
        Field("year", "年份", amounts.year, ("年度", "年"), required=True),
        Field(
            "amount", "农村居民人均可支配收入", amounts.money_in(amounts.YUAN),
            ("人均可支配收入", "可支配收入", "人均收入", "农民人均可支配收入", "农村常住居民人均可支配收入"),
            required=True, unit=amounts.YUAN,
        ),
        Field("source", "来源", cells.text, ("数据来源", "出处")),
        NOTE,
    ),
    tells=frozenset(["amount"]),
    hints=("可支配收入",),
    unique=("year",),
)
