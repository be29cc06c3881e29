"""The roster: finding people, one person's page, and what may be changed by whom."""

from contextlib import contextmanager
from datetime import date

import pytest
from sqlalchemy import event, select

from evalsys.extensions import db
from evalsys.models.actions import Action
from evalsys.models.people import Membership, Mentoring, Person, Post
from evalsys.services import people

ID_NUMBER = "140727199901010012"  # a man, born on 1999-01-01


@pytest.fixture
def clerk(page, make):
    return page.sign_in(make.account("clerk"))


@contextmanager
def statements():
    """The SQL that runs meanwhile; beginning a transaction is none."""
    seen = []

    def note(_connection, _cursor, statement, *_rest):
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


def only(table):
    return db.session.scalars(select(table).execution_options(populate_existing=True)).one()


# Finding


@pytest.mark.parametrize("typed", ["张晓明", "晓明", "zhangxiaoming", "Zhang Xiao", "zxm", "ZX"])
def test_a_person_is_found_by_characters_pinyin_and_initials(clerk, make, typed):
    make.person("张晓明")
    make.person("李红")
    seen = clerk.get("people.index", q=typed)
    assert "张晓明" in seen.text
    assert "共 1 人" in seen.text


@pytest.mark.parametrize("typed", ["%", "_", "\\", "xm"])
def test_signs_of_the_query_language_find_nobody(clerk, make, typed):
    make.person("张晓明")
    assert "没有符合条件的人" in clerk.get("people.index", q=typed).text


def test_the_list_is_in_the_order_of_pinyin(clerk, make):
    for name in ("赵六", "单雄", "安心"):
        make.person(name)
    text = clerk.get("people.index").text
    assert text.index("安心") < text.index("单雄") < text.index("赵六")


def test_a_village_finds_its_post_holders_and_the_members_of_its_branch(clerk, make):
    village, elsewhere = make.unit(), make.unit()
    make.membership(make.person("党员甲"), make.branch(village=village))
    make.post(make.person("主任乙"), village, "director", "村委会主任")
    make.post(make.person("主任丙"), elsewhere, "director", "村委会主任")
    text = clerk.get("people.index", unit=village.id).text
    assert "党员甲" in text
    assert "主任乙" in text
    assert "主任丙" not in text


def test_a_unit_above_finds_everybody_below(clerk, make):
    make.post(make.person("主任乙"), make.unit(), "director", "村委会主任")
    assert "主任乙" in clerk.get("people.index", unit=make.township.id).text


def test_a_kind_of_post_or_membership_filters(clerk, make):
    make.official("李晓")
    make.membership(make.person("预备甲"), make.branch(), "probationary")
    assert "共 1 人" in clerk.get("people.index", kind="official").text
    assert "预备甲" in clerk.get("people.index", kind="probationary").text


def test_a_post_that_ended_is_found_on_its_days_alone(clerk, make):
    village = make.unit()
    make.post(make.person("旧主任"), village, "director", "村委会主任", date(2020, 1, 1), date(2024, 12, 31))
    assert "旧主任" not in clerk.get("people.index", unit=village.id).text
    assert "旧主任" in clerk.get("people.index", unit=village.id, on="2024-06-01").text


def test_the_list_has_fifty_on_a_page_and_keeps_the_filter(clerk, make):
    for number in range(53):
        make.person(f"王{chr(0x4E00 + number)}")
    first = clerk.get("people.index", q="王")
    assert "共 53 人" in first.text
    assert clerk.address("people.index", page=2, q="王", unit=0, kind="", on="") in first.links
    assert clerk.get("people.index", q="王", page=99).html.count("<tr>") == 4


def test_an_empty_roster_offers_the_import(clerk):
    seen = clerk.get("people.index")
    assert "名册还是空的" in seen.text
    assert clerk.address("books.index") in seen.links


def test_numbers_are_masked_on_every_page(clerk, make):
    person = make.person("张三", ID_NUMBER, "13800138000")
    for seen in (
        clerk.get("people.index"),
        clerk.get("people.show", person_id=person.id),
        clerk.get("people.edit", person_id=person.id),
    ):
        assert "138****8000" in seen.text
        assert "13800138000" not in seen.html
        assert ID_NUMBER not in seen.html
    assert "140***********0012" in clerk.get("people.show", person_id=person.id).text


