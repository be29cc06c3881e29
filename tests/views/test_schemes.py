"""Measures on pages: read, drafted, tried, compared, adopted once; what is wrong is said beside its field."""

from __future__ import annotations

import io
from datetime import date
from urllib.parse import unquote

import pytest

from evalsys.extensions import db
from evalsys.models.schemes import SchemeDraft, SchemeVersion
from evalsys.services import drafts, schemes
from evalsys.services.write import Act
from evalsys.views.drafts import field_name

TEXT = schemes.sample_text(schemes.OFFICIALS)
CASES = schemes.sample_cases(schemes.OFFICIALS)
SHARE, OTHER_SHARE = "item/log-share/percent", "item/weekly-share/percent"
WEIGHT = "total/quarter/weight/daily/share"
BAND, LOWER_BAND = "grade/band/优秀/from", "grade/band/称职/from"


@pytest.fixture
def clerk(page, make):
    return page.sign_in(make.account("clerk", shown_name="王干事"))


def count(table):
    return db.session.scalar(db.select(db.func.count()).select_from(table))


def current(draft_id):
    db.session.expire_all()
    return db.session.get(SchemeDraft, draft_id)


def named(values):
    """Figures by the names of their fields."""
    return {field_name(key): value for key, value in values.items()}


def value(text, key):
    return next(one.text for one in drafts.figures_of(text) if one.key == key)


def tried(page, draft, values, seen=None):
    """The page after the button 试算."""
    seen = seen or page.get("drafts.edit", draft_id=draft.id)
    data = {**page.sent(page.form(seen)), **named(values)}
    return page.read(page.ask(page.client.post, page.address("drafts.check", draft_id=draft.id), data=data))


def saved(page, draft, values, seen=None):
    return page.fill("drafts.edit", named(values), seen=seen, draft_id=draft.id)


def file(text, name="办法.toml"):
    return io.BytesIO(text if isinstance(text, bytes) else text.encode()), name


# Reading


def test_a_measure_reads_as_a_document(clerk, first):
    text = clerk.get("schemes.show", version_id=first.id).text
    for piece in (
        "中共演示镇委员会",
        "演示镇发〔2026〕1号",
        "第1版",
        "自 2026-01-01 起施行",
        "演示镇；大学生村官",
        "第1次会议",
        "大学生村官自到任之日起，每个工作日记录一次工作",
        "本条的项目：应记日、已记日",
        "已记日 迟录天数 3",
        "90以上",
        "不足60",
        "通过的算例",
    ):
        assert piece in text, piece
    assert "不符" not in text


def test_a_version_without_examples_says_so(clerk, make):
    row = schemes.adopt(Act(None, make.clock()), make.township.id, TEXT, "")
    assert "没有算例" in clerk.get("schemes.show", version_id=row.id).text


def test_text_and_examples_are_handed_out_to_the_letter_under_chinese_names(clerk, first):
    for endpoint, text, name in (
        ("schemes.text", TEXT, "四镜五步考核办法（示例）第1版.toml"),
        ("schemes.cases", CASES, "四镜五步考核办法（示例）第1版算例.cases.toml"),
    ):
        answer = clerk.ask(clerk.client.get, clerk.address(endpoint, version_id=first.id))
        assert answer.get_data(as_text=True) == text
        assert name in unquote(answer.headers["Content-Disposition"])


def test_an_official_reads_measures_but_sees_no_drafts(page, make, draft, first):
    page.sign_in(make.account("official", person=make.official()))
    seen = page.get("schemes.index")
    assert "四镜五步" in seen.text and "草稿" not in seen.text and "起草" not in seen.text
    page.get("schemes.show", version_id=first.id)


def test_an_official_opens_no_draft(page, make, draft):
    page.sign_in(make.account("official", person=make.official()))
    for endpoint in ("edit", "text", "cases", "replace", "accept", "what_if", "drop", "adopt"):
        page.get(f"drafts.{endpoint}", status=403, draft_id=draft.id)
    page.get("drafts.add", status=403)
    page.get("schemes.compare", status=404, before=f"v{draft.based_on_id}", after=f"d{draft.id}")


