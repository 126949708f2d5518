"""The board: stages, days, what blocks and whose turn; acts on several rows; the same number of queries however much there is."""

import re
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from accounts.queries import system_user
from challenges import actions
from challenges.models import Batch, Challenge
from config import board
from config.board import bulk
from config.board.durations import durations
from config.board.stages import BY_KEY, Limit, limit_of
from core import clock, events, turns
from core.errors import Forbidden, Refused
from core.models import Outbox
from tests.stories import challenges as stories
from tests.stories.cast import cast as make_cast


@pytest.fixture
def cast(db):
    return make_cast()


def fresh(user) -> User:
    return User.objects.get(pk=user.pk)


def row_of(batch, user=None):
    (row,) = board.rows(list(Batch.objects.filter(pk=batch.pk).select_related("programme__office", "rule_set")), user)
    return row


def shape(queries) -> list[str]:
    plain = (re.sub(r"\d+|'[^']*'", "?", one["sql"]) for one in queries)
    return [re.sub(r"\((\?, )*\?\)", "(?)", one) for one in plain]


def text(client, user, address: str) -> str:
    client.force_login(user)
    found = client.get(address)
    assert found.status_code == 200
    return found.content.decode()


def test_each_stage_has_its_count_and_the_line_says_whose_turn_it_is(cast):
    batch = stories.batch(cast)
    stories.refined_challenge(cast, batch=batch)
    stories.approved_challenge(cast, batch=batch, title="第二项榜单")
    row = row_of(batch, fresh(cast.officer))
    assert [cell.count for cell in row.cells] == [1, 1, 0, 0, 0, 0, 0, 0]
    refining = next(line for line in row.lines if "凝练中" in line.what)
    assert refining.who == "农村科技处 · 业务处室经办人"
    assert refining.is_mine
    secrecy = next(line for line in row.lines if "保密审查" in line.what)
    assert secrecy.count == 1
    assert not any(line.is_mine for line in row_of(batch, fresh(cast.finance)).lines)


def test_the_turn_of_another_office_is_not_mine(cast):
    batch = stories.refined_challenge(cast).batch
    row = row_of(batch, fresh(cast.officer2))
    assert not next(line for line in row.lines if "凝练中" in line.what).is_mine


def test_days_are_working_days_and_the_late_come_first(cast):
    """S99. Batches in preparation are late from the day on which they should have opened."""
    now = clock.now()
    late = stories.batch(cast, name="晚了的", open_at=now + timedelta(days=3), deadline=now + timedelta(days=33))
    stories.refined_challenge(cast, batch=late)
    calm = stories.batch(cast, name="不急的", open_at=now + timedelta(days=60), deadline=now + timedelta(days=90))
    stories.refined_challenge(cast, batch=calm)
    clock.move(to=now + timedelta(days=14))
    found = board.rows(list(Batch.objects.select_related("programme__office", "rule_set").order_by("-pk")))
    assert [row.batch.name for row in found] == ["晚了的", "不急的"]
    line = found[0].lines[0]
    assert line.over == 11
    assert line.limit.source == "计划开放时间"
    assert 8 <= line.elapsed <= 10  # two weeks have ten working days, fewer with holidays
    assert found[1].over == 0


def test_the_plan_of_the_batch_goes_before_the_usual_time(cast):
    batch = stories.batch(cast, route=[{"name": "专家评审", "on": "2022-05-01"}])
    review = BY_KEY["review"]
    found = limit_of(review, batch)
    assert str(found.on) == "2022-05-01"
    assert "专家评审" in found.source
    notice = BY_KEY["notice"]
    assert limit_of(notice, batch) == Limit("规则集", days=batch.rule_set.notice_working_days)


def test_durations_say_how_long_each_stage_took(cast):
    challenge = stories.closed_challenge(cast)
    found = {one.label: one for one in durations(challenge.batch)}
    assert found["揭榜"].passed == 1
    assert 15 <= found["揭榜"].longest <= 23
    assert found["开标与资格审查"].waiting == 1
    assert found["开标与资格审查"].waiting_longest == 0


