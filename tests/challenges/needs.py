"""A need call that is open now, and needs handed in to it."""

from datetime import timedelta

from challenges import actions
from core import clock
from tests.stories import challenges as stories


def need_call(cast):
    now = clock.now()
    return actions.open_call(
        programme=stories.programme(cast),
        title="种业创新需求征集",
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=20),
        by=cast.officer,
    )


def submitted_need(cast, call, title="抗寒苜蓿"):
    details = {
        "problem": "越冬率低。",
        "expected_indicators": "不低于 90%。",
        "own_investment_fen": 0,
        "contact_name": "林管理",
        "contact_phone": "13800000000",
    }
    need = actions.create_need(call=call, title=title, by=cast.applicant, **details)
    return actions.submit_need(need=need, by=cast.applicant)
