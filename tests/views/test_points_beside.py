"""What a measure of points keeps beside the score, such as all that was ever earned, on the page and on paper."""

import io
from datetime import date

from pypdf import PdfReader

from evalsys.services import points, schemes
from evalsys.services.write import Act
from tests.services.test_points_register import EVER
from tests.views.test_points import member_of, town

__all__ = ["town"]


def test_what_a_measure_keeps_beside_the_score_stands_on_the_page_and_on_the_statement(page, town, clock):
    text = schemes.sample_text("points-demo").replace('missing = "block"', 'missing = "block"\nbeside = ["ever"]')
    text = text.replace("version = 1", "version = 2").replace("from = 2026-01-01", "from = 2026-04-01")
    act = Act(None, clock())
    schemes.adopt(act, town.township.id, text + EVER, "")
    points.add(act, town.people[0], "labour", date(2026, 2, 1), "修渠", "", "")
    points.add(act, town.people[0], "labour", date(2026, 5, 1), "植树", "", "")
    seen = member_of(town, page).get("points.person", person_id=town.people[0].id, period="2026Q2")
    assert (
        "另列，不计入得分： 第四条 历年义务劳动" in seen.text
        and "至2026年6月30日累计 = 4" in seen.text
        and "1年1月1日" not in seen.text
    )
    where = page.address("points_board.statement", person_id=town.people[0].id, period="2026Q2")
    paper = "".join(one.extract_text() for one in PdfReader(io.BytesIO(page.ask(page.client.get, where).data)).pages)
    assert "历年义务劳动" in paper and "另列，不计入得分" in paper