@pytest.mark.parametrize("number", [5, 60])
def test_the_list_asks_at_most_ten_questions_of_the_database(clerk, make, number):
    branch = make.branch(village=make.unit())
    for each in range(number):
        person = make.person(f"王{chr(0x4E00 + each)}", phone="13800138000")
        make.post(person, make.unit(), "director", "村委会主任")
        make.membership(person, branch)
    with statements() as seen:
        clerk.get("people.index")
    assert len(seen) <= 10, seen


# Changing


def test_a_person_is_added_with_what_the_id_number_says(clerk):
    typed = "１４０７２７ 19990101-0012"
    answer = clerk.fill("people.add", {"name": " 单雄 ", "id_number": typed, "phone": "138 0013 8000"})
    assert answer.status == 302
    person = only(Person)
    assert (person.name, person.pinyin, person.initials) == ("单雄", "shan xiong", "sx")
    assert (person.sex, person.born_on, person.born_precision) == ("男", date(1999, 1, 1), "day")
    assert people.masked_phone(person) == "138****8000"


def test_an_x_at_the_end_may_be_small_or_full_width(clerk):
    for number, typed in enumerate(("11010119900307109x", "11010119900307803Ｘ")):
        assert clerk.fill("people.add", {"name": f"人{number}", "id_number": typed}).status == 302, typed


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"name": ""}, "请填写姓名"),
        ({"id_number": "12345"}, "应是 18 位数字"),
        ({"id_number": "140727199901010013"}, "校验位不对"),
        ({"id_number": "140727199913010012"}, "出生日期不存在"),
        ({"id_number": ID_NUMBER, "born_on": "1999-01-02"}, "身份证号码里的出生日期是 1999-01-01"),
        ({"id_number": ID_NUMBER, "sex": "女"}, "性别为男"),
        ({"born_on": "去年"}, "请按“1996-05-12”的样子"),
        ({"born_on": "2099-01-01"}, "年份应在 1900 至 2026 之间"),
        ({"phone": "1380013"}, "11 位数字"),
        ({"pinyin": "shan4"}, "拼音只用字母"),
    ],
)
def test_a_wrong_field_says_what_to_do_and_keeps_what_was_typed(clerk, changes, says):
    seen = clerk.fill("people.add", {"name": "张三", "remark": "不要丢", **changes})
    assert seen.status == 200
    assert seen.text.count(says) == 2, "beside the field and in the list on top"
    assert "不要丢" in seen.html
    assert "错误：" in seen.html
    assert db.session.scalar(select(Person.id)) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1996.5.12", (date(1996, 5, 12), "day")),
        ("1996年5月12日", (date(1996, 5, 12), "day")),
        ("19960512", (date(1996, 5, 12), "day")),
        ("1996年5月", (date(1996, 5, 1), "month")),
        ("１９９６", (date(1996, 1, 1), "year")),
    ],
)
def test_a_birth_date_is_kept_as_exactly_as_it_was_typed(clerk, typed, kept):
    clerk.fill("people.add", {"name": "张三", "born_on": typed})
    person = only(Person)
    assert (person.born_on, person.born_precision) == kept


def test_an_id_number_belongs_to_one_person_of_the_township(clerk, make):
    make.person("张三", ID_NUMBER)
    seen = clerk.fill("people.add", {"name": "李四", "id_number": ID_NUMBER})
    assert "已登记在“张三”名下" in seen.text


def test_the_name_behind_a_foreign_id_number_stays_unknown(clerk, make):
    make.other_township().person("外乡人", ID_NUMBER)
    assert clerk.fill("people.add", {"name": "李四", "id_number": ID_NUMBER}).status == 302


def test_an_empty_number_leaves_the_sealed_one(clerk, make):
    person = make.person("张三", ID_NUMBER, "13800138000")
    assert clerk.fill("people.edit", {"remark": "新备注"}, person_id=person.id).status == 302
    person = only(Person)
    assert (people.masked(person), person.remark) == (
        {"id_number": "140***********0012", "phone": "138****8000"},
        "新备注",
    )


def test_a_birth_date_against_the_sealed_id_number_is_refused(clerk, make):
    person = make.person("张三", ID_NUMBER)
    seen = clerk.fill("people.edit", {"born_on": "1998-01-01"}, person_id=person.id)
    assert "与登记的身份证号码" in seen.text
    assert only(Person).born_on is None