def test_another_townships_draft_and_version_are_not_found(page, make, draft, first):
    page.sign_in(make.other_township().account("clerk"))
    for endpoint in ("edit", "text", "cases", "replace", "accept", "what_if", "drop", "adopt"):
        page.get(f"drafts.{endpoint}", status=404, draft_id=draft.id)
    for endpoint in ("show", "text", "cases"):
        page.get(f"schemes.{endpoint}", status=404, version_id=first.id)
    page.get("schemes.compare", status=404, before=f"v{first.id}", after=f"v{first.id}")
    assert "四镜" not in page.get("schemes.index").text
    choices = {name for form in page.get("drafts.add").forms for one in form["fields"] for name in [one.get("value")]}
    assert f"version:{first.id}" not in choices


# Figures


def test_every_figure_has_a_labelled_field_under_its_clause(clerk, draft):
    seen = clerk.get("drafts.edit", draft_id=draft.id)
    fields = {one["name"]: one.get("value") for one in seen.forms[-1]["fields"]}
    for one in drafts.figures_of(TEXT):
        assert fields[field_name(one.key)] == one.text
        assert one.title in seen.text
    assert seen.text.index("第三条 月考评") < seen.text.index("记录率的 40%") < seen.text.index("第四条 季小结")


def test_a_saved_figure_runs_the_examples_again(clerk, draft):
    seen = clerk.follow(saved(clerk, draft, {SHARE: "35%", OTHER_SHARE: "65%"}))
    assert value(current(draft.id).text, SHARE) == "35%"
    for piece in (
        "草稿已保存",
        "不符",
        "顾文拴",
        "记录率的 40%（2026年4月）",
        "40.00 35.00",
        "怎么算出来的",
        "按新数字更新算例",
    ):
        assert piece in seen.text, piece
    assert "顾文拴 2026Q2：得分" in seen.text


def test_trying_saves_nothing_and_keeps_what_was_typed(clerk, draft):
    seen = tried(clerk, draft, {SHARE: "35%", OTHER_SHARE: "65%"})
    assert "还没有保存" in seen.text and "顾文拴" in seen.text and "保存的是 40%" in seen.text
    assert current(draft.id).text == TEXT and current(draft.id).version == 1
    assert clerk.sent(clerk.form(seen))[field_name(SHARE)] == ["35%"]
    assert saved(clerk, draft, {}, seen=seen).status == 302
    assert value(current(draft.id).text, SHARE) == "35%"


def test_a_mistake_stands_beside_its_figure_or_its_clause(clerk, draft):
    seen = clerk.follow(saved(clerk, draft, {BAND: "70"}))
    assert "草稿里还有" in seen.text and f'id="{field_name(LOWER_BAND)}-error"' in seen.html
    seen = clerk.follow(saved(clerk, draft, {BAND: "90", WEIGHT: "31%"}))
    assert seen.text.count("权重合计 101%，应为 100%") == 2


def test_what_is_no_figure_is_said_beside_its_field_and_not_saved(clerk, draft):
    for way in (saved, tried):
        seen = way(clerk, draft, {SHARE: "四成", BAND: "91"})
        assert "“四成”不是百分比，请写成 40% 这样" in seen.text
        sent = clerk.sent(clerk.form(seen))
        assert (sent[field_name(SHARE)], sent[field_name(BAND)]) == (["四成"], ["91"])
    assert current(draft.id).text == TEXT


def test_full_width_digits_are_figures_too(clerk, draft):
    assert saved(clerk, draft, {BAND: "９１", "grade/band/称职/below": "91"}).status == 302
    assert value(current(draft.id).text, BAND) == "91"


def test_a_second_editor_is_shown_both_versions(clerk, draft):
    early = clerk.get("drafts.edit", draft_id=draft.id)
    saved(clerk, draft, {BAND: "91"})
    late = saved(clerk, draft, {BAND: "92"}, seen=early)
    assert late.status == 200 and "别人改过这条记录" in late.text
    assert "91 92" in late.text and value(current(draft.id).text, BAND) == "91"
    assert saved(clerk, draft, {}, seen=late).status == 302
    assert value(current(draft.id).text, BAND) == "92"