def test_pages_filter_by_office_and_by_turn(cast, client):
    batch = stories.refined_challenge(cast).batch
    assert str(batch) in text(client, cast.officer, "/board/")
    assert str(batch) in text(client, cast.officer, "/board/?mine=turn")
    assert str(batch) not in text(client, cast.finance, "/board/?mine=turn")
    assert str(batch) not in text(client, cast.officer2, "/board/?mine=office")
    assert str(batch) in text(client, cast.officer2, "/board/")  # everybody on the staff reads
    assert "没有符合条件的批次" in text(client, cast.officer, "/board/?year=1999")
    client.force_login(cast.applicant)
    assert client.get("/board/").status_code == 403
    assert client.get(f"/board/{batch.pk}/").status_code == 403


def test_several_challenges_are_approved_at_once_and_each_is_told_what_came_of_it(cast, client):
    batch = stories.batch(cast)
    ready = stories.refined_challenge(cast, batch=batch)
    lacking = stories.refined_challenge(cast, batch=batch, title="缺内容的榜单", bottleneck="")
    resolution = stories.resolution(cast)
    client.force_login(cast.officer)
    typed = {"act": "approve", "challenge": [ready.pk, lacking.pk], "resolution": resolution.pk}
    page = client.post(f"/board/{batch.pk}/", typed).content.decode()
    assert "已办理" in page
    assert "未办理" in page
    assert "瓶颈问题" in page
    states = dict(Challenge.objects.values_list("pk", "state"))
    assert states == {ready.pk: "APPROVED", lacking.pk: "REFINING"}


def test_an_act_on_several_rows_asks_the_rule_of_each(cast, client):
    """officer2 works in another office; a finance officer is not even offered the act."""
    challenge = stories.refined_challenge(cast)
    resolution = stories.resolution(cast)
    typed = {"act": "approve", "challenge": [challenge.pk], "resolution": resolution.pk}
    client.force_login(cast.officer2)
    assert "由“农村科技处”负责" in client.post(f"/board/{challenge.batch_id}/", typed).content.decode()
    client.force_login(cast.finance)
    assert client.post(f"/board/{challenge.batch_id}/", typed).status_code == 404
    assert Challenge.objects.get().state == "REFINING"


def test_the_author_does_not_review_secrecy_of_several_either(cast, client):
    challenge = stories.refined_challenge(cast)
    client.force_login(cast.officer)
    page = client.post(f"/board/{challenge.batch_id}/", {"act": "secrecy", "challenge": [challenge.pk]})
    assert "起草人不能审查自己的榜单" in page.content.decode()
    client.force_login(cast.publisher)
    client.post(f"/board/{challenge.batch_id}/", {"act": "secrecy", "challenge": [challenge.pk]})
    assert Challenge.objects.get().secrecy_reviewed_by == cast.publisher


def test_nothing_ticked_and_no_resolution_are_said(cast, client):
    challenge = stories.refined_challenge(cast)
    client.force_login(cast.officer)
    address = f"/board/{challenge.batch_id}/"
    assert client.post(address, {"act": "approve"}).status_code == 422
    assert client.post(address, {"act": "approve", "challenge": [challenge.pk]}).status_code == 422


def test_a_reminder_reaches_whose_turn_it_is_once_a_day(cast):
    challenge = stories.refined_challenge(cast)
    assert bulk.remind(challenge=challenge, by=fresh(cast.supervisor)) == 1
    payload = Outbox.objects.filter(key__contains="remind:").get().payload
    assert payload["recipient"] == cast.officer.pk
    assert challenge.code in payload["title"]
    assert events.of(challenge).first().note.startswith("提醒高经办")
    with pytest.raises(Refused, match="今天已经催办过"):
        bulk.remind(challenge=challenge, by=fresh(cast.publisher))
    clock.move(to=clock.now() + timedelta(days=1))
    assert bulk.remind(challenge=challenge, by=fresh(cast.publisher)) == 1
    with pytest.raises(Forbidden):
        bulk.remind(challenge=challenge, by=fresh(cast.auditor))


