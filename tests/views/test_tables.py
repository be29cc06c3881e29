"""What is read off a drawn page for its workbook: title, filter, cells; and what is left on the screen."""

from datetime import date
from decimal import Decimal

import pytest

from evalsys.views import tables

PAGE = """<html><body><nav aria-label="主菜单"><a aria-current="page">名册</a></nav><main>
<p class="crumb"><a>演示镇</a> · 2026年6月</p><h1>走访</h1>
<nav class="tools" aria-label="类别"><a>全部</a> <a aria-current="page">奖励</a></nav>
<form class="filters"><label for="q">姓名</label><input id="q" value="张"><label for="u">单位</label>
<select id="u"><option value="">全部</option><option value="1" selected>东村</option></select>
<label for="k">党籍</label><select id="k"><option value="">全部</option></select>
<input type="hidden" name="on" value="2026-01-01"></form>
<p><span data-filter>只列还没办结的</span><a>看全部</a></p>
%s</main><p class="crumb">页脚</p></body></html>"""
TABLE = """<table><caption>共 2 户<span class="onscreen">，每页 50 户</span></caption>
<thead><tr><th>姓名</th><th>日期</th><th class="num">学时</th><th>次数</th>
<th data-aside>证书</th><th>操作</th></tr></thead>
<tbody><tr><th><a>张<b>三</b></a></th><td>2026-06-30</td><td class="num">1.50</td><td>2</td>
<td>PDF</td><td>改</td></tr>
<tr><th>李四<span class="unseen">：看</span></th><td>—</td><td class="num">无</td>
<td>一<br>二 <ul><li>三</li></ul></td></tr>
<tr data-sum><th>合计</th><td></td><td class="num">+1.50</td></tr></tbody></table>"""


@pytest.fixture
def listed(app):
    with app.test_request_context():
        return tables.read(PAGE % TABLE)


def test_title_time_and_filter_are_those_of_the_page(listed):
    assert (listed.title, listed.about) == ("走访", "演示镇 · 2026年6月")
    assert listed.filter == "类别 奖励；姓名 张；单位 东村；只列还没办结的"


def test_cells_are_numbers_days_and_texts_without_what_is_only_for_the_screen(listed):
    (table,) = listed.tables
    assert (table.name, table.heads, table.total) == ("走访", ["姓名", "日期", "学时", "次数"], "共 2 户")
    assert table.rows == [["张三", date(2026, 6, 30), Decimal("1.50"), "2"], ["李四", None, "无", "一；二；三"]]
    assert table.sums == [["合计", None, Decimal("1.50")]] and listed.rows == 2


def test_of_two_tables_each_has_the_name_above_it(app):
    with app.test_request_context():
        found = tables.read(PAGE % f"<h2>等您核的</h2>{TABLE}<h2>我的</h2>{TABLE}")
    assert [table.name for table in found.tables] == ["等您核的", "我的"] and found.rows == 4


def test_a_page_without_a_filter_says_that_it_shows_all(app):
    with app.test_request_context():
        assert tables.read("<main><h1>名册</h1></main>").filter == "全部"