def test_examples_are_updated_after_their_changes_were_shown(clerk, draft):
    saved(clerk, draft, {SHARE: "35%", OTHER_SHARE: "65%"})
    seen = clerk.get("drafts.accept", draft_id=draft.id)
    assert "记录率的 40%（2026年4月） 40.00 35.00" in seen.text and "程序不代笔" in seen.text
    assert current(draft.id).cases == CASES
    seen = clerk.follow(clerk.fill("drafts.accept", {}, seen=seen, draft_id=draft.id))
    assert "算例已按现在的数字更新" in seen.text and "40.00 35.00" not in seen.text
    assert '"35.00"' in current(draft.id).cases


def test_examples_are_not_updated_for_other_figures_than_were_shown(clerk, draft):
    saved(clerk, draft, {SHARE: "35%", OTHER_SHARE: "65%"})
    early = clerk.get("drafts.accept", draft_id=draft.id)
    saved(clerk, draft, {SHARE: "30%", OTHER_SHARE: "70%"})
    seen = clerk.fill("drafts.accept", {}, seen=early, draft_id=draft.id)
    assert "别人改过这条记录" in seen.text and current(draft.id).cases == CASES


def test_another_text_is_handed_in_for_the_same_draft(clerk, draft):
    other = TEXT.replace("考核办法（示例）", "考核办法")
    clerk.follow(clerk.fill("drafts.replace", {"file": file(other)}, draft_id=draft.id))
    assert (current(draft.id).text, current(draft.id).cases) == (other, CASES)
    seen = clerk.fill("drafts.replace", {"file": file(b"\xff")}, draft_id=draft.id)
    assert "不是办法文本" in seen.text and current(draft.id).text == other
    assert "请选择要导入的办法文本或算例" in clerk.fill("drafts.replace", {}, draft_id=draft.id).text


def test_a_draft_is_dropped_after_asking(clerk, draft):
    seen = clerk.follow(clerk.fill("drafts.drop", {}, draft_id=draft.id))
    assert "草稿已删除" in seen.text and count(SchemeDraft) == 0 and count(SchemeVersion) == 1


# Comparing


def test_a_draft_is_compared_with_its_version_clause_by_clause(clerk, draft, first):
    saved(clerk, draft, {SHARE: "35%"})
    seen = clerk.get("schemes.compare", before=f"v{first.id}", after=f"d{draft.id}")
    assert "第三条" in seen.text and "40% 35%" in seen.text and "第一条" not in seen.text
    same = clerk.get("schemes.compare", before=f"v{first.id}", after=f"v{first.id}")
    assert "没有不同" in same.text


@pytest.mark.parametrize("code", ["", "x", "v", "vx", "v0", "d99", "v99999999999", "v²", "1"])
def test_what_is_none_to_compare_is_not_found(clerk, first, code):
    clerk.get("schemes.compare", status=404, before=f"v{first.id}", after=code)


# Adopting


def sent(**changes):
    return {"from_on": "2026-07-01", "meeting": "2026年第8次镇党委会议", "confirmed": "y", **changes}


def test_adopting_makes_the_next_version_and_ends_the_one_before(clerk, draft, first):
    seen = clerk.follow(clerk.fill("drafts.adopt", sent(), draft_id=draft.id))
    for piece in ("办法已通过，文本和算例已封存", "第2版", "自 2026-07-01 起施行", "2026年第8次镇党委会议", "王干事"):
        assert piece in seen.text, piece
    second = db.session.scalar(db.select(SchemeVersion).where(SchemeVersion.number == 2))
    assert (second.cases, second.from_on, second.adopted_by) == (CASES, date(2026, 7, 1), "王干事")
    assert "version = 2\nfrom = 2026-07-01" in second.text
    assert db.session.get(SchemeVersion, first.id).until_on == date(2026, 6, 30)
    assert "和上一版比较" in seen.text and "草稿" not in clerk.get("schemes.index").text