def test_a_new_name_is_read_anew_unless_the_reading_was_typed(clerk, make):
    person = make.person("张三")
    clerk.fill("people.edit", {"name": "单雄"}, person_id=person.id)
    assert only(Person).initials == "sx"
    clerk.fill("people.edit", {"pinyin": "dan xiong"}, person_id=person.id)
    assert only(Person).initials == "dx"


def test_the_second_editor_sees_both_versions_and_may_then_overwrite(clerk, make):
    person = make.person("张三", education="大专")
    opened = clerk.get("people.edit", person_id=person.id)
    clerk.fill("people.edit", {"education": "本科"}, person_id=person.id)
    seen = clerk.fill("people.edit", {"education": "研究生"}, opened, person_id=person.id)
    assert "别人改过这条记录" in seen.text
    assert "本科" in seen.text
    assert only(Person).education == "本科"
    assert clerk.fill("people.edit", {"remark": ""}, seen, person_id=person.id).status == 302
    assert only(Person).education == "研究生"


def test_a_double_press_makes_one_person(clerk):
    opened = clerk.get("people.add")
    for _press in range(2):
        assert clerk.fill("people.add", {"name": "张三"}, opened).status == 302
    assert only(Person).name == "张三"


def test_the_log_keeps_no_id_number(clerk, make):
    clerk.fill("people.add", {"name": "张三", "id_number": ID_NUMBER, "phone": "13800138000"})
    texts = "".join(f"{row.before}{row.after}" for row in db.session.scalars(select(Action)))
    assert "140***********0012" in texts
    assert ID_NUMBER not in texts
    assert "13800138000" not in texts


# Posts, memberships, mentors


def test_one_person_may_be_secretary_and_director(clerk, make):
    village = make.unit(name="柳沟村")
    branch = make.branch("柳沟村党支部", village)
    person = make.person("张三")
    both = (("secretary", branch, "党支部书记"), ("director", village, "村委会主任"))
    for kind, unit, title in both:
        changes = {"kind": kind, "unit_id": unit.id, "title": title, "from_on": "2025-12-01"}
        assert clerk.fill("people.add_post", changes, person_id=person.id).status == 302
    text = clerk.get("people.index").text
    assert "柳沟村党支部 党支部书记" in text
    assert "柳沟村 村委会主任" in text


def test_a_post_without_title_is_called_by_its_kind(clerk, make):
    person, village = make.person(), make.unit()
    changes = {"kind": "director", "unit_id": village.id, "from_on": "2025.12.1"}
    clerk.fill("people.add_post", changes, person_id=person.id)
    assert (only(Post).title, only(Post).from_on) == ("村委会主任", date(2025, 12, 1))


def test_a_post_in_the_wrong_tree_is_refused(clerk, make):
    person, village = make.person(), make.unit()
    changes = {"kind": "secretary", "unit_id": village.id, "from_on": "2025-12-01"}
    assert "设在党组织" in clerk.fill("people.add_post", changes, person_id=person.id).text


def test_a_post_ends_on_its_last_day_and_not_before_its_first(clerk, make):
    post = make.post(make.person(), make.unit())
    assert "不能早于任职日期" in clerk.fill("people.end_post", {"until_on": "2025-01-01"}, post_id=post.id).text
    assert clerk.fill("people.end_post", {"until_on": "2026-06-30"}, post_id=post.id).status == 302
    assert only(Post).until_on == date(2026, 6, 30)


def test_becoming_a_full_member_ends_the_probation_the_day_before(clerk, make):
    person, branch = make.person(), make.branch()
    for kind, day in (("probationary", "2025-06-01"), ("full", "2026-06-01")):
        changes = {"branch_id": branch.id, "kind": kind, "from_on": day}
        assert clerk.fill("people.add_membership", changes, person_id=person.id).status == 302
    first, second = db.session.scalars(select(Membership).order_by(Membership.id))
    assert first.until_on == date(2026, 5, 31)
    assert (second.joined_on, second.full_on, second.until_on) == (date(2025, 6, 1), date(2026, 6, 1), None)


def test_an_older_membership_does_not_slip_in_behind_a_newer_one(clerk, make):
    person, branch = make.person(), make.branch()
    make.membership(person, branch)
    changes = {"branch_id": branch.id, "kind": "full", "from_on": "2019-01-01"}
    assert "要晚于这一天" in clerk.fill("people.add_membership", changes, person_id=person.id).text


