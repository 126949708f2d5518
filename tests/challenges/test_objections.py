"""Objections: real names, within the period, heard by supervision alone (3.5, E-18)."""

from datetime import date, timedelta

import pytest

from challenges import actions, queries
from challenges.models import Objection
from core import events
from core.errors import Forbidden, Refused
from core.models import Event, Outbox
from tests.challenges.objecting import file
from tests.stories import challenges as stories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_may")]


def test_a_visitor_objects_and_is_answered_within_three_working_days(item):
    objection = file(item)
    assert (objection.state, objection.number) == ("RECEIVED", "内科异〔2022〕1号")
    assert objection.due_on == date(2022, 5, 26)
    assert file(item).number == "内科异〔2022〕2号"


def test_every_defect_is_named_at_once(item):
    with pytest.raises(Refused) as refused:
        file(item, party_kind="ORGANIZATION", party_name="匿名", party_contact="", content=" ")
    assert len(refused.value.defects) == 5
    assert Objection.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "defects"),
    [
        ({"legal_representative": "钱总", "has_seal": True}, 0),
        ({"legal_representative": "", "has_seal": True}, 1),
        ({"legal_representative": "钱总", "has_seal": False}, 1),
    ],
)
def test_a_unit_needs_seal_and_legal_representative(item, changes, defects):
    values = {"party_kind": "ORGANIZATION", "party_name": "岱海牧草科技有限公司", **changes}
    if not defects:
        assert file(item, **values).has_seal
        return
    with pytest.raises(Refused) as refused:
        file(item, **values)
    assert len(refused.value.defects) == defects


def test_a_late_objection_is_refused_at_midnight_of_the_last_day(item):
    ends_at = item.notice.ends_at
    file(item, at=ends_at - timedelta(seconds=1))
    with pytest.raises(Refused) as refused:
        file(item, at=ends_at)
    assert refused.value.code == "notice_over"


def test_who_objected_stays_in_restricted_events_and_encrypted_columns(cast, item):
    objection = file(item, by=cast.rival_applicant)
    actions.admit_objection(objection=objection, accepted=True, note="有事实依据", by=cast.supervisor)
    assert list(events.of(objection)) == []
    assert events.of(objection, restricted=True).count() == 2
    assert not Event.objects.filter(actor_id=cast.rival_applicant.pk, is_restricted=False).exists()
    row = Objection.objects.get()
    assert row.party_name == "赵敏"
    with pytest.raises(Exception, match="encrypted"):
        Objection.objects.filter(party_name="赵敏").exists()


def test_supervision_alone_handles_it(cast, item):
    objection = file(item)
    for user in (cast.officer, cast.publisher, cast.auditor, cast.finance):
        with pytest.raises(Forbidden):
            actions.admit_objection(objection=objection, accepted=True, note="受理", by=user)


def test_whoever_objected_does_not_handle_it(cast, item):
    objection = file(item, by=cast.supervisor)
    with pytest.raises(Forbidden):
        actions.admit_objection(objection=objection, accepted=True, note="受理", by=cast.supervisor)


def test_an_open_objection_stands_in_the_way_until_settled(cast, item):
    other = item.notice.items.get(number=2)
    objection = file(item)
    assert list(queries.open_objections(item)) == [objection]
    assert list(queries.open_objections(other)) == []
    actions.admit_objection(objection=objection, accepted=True, note="受理", by=cast.supervisor)
    assert objection.due_on == date(2022, 6, 14)  # 15 working days after 23 May, the Dragon Boat holiday inside
    assert list(queries.open_objections(item)) == [objection]
    actions.settle_objection(
        objection=objection, upheld=False, investigation_note="查无此事", public_reply="不成立", by=cast.supervisor
    )
    assert list(queries.open_objections(item)) == []
    assert list(queries.upheld_objections(item)) == []


def test_a_rejected_objection_does_not_stand_in_the_way(cast, item):
    objection = file(item)
    actions.admit_objection(objection=objection, accepted=False, note="与本次公示无关", by=cast.supervisor)
    assert list(queries.open_objections(item)) == []


def test_objections_follow_a_line_through_corrections(cast, item):
    objection = file(item)
    new = actions.correct_notice(notice=item.notice, reason="笔误", by=cast.officer)
    actions.publish_notice(notice=new, by=cast.publisher)
    line = queries.current_item(item)
    assert line.notice == new
    assert list(queries.open_objections(line)) == [objection]
    assert list(queries.open_objections(item)) == [objection]
    late = file(line)
    assert set(queries.open_objections(item)) == {objection, late}


def test_settling_needs_a_note_and_happens_once(cast, item):
    objection = file(item)
    actions.admit_objection(objection=objection, accepted=True, note="受理", by=cast.supervisor)
    with pytest.raises(Refused) as refused:
        actions.settle_objection(objection=objection, upheld=True, investigation_note=" ", by=cast.supervisor)
    assert refused.value.code == "note_missing"
    actions.settle_objection(objection=objection, upheld=True, investigation_note="属实", by=cast.supervisor)
    assert list(queries.upheld_objections(item)) == [objection]
    with pytest.raises(Refused) as refused:
        actions.settle_objection(objection=objection, upheld=False, investigation_note="反悔", by=cast.supervisor)
    assert refused.value.code == "wrong_state"


def test_the_time_to_settle_is_extended_once(cast, item):
    objection = file(item)
    with pytest.raises(Refused) as refused:
        actions.extend_objection(objection=objection, reason="复杂", by=cast.supervisor)
    assert refused.value.code == "wrong_state"
    actions.admit_objection(objection=objection, accepted=True, note="受理", by=cast.supervisor)
    extended = actions.extend_objection(objection=objection, reason="情况复杂", by=cast.supervisor)
    assert extended.due_on == date(2022, 7, 5)
    with pytest.raises(Refused) as refused:
        actions.extend_objection(objection=objection, reason="再延", by=cast.supervisor)
    assert refused.value.code == "extended_already"


def test_an_announcement_takes_no_objections(cast):
    challenge = stories.published_challenge(cast)
    notice = challenge.batch.notices.get()
    values = {"challenge": challenge, "project_title": "甲", "consortium_name": "乙", "lead_name": "丙"}
    line = notice.items.create(number=1, **values)
    with pytest.raises(Refused) as refused:
        file(line)
    assert refused.value.code == "notice_over"


def test_supervision_is_told_once_and_without_a_name(cast, item):
    objection = file(item)
    messages = Outbox.objects.filter(kind="message", payload__recipient=cast.supervisor.pk)
    assert [row.payload["title"] for row in messages] == [f"收到异议 {objection.number}"]
    assert "赵敏" not in str(messages.get().payload)
