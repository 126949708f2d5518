"""Public notices: two persons, working days, corrections (3.5, R-TIM-02, appendix C)."""

from datetime import date, datetime, timedelta

import pytest

from accounts.queries import system_user
from challenges import actions, queries
from challenges.models import Batch, PublicNotice
from core import clock
from core.errors import Forbidden, Refused
from tests.stories import challenges as stories
from tests.stories.cast import cast as make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def challenge(cast):
    return stories.drafted_challenge(cast)


def draft(cast, challenge, **details):
    item = {"challenge": challenge, "project_title": "项目", "consortium_name": "联合体", "lead_name": "牵头单位"}
    values = {"title": "公示", "body": "现予公示。", "items": [item], **details}
    return actions.draft_notice(kind="PROPOSED_AWARD", batch=challenge.batch, by=cast.officer, **values)


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (date(2022, 5, 23), date(2022, 5, 27)),
        (date(2023, 4, 26), date(2023, 5, 5)),  # the May holiday lies inside
        (date(2023, 9, 28), date(2023, 10, 10)),  # Saturday 7th and Sunday 8th October work
        (date(2022, 7, 1), date(2022, 7, 7)),
    ],
)
def test_five_working_days_count_both_ends_and_end_at_midnight(cast, challenge, start, last):
    clock.move(to=datetime(start.year, start.month, start.day, 10, tzinfo=clock.BEIJING))
    notice = actions.publish_notice(notice=draft(cast, challenge), by=cast.publisher)
    midnight = datetime(last.year, last.month, last.day, tzinfo=clock.BEIJING) + timedelta(days=1)
    assert (notice.starts_on, notice.ends_on, notice.ends_at, notice.working_days) == (start, last, midnight, 5)
    assert actions.end_due_notices(by=system_user(), at=midnight - timedelta(seconds=1)) == 0
    assert actions.end_due_notices(by=system_user(), at=midnight) == 1
    assert actions.end_due_notices(by=system_user(), at=midnight) == 0
    assert PublicNotice.objects.get().state == "ENDED"


def test_a_proposed_award_names_where_objections_are_heard(cast, challenge):
    """E-17: the office in charge, and supervision beside it."""
    names = [row["name"] for row in draft(cast, challenge).contacts]
    assert names == [*(row["name"] for row in challenge.batch.contacts), cast.supervisor.office.name]
    mine = [{"name": cast.supervisor.office.name, "phone": "0471-1"}]
    assert draft(cast, challenge, contacts=mine).contacts == mine


def test_the_length_comes_from_the_rules_of_the_batch(cast):
    challenge = stories.drafted_challenge(cast, batch=stories.batch(cast, rules={"notice_working_days": 7}))
    clock.move(to=datetime(2022, 5, 23, 10, tzinfo=clock.BEIJING))
    notice = actions.publish_notice(notice=draft(cast, challenge), by=cast.publisher)
    assert notice.ends_on == date(2022, 5, 31)


def test_the_drafter_does_not_publish(cast, challenge):
    notice = draft(cast, challenge)
    PublicNotice.objects.filter(pk=notice.pk).update(created_by=cast.publisher)
    with pytest.raises(Forbidden):
        actions.publish_notice(notice=PublicNotice.objects.get(), by=cast.publisher)
    with pytest.raises(Forbidden):
        actions.publish_notice(notice=notice, by=cast.officer)


def test_every_missing_field_is_named_at_once(cast, challenge):
    notice = draft(cast, challenge, title=" ", body="", items=[], contacts=[], objection_guide="", issuer="")
    with pytest.raises(Refused) as refused:
        actions.publish_notice(notice=notice, by=cast.publisher)
    assert refused.value.defects == ["标题", "正文", "发文机关", "公示条目", "联系方式", "异议提出方式"]


@pytest.mark.parametrize(
    "text", ["负责人身份证 150105199001010018。", "联系手机13800000000", "账号 6222020200112233445"]
)
def test_personal_numbers_do_not_get_onto_a_public_page(cast, challenge, text):
    with pytest.raises(Refused) as refused:
        actions.publish_notice(notice=draft(cast, challenge, body=text), by=cast.publisher)
    assert refused.value.code == "personal_data"


def test_a_notice_is_published_once(cast, challenge):
    notice = actions.publish_notice(notice=draft(cast, challenge), by=cast.publisher)
    with pytest.raises(Refused) as refused:
        actions.publish_notice(notice=notice, by=cast.publisher)
    assert refused.value.code == "wrong_state"
    with pytest.raises(Refused):
        actions.edit_notice(notice=notice, changes={"title": "改"}, by=cast.officer)


def test_a_notice_does_not_start_in_the_past(cast, challenge):
    yesterday = clock.today() - timedelta(days=1)
    with pytest.raises(Refused) as refused:
        actions.publish_notice(notice=draft(cast, challenge), starts_on=yesterday, by=cast.publisher)
    assert refused.value.code == "start_passed"


def test_a_correction_restarts_the_period_under_a_new_notice(cast, challenge):
    clock.move(to=datetime(2022, 5, 23, 10, tzinfo=clock.BEIJING))
    old = actions.publish_notice(notice=draft(cast, challenge), by=cast.publisher)
    clock.move(to=datetime(2022, 5, 26, 10, tzinfo=clock.BEIJING))
    new = actions.correct_notice(
        notice=old, reason="牵头单位名称有误", changes={"items": {1: {"lead_name": "更正后单位"}}}, by=cast.officer
    )
    assert PublicNotice.objects.get(pk=old.pk).state == "PUBLISHED"  # stands until the correction is out
    actions.publish_notice(notice=new, by=cast.publisher)
    old.refresh_from_db()
    new.refresh_from_db()
    assert (old.state, new.state, new.replaces, new.correction_reason) == (
        "CORRECTED",
        "PUBLISHED",
        old,
        "牵头单位名称有误",
    )
    assert (new.starts_on, new.ends_on) == (date(2022, 5, 26), date(2022, 6, 1))
    assert (new.title, new.written_on) == ("公示（更正）", date(2022, 5, 26))
    assert [(one["label"], one["was"], one["now"]) for one in new.corrections] == [
        ("第 1 项 牵头单位", "牵头单位", "更正后单位")
    ]
    line = queries.current_item(old.items.get())
    assert (line.notice, line.lead_name) == (new, "更正后单位")
    assert actions.end_due_notices(by=system_user(), at=old.ends_at) == 0


def test_one_correction_at_a_time_with_its_reason(cast, challenge):
    notice = actions.publish_notice(notice=draft(cast, challenge), by=cast.publisher)
    with pytest.raises(Refused) as refused:
        actions.correct_notice(notice=notice, reason="", by=cast.officer)
    assert refused.value.code == "reason_missing"
    actions.correct_notice(notice=notice, reason="笔误", by=cast.officer)
    with pytest.raises(Refused) as refused:
        actions.correct_notice(notice=notice, reason="又一处", by=cast.officer)
    assert refused.value.code == "correction_exists"


def test_amounts_are_shown_while_proposed_only_by_the_rules(cast):
    hidden = stories.proposed_notice(cast, stories.drafted_challenge(cast), amount_fen=1)
    shown = stories.proposed_notice(
        cast,
        stories.drafted_challenge(cast, batch=stories.batch(cast, rules={"shows_amount_in_notice": True}, name="二")),
    )
    assert (queries.shows_amounts(hidden), queries.shows_amounts(shown)) == (False, True)
    assert Batch.objects.count() == 2
