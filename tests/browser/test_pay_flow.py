"""A month's pay from the preview to the printed list, on a phone and on a PC, and one's own statement."""

import pytest

from evalsys.extensions import db, writing
from evalsys.models.accounts import Account
from evalsys.models.pay import PayLine


@pytest.fixture
def month(site):
    """The address of the preview of June by the measure of pay."""
    return "/pay/prepare?measure=3&period=2026-06"


def own_line(site, login_name):
    """Give the secretary of the sample's account her first line; the number of it."""
    with site.app_context():
        account = db.session.scalar(db.select(Account).filter_by(login_name=login_name))
        found = db.session.scalar(db.select(PayLine.id).filter_by(person_id=account.person_id))
        db.session.remove()
    return found


@pytest.mark.parametrize("phone", [True, False], ids=["phone", "pc"])
def test_two_paymasters_pay_a_month_and_a_cadre_reads_the_statement(visit, site, month, phone):
    writing.set(True)
    first, second = visit("paymaster", phone), visit("paymaster2", phone)
    first.go(month).check()
    assert "54332.68 ÷ 12 = 4527.72" in " ".join(first.page.locator("main").text_content().split())
    first.press("提交审批").check()
    assert "请先核对，再勾选确认" in first.text
    first.pick("我已逐人核对").press("提交审批").check()
    assert "等另一位薪酬经办人审批" in first.text
    second.go("/").check()
    assert "张发放表等您审批" in second.text
    second.go("/pay/").check().follow("去核对").check().follow("审批").check()
    second.pick("我已核对，同意发放").press("审批").check()
    assert "已审批" in second.text and "核对相符" in second.text
    number = own_line(site, "secretary")
    own = visit("secretary", phone).go("/pay/").check().follow("2026年6月").check()
    assert "大写：" in own.text and own.page.url.endswith(f"/pay/lines/{number}")