def test_sending_the_form_twice_makes_one_version(clerk, draft):
    seen = clerk.get("drafts.adopt", draft_id=draft.id)
    once = clerk.fill("drafts.adopt", sent(), seen=seen, draft_id=draft.id)
    twice = clerk.fill("drafts.adopt", sent(), seen=seen, draft_id=draft.id)
    assert once.answer.headers["Location"] == twice.answer.headers["Location"]
    assert count(SchemeVersion) == 2


def test_an_adopted_draft_leads_to_its_version(clerk, draft):
    clerk.fill("drafts.adopt", sent(), draft_id=draft.id)
    for endpoint in ("edit", "adopt", "drop", "replace", "accept", "what_if"):
        seen = clerk.get(f"drafts.{endpoint}", status=302, draft_id=draft.id)
        assert "/schemes/2" in seen.answer.headers["Location"]


def test_a_failing_example_stops_adoption_with_its_name(clerk, draft):
    saved(clerk, draft, {SHARE: "35%", OTHER_SHARE: "65%"})
    assert "标“要改”的改好以前不能通过" in clerk.get("drafts.adopt", draft_id=draft.id).text
    seen = clerk.fill("drafts.adopt", sent(), draft_id=draft.id)
    assert "演示镇十二名大学生村官2026年第二季度（顾文拴）" in seen.text and count(SchemeVersion) == 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"from_on": "2026-01-01"}, "第1版自 2026-01-01 起施行，新的一版要从更晚的日期起"),
        ({"from_on": ""}, "请按“2026-04-20”的样子填写日期"),
        ({"meeting": " "}, "请填写通过办法的会议"),
        ({"confirmed": ""}, "请先核对，再勾选确认"),
    ],
)
def test_what_is_missing_or_too_early_is_said(clerk, draft, changes, says):
    data = {name: text for name, text in sent(**changes).items() if name != "confirmed" or text}
    seen = clerk.fill("drafts.adopt", data, draft_id=draft.id)
    assert says in seen.text and count(SchemeVersion) == 1


def test_a_changed_draft_is_not_adopted_unseen(clerk, draft):
    early = clerk.get("drafts.adopt", draft_id=draft.id)
    saved(clerk, draft, {"stream/weekly-mark/values/mark/high": "100", BAND: "90.0"})
    clerk.fill("drafts.replace", {"file": file(TEXT.replace("（示例）", "", 1))}, draft_id=draft.id)
    seen = clerk.fill("drafts.adopt", sent(), seen=early, draft_id=draft.id)
    assert "别人改过这条记录" in seen.text and count(SchemeVersion) == 1


# What if


@pytest.fixture
def quarter(make, first):
    person = make.official("李晓")
    for month in (4, 5, 6):
        make.log(person, date(2026, month, 8))
        make.monthly(person, date(2026, month, 1))
    make.weekly(person, date(2026, 4, 13), "70")
    return "2026Q2"


def every_row():
    db.session.rollback()
    return {
        name: db.session.execute(db.select(table)).all()
        for name, table in db.metadata.tables.items()
        if name not in ("sign_in", "receipt")
    }


def test_a_past_quarter_is_shown_before_and_after_and_nothing_is_saved(clerk, draft, quarter):
    same = clerk.get("drafts.what_if", draft_id=draft.id, period=quarter).text
    assert "0 人等次变化" in same and "0 人得分变化" in same and "李晓" in same
    saved(clerk, draft, {"grade/band/基本称职/from": "70", "grade/band/不称职/below": "70"})
    before = every_row()
    seen = clerk.get("drafts.what_if", draft_id=draft.id, period=quarter)
    assert every_row() == before
    assert "1 人等次变化" in seen.text and "等次有变" in seen.text
    assert "基本称职 64.86 不称职" in seen.text


def test_what_cannot_be_tried_is_said_plainly(clerk, draft, quarter):
    assert "还没有开始" in clerk.get("drafts.what_if", draft_id=draft.id, period="2026Q4").text
    saved(clerk, draft, {WEIGHT: "31%"})
    assert "处要改，改好再试算" in clerk.get("drafts.what_if", draft_id=draft.id, period=quarter).text
