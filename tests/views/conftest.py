"""What several page tests begin from."""

from __future__ import annotations

import pytest

from evalsys.services import calendars, schemes
from evalsys.services.write import Act


@pytest.fixture
def first(make):
    """The sample measure with its examples, adopted."""
    act = Act(None, make.clock())
    calendars.seed(act)
    text, cases = schemes.sample_text(schemes.OFFICIALS), schemes.sample_cases(schemes.OFFICIALS)
    return schemes.adopt(act, make.township.id, text, "第1次会议", cases)


@pytest.fixture
def draft(make, first):
    """A draft of it that nobody has changed."""
    return make.draft(first.text, first.cases, first)