def test_nobody_is_reminded_of_what_the_units_or_the_clock_do(cast):
    with pytest.raises(Refused) as caught:
        bulk.remind(challenge=stories.open_challenge(cast), by=fresh(cast.supervisor))
    assert caught.value.code == "nobody_to_remind"


@pytest.mark.django_db(transaction=True)
def test_two_reminders_at_once_are_one(run_in_threads):
    cast = make_cast()
    challenge = stories.refined_challenge(cast)
    people = [fresh(cast.supervisor), fresh(cast.publisher)]
    results = run_in_threads(2, lambda number: bulk.remind(challenge=challenge, by=people[number]))
    assert sorted(type(one).__name__ for one in results) == ["Refused", "int"]


def test_the_board_asks_as_many_queries_for_three_batches_as_for_one(cast, client):
    stories.refined_challenge(cast)
    client.force_login(cast.officer)
    client.get("/board/")
    with CaptureQueriesContext(connection) as one:
        client.get("/board/")
    for number in range(2):
        batch = stories.batch(cast, name=f"第{number}批")
        stories.approved_challenge(cast, batch=batch, title=f"榜单{number}")
        stories.drafted_challenge(cast, batch=batch, title=f"草稿{number}")
    with CaptureQueriesContext(connection) as three:
        client.get("/board/")
    assert len(three) == len(one), Counter(shape(three)) - Counter(shape(one))
    first, last = Batch.objects.order_by("pk").first(), Batch.objects.order_by("pk").last()
    with CaptureQueriesContext(connection) as one:
        client.get(f"/board/{first.pk}/")
    with CaptureQueriesContext(connection) as more:
        client.get(f"/board/{last.pk}/")
    assert len(more) == len(one), Counter(shape(more)) - Counter(shape(one))


def test_an_extended_challenge_and_the_deadline_of_its_batch_are_both_shown(cast, client):
    batch = stories.batch(cast)
    first, second = stories.open_challenges(cast, 2, batch=batch)
    later = second.deadline + timedelta(days=7)
    actions.extend_deadline(challenge=second, deadline=later, reason="应揭榜单位要求。", by=cast.publisher)
    row = row_of(batch, fresh(cast.officer))
    assert (row.until, row.extended.count, row.extended.last) == (first.deadline, 1, later)
    (line,) = [line for line in row.lines if "揭榜中" in line.what]
    assert (line.until, line.extended.count) == (first.deadline, 1)
    for address in ("/board/", f"/board/{batch.pk}/", "/desk/"):
        assert "1 项已延期" in text(client, cast.officer, address)
    assert "延期至" in text(client, cast.officer, f"/board/{batch.pk}/")
    # Past the first deadline nothing is late while the extended one still runs.
    clock.move(to=first.deadline + timedelta(days=2))
    actions.close_due(by=system_user())
    row = row_of(batch, fresh(cast.officer))
    assert row.until == later
    assert not [line for line in row.lines if line.over]


def test_a_running_notice_is_not_late_whatever_the_plan_said(cast):
    batch = stories.batch(cast, route=[{"name": "公示", "on": "2020-01-01"}])
    assert limit_of(BY_KEY["notice"], batch) == Limit("规则集", days=batch.rule_set.notice_working_days)


def test_objections_are_counted_for_the_office_without_a_way_into_them(cast):
    challenge = stories.published_challenge(cast)
    notice = stories.proposed_notice(cast, challenge)
    actions.file_objection(
        item=notice.items.get(), party_kind="PERSON", party_name="赵敏", party_contact="示例路1号", content="内容重复。",
        by=system_user(),
    )  # fmt: skip
    for user, url in ((cast.officer, f"/board/{challenge.batch_id}/"), (cast.supervisor, "/objections/")):
        row = row_of(challenge.batch, fresh(user))
        (line,) = [line for line in row.lines if "异议" in line.what]
        assert line.url == url


def test_by_the_rules_of_2021_a_closed_challenge_waits_for_its_contract(cast):
    challenge = stories.closed_challenge(cast, batch=stories.batch(cast, mechanism="ENTERPRISE_2021"))
    assert "技术合同" in turns.of(challenge).what
