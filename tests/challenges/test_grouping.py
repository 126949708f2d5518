"""From several needs one challenge, and the trace both ways (S06, S07); calls longer and shorter."""

from datetime import timedelta

import pytest

from challenges import actions
from challenges.actions.pool import with_same
from challenges.enums import IssueMode
from challenges.models import Challenge, Need
from core import clock, events
from core.errors import Forbidden, Refused
from tests.challenges import pool
from tests.challenges.needs import need_call
from tests.stories import challenges as stories

pytestmark = pytest.mark.django_db


def group(cast, batch, needs, **details):
    values = {
        "title": "草种业种源攻关",
        "field": batch.programme.fields.first(),
        "issue_mode": IssueMode.JOINT,
        **details,
    }
    return actions.draft_from_needs(batch=batch, needs=needs, by=cast.officer, **values)


def test_needs_flow_into_one_challenge_with_their_notes(cast):
    call, batch = need_call(cast), stories.batch(cast)
    needs = [pool.accepted(cast, call, title) for title in ("羊草制种", "羊草高效制种")]
    challenge = group(cast, batch, needs, notes={needs[0].pk: "核心指标来源", 999: "不相干"}, bottleneck="结实率低。")
    assert [(link.need, link.note) for link in challenge.need_links.order_by("pk")] == [
        (needs[0], "核心指标来源"),
        (needs[1], ""),
    ]
    assert set(Need.objects.values_list("state", flat=True)) == {"MERGED"}
    assert events.of(needs[0]).get(verb="need.merge").data == {"challenge": challenge.pk}
    actions.start_refining(challenge=challenge, by=cast.officer)


def test_nothing_is_made_when_one_need_does_not_fit(cast):
    call, batch = need_call(cast), stories.batch(cast)
    needs = [pool.accepted(cast, call, "羊草制种"), pool.handed_in(cast, call, "尚未受理的需求")]
    with pytest.raises(Refused) as refused:
        group(cast, batch, needs)
    assert (refused.value.code, refused.value.defects) == ("need_not_accepted", ["尚未受理的需求"])
    with pytest.raises(Refused) as refused:
        group(cast, batch, [])
    assert refused.value.code == "needs_missing"
    assert not Challenge.objects.exists()
    assert Need.objects.get(pk=needs[0].pk).state == "ACCEPTED"


def test_another_office_groups_nothing(cast):
    call, batch = need_call(cast), stories.batch(cast)
    need = pool.accepted(cast, call, "羊草制种")
    with pytest.raises(Forbidden):
        actions.draft_from_needs(
            batch=batch,
            needs=[need],
            title="榜单",
            field=batch.programme.fields.first(),
            issue_mode=IssueMode.JOINT,
            by=cast.officer2,
        )


def test_what_is_handled_together_comes_along(cast):
    call = need_call(cast)
    a, b, c, d = (pool.accepted(cast, call, title) for title in ("甲需求", "乙需求", "丙需求", "丁需求"))
    for first, second, verdict in ((a, b, "SAME"), (b, c, "SAME"), (c, d, "APART")):
        actions.judge_pair(first=first, second=second, verdict=verdict, reason="核对过。", by=cast.officer)
    assert with_same([a]) == [a, b, c]
    assert with_same([d]) == [d]


def test_a_call_is_extended_and_closed_with_a_reason(cast):
    call = need_call(cast)
    later = call.closes_at + timedelta(days=10)
    with pytest.raises(Refused) as refused:
        actions.extend_call(call=call, closes_at=call.closes_at, reason="来不及", by=cast.officer)
    assert refused.value.code == "window_invalid"
    assert actions.extend_call(call=call, closes_at=later, reason="盟市反映来不及", by=cast.officer).closes_at == later
    assert "盟市反映来不及" in events.of(call).first().note
    with pytest.raises(Forbidden):
        actions.close_call(call=call, reason="已足够", by=cast.officer2)
    with pytest.raises(Refused) as refused:
        actions.close_call(call=call, reason=" ", by=cast.officer)
    assert refused.value.code == "reason_missing"
    closed = actions.close_call(call=call, reason="需求已足够", by=cast.officer)
    assert closed.closes_at <= clock.now()
    with pytest.raises(Refused) as refused:
        actions.create_need(call=closed, title="晚了", by=cast.applicant)
    assert refused.value.code == "call_closed"
    with pytest.raises(Refused) as refused:
        actions.close_call(call=closed, reason="再关一次", by=cast.officer)
    assert refused.value.code == "call_closed"
    again = clock.now() + timedelta(days=5)
    opened = actions.extend_call(call=closed, closes_at=again, reason="重新开放", by=cast.officer)
    assert pool.handed_in(cast, opened, "补报的需求").state == "SUBMITTED"
