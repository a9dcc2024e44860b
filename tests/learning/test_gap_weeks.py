"""People who met a gap, week by week."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from app import clock
from app.db import session
from app.learning.gap_weeks import weeks
from app.learning.models import Gap
from tests.learning.visits import START, Visit, conclude, three_fail

pytestmark = pytest.mark.usefixtures("database")


def test_each_week_counts_its_different_visitors() -> None:
    three_fail()
    Visit("а0").searches("не приходит смс код", minute=90, total=0)
    three_fail(day=9, people="где")
    conclude(10)
    gap = session.scalars(select(Gap)).one()
    with clock.frozen_at(START + timedelta(days=10)):
        assert [week.visitors for week in weeks(gap.id, 3)] == [0, 3, 3]
        assert weeks(gap.id, 3)[-1].begins == START + timedelta(days=3)
        assert [week.visitors for week in weeks(999, 2)] == [0, 0]
