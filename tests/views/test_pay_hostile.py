"""Whatever somebody writes into the addresses and forms of pay: a page answers, never an error of ours."""

from datetime import datetime

import pytest

from evalsys.services import schemes
from evalsys.services.write import Act
from tests.services.paytown import PayTown
from tests.views.test_hostile import DAYS, NUMBERS, PERIODS, SENT, TEXTS, failing, written

FORMS = (
    "/pay/prepare?measure={}&period=2026-07",
    "/pay/deduct?measure={}&period=2026-07",
    "/pay/facts/add?stream=assessment",
)


@pytest.fixture
def town(make, clock):
    clock.now = datetime(2026, 7, 20, 9, 0)
    town = PayTown(make)
    schemes.adopt(Act(None, clock()), town.id, schemes.sample_text("pay-2-sheyang"), "")
    return town


@pytest.fixture
def signed_in(page, town):
    return page.sign_in(town.first)


def test_no_address_of_pay_breaks_a_page(signed_in, town):
    number = town.measure().id
    found = [f"/pay/{value}" for value in map(written, NUMBERS)]
    found += [f"/pay/lines/{value}" for value in map(written, NUMBERS)]
    found += [f"/pay/facts/{value}/cancel" for value in map(written, NUMBERS)]
    for page in ("prepare", "deduct"):
        found += [f"/pay/{page}?measure={number}&period={written(value)}" for value in (*PERIODS, *DAYS, *TEXTS)]
        found += [f"/pay/{page}?measure={written(value)}&period=2026-07" for value in NUMBERS]
        found += [
            f"/pay/{page}?measure={number}&period={code}"
            for code in ("2026", "2026Q3", "2026W30", "1900-01", "2199-12")
        ]
    found += [f"/pay/facts/add?stream={written(value)}" for value in TEXTS]
    assert failing(signed_in, found) == []


@pytest.mark.parametrize("path", FORMS)
def test_nothing_written_into_a_form_breaks_it(signed_in, town, path):
    signed_in.app.config["PROPAGATE_EXCEPTIONS"] = False
    address = path.format(town.measure().id)
    seen = signed_in.get(address)
    data = signed_in.sent(signed_in.form(seen))
    for value in SENT:
        for name in (*data, "confirmed", "whose", "value_0", "amount", "person_id"):
            answer = signed_in.ask(signed_in.client.post, address, data={**data, name: value})
            assert answer.status_code in (200, 302, 400), (name, value[:20])
