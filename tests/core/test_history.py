"""The readable history of an object: sentences, documents, changes, filters, pages; what is restricted is not shown."""

import re

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from challenges import actions as challenge_actions
from core import clock, events
from core.ui.history import entry, history
from tests.stories import challenges as stories
from tests.stories import consortia as story
from tests.stories.cast import cast as make_cast


@pytest.fixture
def cast(db):
    return make_cast()


def asked(**query):
    return RequestFactory().get("/", {key.replace("_", "-"): value for key, value in query.items()})


def sentence(item) -> str:
    return item.who + item.label + item.rest


def test_an_event_reads_as_a_sentence_with_its_document(cast):
    challenge = stories.refined_challenge(cast)
    resolution = stories.resolution(cast)
    challenge_actions.approve_challenge(challenge=challenge, resolution=resolution, by=cast.officer)
    item = entry(events.of(challenge).filter(verb="challenge.approve").get())
    assert sentence(item) == (
        "高经办（业务处室经办人，内蒙古自治区科学技术厅（示例））审定榜单，状态由“凝练中”变为“已审定”。"
    )
    assert item.documents == (("审定决议", str(resolution), resolution.get_absolute_url()),)


def test_the_page_shows_it(cast, client):
    challenge = stories.approved_challenge(cast)
    client.force_login(cast.officer)
    page = re.sub(r"<[^>]+>|\s+", "", client.get(challenge.get_absolute_url()).content.decode())
    assert "审定榜单，状态由“凝练中”变为“已审定”。" in page
    assert "依据：审定决议" in page


def test_changed_fields_are_named_in_chinese(cast):
    batch = stories.batch(cast)
    challenge_actions.edit_batch(
        batch=batch, changes={"name": "第一批", "document_number": "内科发〔2022〕2号"}, by=cast.officer
    )
    assert entry(events.of(batch).first()).changes == ("修改：发文字号、批次名称",)
    rules = batch.rule_set
    challenge_actions.edit_rule_set(rule_set=rules, changes={"panel_size": 9}, by=cast.officer)
    assert entry(events.of(rules).first()).changes == ("评审组人数：7 → 9",)


def test_names_are_those_of_the_time(cast):
    batch = stories.batch(cast)
    User.objects.filter(pk=cast.officer.pk).update(first_name="新名字")
    challenge_actions.edit_batch(batch=batch, changes={"name": "第一批"}, by=User.objects.get(pk=cast.officer.pk))
    newest, oldest = (entry(event).who for event in events.of(batch))
    assert newest.startswith("新名字")
    assert oldest.startswith("高经办")


def test_a_long_history_is_turned_and_filtered(cast):
    batch = stories.batch(cast)
    for number in range(7):
        events.record(batch, "batch.note", by=cast.publisher, at=clock.now(), label="登记情况", note=f"第{number}次")
    events.record(batch, "batch.try", by=cast.finance, at=clock.now(), label="发布批次", refused=True)
    first = history(events.of(batch), asked(tab="x"), limit=5)
    assert len(first.items) == 5
    assert first.is_long
    assert first.older == "?tab=x&history=2"
    assert not first.newer
    second = history(events.of(batch), asked(history="2"), limit=5)
    assert len(second.items) == 4
    assert second.newer
    assert not second.older
    assert [item.note for item in history(events.of(batch), asked(history_words="第3次"), limit=5).items] == ["第3次"]
    assert [item.tone for item in history(events.of(batch), asked(history_kind="refused"), limit=5).items] == ["red"]
    assert [item.rest for item in history(events.of(batch), asked(history_kind="moves"), limit=5).items] == [
        "，状态为“筹备中”。"
    ]
    for nonsense in ("-1", "x", "99999999", "0"):
        assert history(events.of(batch), asked(history=nonsense), limit=5).items


def test_a_page_of_history_is_one_query(cast):
    batch = stories.batch(cast)
    with CaptureQueriesContext(connection) as few:
        history(events.of(batch), asked(), limit=5)
    for number in range(9):
        events.record(batch, "batch.note", by=cast.publisher, at=clock.now(), note=f"第{number}次")
    with CaptureQueriesContext(connection) as many:
        history(events.of(batch), asked(), limit=5)
    assert len(few) == len(many) == 1


def test_restricted_events_are_hidden_and_are_not_found_by_words(cast, client):
    batch = stories.batch(cast)
    events.record(
        batch, "batch.secret", by=cast.supervisor, at=clock.now(), label="举报线索", note="某某举报", restricted=True
    )
    client.force_login(cast.officer)
    for query in ("", "?history-words=举报", "?history-kind=refused"):
        assert "某某举报" not in client.get(batch.get_absolute_url() + query).content.decode()


def test_what_one_person_saved_in_a_row_is_one_entry_with_the_single_ones_in_it(cast, client):
    bid = story.drafted_bid(cast, stories.open_challenge(cast))
    saved = events.of(bid).filter(verb="bid.save").count()
    assert saved > 2
    shown = [item for item in history(events.of(bid), asked(), limit=30).items if item.folded]
    assert [(item.label, len(item.folded)) for item in shown] == [(f"保存 {saved} 次", saved)]
    assert shown[0].since == shown[0].folded[-1].at <= shown[0].at
    client.force_login(cast.applicant)
    page = client.get(bid.get_absolute_url()).content.decode()
    assert f"保存 {saved} 次" in page
    assert "保存“技术方案”" in page
    kept = history(events.of(bid), asked(history_words="保存"), limit=30).items
    assert len(kept) == saved, "what was looked for is shown line by line"


def test_saves_of_two_people_and_steps_between_them_stay_apart(cast):
    batch = stories.batch(cast)
    for name, by in (("甲", cast.officer), ("乙", cast.officer), ("丙", cast.officer2), ("丁", cast.officer)):
        events.record(batch, "batch.edit", by=by, at=clock.now(), label="修改批次", note=name)
    items = history(events.of(batch), asked(), limit=30).items
    assert [item.label for item in items[:3]] == ["修改批次", "修改批次", "修改批次 2 次"]
    assert [one.note for one in items[2].folded] == ["乙", "甲"]
