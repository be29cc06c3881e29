"""Points from hand to hand: a claim from the phone into the ledger, and a day's event of a branch of forty."""

import io

import pytest
from PIL import Image

from evalsys.extensions import db, writing
from evalsys.models.accounts import Account, RoleGrant
from evalsys.models.events import BranchEvent
from evalsys.models.people import Membership, Person, Post
from evalsys.models.points import PointsEntry
from tests.browser.conftest import NOW

either = pytest.mark.parametrize("phone", [True, False], ids=["phone", "pc"])
MEMBERS, ABSENT = 40, 2


@pytest.fixture
def branch(site):
    """The secretary's branch with forty members, one of whom leads its only group; its number."""
    with site.app_context():
        writing.set(True)
        number = db.session.scalar(db.select(RoleGrant.unit_id).filter_by(role="secretary"))
        fill_up(number)
        lead(number)
        db.session.commit()
        db.session.remove()
    return number


def fill_up(number):
    """As many members as the issue speaks of."""
    held = db.session.scalars(db.select(Membership).filter_by(branch_id=number, until_on=None)).all()
    town = held[0].branch.township_id
    for n in range(MEMBERS - len(held)):
        one = Person(uid=f"p{n}", township_id=town, name=f"新党员{n}", pinyin=f"xin dang yuan {n}", initials="xdy")
        db.session.add(one)
        db.session.flush()
        db.session.add(Membership(person_id=one.id, branch_id=number, kind="full", from_on=NOW.date()))
    for row in held[MEMBERS:]:
        db.session.delete(row)


def lead(number):
    """A member with an account who leads the group; neither the member of the sample nor the secretary."""
    taken = db.select(Account.person_id).where(Account.person_id.is_not(None))
    query = db.select(Membership).filter_by(branch_id=number).where(Membership.person_id.not_in(taken))
    one = db.session.scalars(query.order_by(Membership.id)).first().person
    about = {"township_id": one.township_id, "person_id": one.id, "shown_name": one.name, "made_at": NOW}
    account = Account(login_name="leader", **about)
    db.session.add(account)
    db.session.flush()
    db.session.add(RoleGrant(account_id=account.id, role="group_leader", unit_id=number, from_on=NOW.date()))
    db.session.add(
        Post(person_id=one.id, unit_id=number, kind="group_leader", title="党小组组长", from_on=NOW.date())
    )


@either
def test_a_claim_goes_from_the_member_over_the_group_to_the_branch_and_back_as_an_entry(visit, branch, phone):
    member = visit("member", phone).go("/claims/").check().follow("申报积分").check()
    member.page.get_by_label("做了什么").select_option("mediation")
    member.fill("简单说一句", "劝和两家邻居").press("申报").check()
    assert "等党小组核" in member.text or "等党小组长核" in member.text
    for login in ("leader", "secretary"):
        checker = visit(login, phone).go("/").check()
        checker.go("/claims/").check().page.locator("main table a").first.click()
        checker.check().pick("属实，同意").press("确定").check()
        assert "已处理" in checker.text
    member.go("/claims/").check()
    assert "已记" in member.text
    member.go("/points/").check()
    assert "调解邻里纠纷" in member.text and "劝和两家邻居" in member.text


@either
def test_a_photo_from_the_phone_goes_with_a_claim_and_comes_down_as_a_file(visit, branch, phone):
    member = visit("member", phone).go("/claims/add").check()
    field = member.page.get_by_label("照片或 PDF（可不传）")
    assert field.get_attribute("capture") is None and field.get_attribute("required") is None
    picture = io.BytesIO()
    Image.new("RGB", (1200, 900), (90, 120, 80)).save(picture, "JPEG")
    field.set_input_files({"name": "劝和现场.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()})
    member.page.get_by_label("做了什么").select_option("mediation")
    member.press("申报").check()
    assert "请填写简单说一句" in member.text and "要传请再选一次" in member.text
    field.set_input_files({"name": "劝和现场.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()})
    member.fill("简单说一句", "劝和两家邻居").press("申报").check()
    member.page.locator("main table a").first.click()
    member.check()
    with member.page.expect_download() as coming:
        member.page.get_by_role("link", name="劝和现场.jpg").click()
    assert coming.value.suggested_filename == "劝和现场.jpg"
    with Image.open(coming.value.path()) as kept:
        assert kept.size == (1200, 900)


@either
def test_a_secretary_records_an_event_of_forty_with_eight_touches(visit, site, branch, phone):
    secretary = visit("secretary", phone).go("/events/").check()
    touches = []

    def touch(deed, *args):
        touches.append(args)
        return deed(*args)

    touch(secretary.follow, "登记活动")
    secretary.check()
    assert secretary.page.locator("tbody tr").count() == MEMBERS
    touch(secretary.page.get_by_label("活动", exact=True).select_option, "assembly")
    touch(secretary.press, "全部勾上")
    secretary.check()
    for row in secretary.page.locator("tbody tr").all()[:ABSENT]:
        touch(row.locator("label.tick").click)
        touch(row.locator("select").select_option, "absent")
    touch(secretary.press, "保存活动")
    secretary.check()
    assert "活动已登记，积分已记" in secretary.text
    # Three presses, the kind, and two touches for each who stayed away; nothing has to be typed.
    assert len(touches) == 4 + 2 * ABSENT
    with site.app_context():
        event = db.session.scalar(db.select(BranchEvent))
        came = [row for row in event.people if row.attendance == "came"]
        entries = db.session.scalars(db.select(PointsEntry).filter_by(happened_on=event.held_on)).all()
        assert (len(came), len(event.people)) == (MEMBERS - ABSENT, MEMBERS)
        assert sum(row.points > 0 for row in entries) == MEMBERS - ABSENT
        assert sum(row.points < 0 for row in entries) == ABSENT
        db.session.remove()