def test_a_new_mentor_follows_the_old_one(clerk, make):
    old, new = make.person("老导师"), make.person("新导师")
    make.post(new, make.township, "mentor", "镇包村干部")
    person = make.official("李晓", mentor=old)
    changes = {"mentor_id": new.id, "from_on": "2026-07-01"}
    assert clerk.fill("people.add_mentor", changes, person_id=person.id).status == 302
    first, second = db.session.scalars(select(Mentoring).order_by(Mentoring.id))
    assert (first.until_on, second.mentor_id) == (date(2026, 6, 30), new.id)
    assert "新导师" in clerk.get("people.show", person_id=person.id).text


def test_nobody_is_offered_as_the_own_mentor(clerk, make):
    person = make.official("李晓")
    other = make.official("王芳")
    options = clerk.get("people.add_mentor", person_id=person.id).html
    assert f'value="{other.id}"' in options
    assert f'value="{person.id}"' not in options


# Who sees whom


def test_a_foreign_person_looks_like_an_unknown_one(clerk, make):
    stranger = make.other_township().official("外乡人")
    for endpoint in ("show", "edit", "add_post", "add_membership", "add_mentor"):
        foreign = clerk.get(f"people.{endpoint}", 404, person_id=stranger.id)
        unknown = clerk.get(f"people.{endpoint}", 404, person_id=987654)
        assert foreign.text == unknown.text
    assert clerk.get("people.end_post", 404, post_id=stranger.posts[0].id).text == unknown.text
    assert "外乡人" not in clerk.get("people.index").text


def test_a_foreign_unit_filters_like_an_unknown_one(clerk, make):
    foreign = make.other_township().unit()
    assert clerk.get("people.index", 404, unit=foreign.id).text == clerk.get("people.index", 404, unit=987654).text


def test_a_secretary_sees_the_branch_and_its_village_alone(page, make):
    village = make.unit()
    branch = make.branch(village=village)
    make.membership(make.person("本支部党员"), branch)
    official = make.official("本村村官", village)
    stranger = make.official("别村村官")
    page.sign_in(make.account("secretary", person=make.person("书记"), unit=branch))
    text = page.get("people.index").text
    assert [name in text for name in ("本支部党员", "本村村官", "书记", "别村村官")] == [True, True, True, False]
    page.get("people.show", person_id=official.id)
    page.get("people.show", 404, person_id=stranger.id)


def test_a_mentor_sees_the_mentees_alone(page, make):
    mentor = make.person("导师甲")
    make.official("本人徒弟", mentor=mentor)
    stranger = make.official("别人徒弟", mentor=make.person("导师乙"))
    page.sign_in(make.account("mentor", person=mentor))
    text = page.get("people.index").text
    assert [name in text for name in ("本人徒弟", "导师甲", "别人徒弟", "导师乙")] == [True, True, False, False]
    page.get("people.show", 404, person_id=stranger.id)


@pytest.mark.parametrize("role", ["official", "member"])
def test_an_official_and_a_member_see_themselves_alone(page, make, role):
    person, stranger = make.official("本人"), make.official("别人")
    page.sign_in(make.account(role, person=person))
    assert "别人" not in page.get("people.index").text
    page.get("people.show", person_id=person.id)
    page.get("people.show", 404, person_id=stranger.id)


@pytest.mark.parametrize("role", ["admin", "committee", "secretary", "mentor", "official", "member", "inspector"])
def test_only_the_clerk_may_change_people(page, make, role):
    person = make.official("李晓")
    branch = make.branch(village=person.posts[0].unit)
    page.sign_in(make.account(role, person=person, unit=branch))
    for endpoint in ("edit", "add_post", "add_membership", "add_mentor"):
        page.get(f"people.{endpoint}", 403, person_id=person.id)
    page.get("people.end_post", 403, post_id=person.posts[0].id)
    page.get("people.add", 403)
    shown = page.get("people.show", person_id=person.id)
    assert page.address("people.edit", person_id=person.id) not in shown.links
    assert page.address("people.add") not in page.get("people.index").links


def test_the_home_search_lands_on_an_only_hit_and_lists_several(page, make):
    person = make.person("顾文拴")
    page.sign_in(make.account("clerk"))
    seen = page.get("people.index", status=302, q="gws", go=1)
    assert seen.answer.headers["Location"].endswith(f"/people/{person.id}")
    make.person("郭五顺")
    assert "郭五顺" in page.get("people.index", q="gws", go=1).text
