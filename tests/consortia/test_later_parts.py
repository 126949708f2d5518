"""What the form asks since E-13 is whole: it opens into rows, is read by experts, and bids written before still live."""

import importlib
import json
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from consortia import actions, drafts, queries
from consortia.actions import submission
from consortia.models import BidSection, BidStatement
from consortia.views import reading
from core import clock
from tests.consortia.test_drafts import running
from tests.consortia.test_views import body, client_of
from tests.stories import challenges as challenge_stories
from tests.stories import consortia as stories

FORMER = "亩均增收 300 元，带动农牧户 2000 户。"


def as_before(bid) -> None:
    """The draft as it was written when these parts were not asked."""
    bid.sections.filter(name__in=["foundation", "benefits"]).delete()
    for name, change in (("technical", {"benefits": FORMER}), ("milestones", {})):
        row = bid.sections.get(name=name)
        content = json.loads(row.content) | change
        content.pop("years", None)
        BidSection.objects.filter(pk=row.pk).update(content=json.dumps(content, ensure_ascii=False))


@pytest.fixture
def sealed_before(cast, challenge, monkeypatch):
    """A bid that was sealed when these parts were not asked."""
    bid = stories.bid_at_unit(cast, challenge)
    as_before(bid)
    monkeypatch.setattr(submission, "refuse_defects", lambda bid: None)
    actions.submit_bid(bid=bid, by=cast.unitadmin)
    monkeypatch.undo()
    return bid


def test_every_new_field_opens_into_its_own_place(cast, challenge):
    platform = actions.add_platform(
        organization=cast.lead, name="草种国家创新中心", level="NATIONAL", by=cast.unitadmin
    )
    consortium = stories.registered_consortium(cast)
    sections = drafts.example(challenge=challenge, consortium=consortium)
    sections["foundation"].update(no_projects=False, projects=[running(sections)])
    bid = stories.drafted_bid(cast, challenge)
    actions.save_draft(bid=bid, sections=sections, by=cast.applicant)
    stories.submit(cast, bid)
    stories.open_challenge_bids(cast, challenge)
    bid.refresh_from_db()
    assert [one.platform for one in bid.platforms.all()] == [platform]
    assert bid.annual_targets.count() == len(sections["milestones"]["years"])
    assert bid.rights.get().number == "ZL202010123456.7"
    assert bid.running_projects.get().difference == running(sections)["difference"]
    assert bid.statement.ownership == sections["benefits"]["ownership"]
    again = queries.content_of(bid)
    for name in ("foundation", "benefits"):
        assert again[name] == sections[name]
    assert again["milestones"]["years"] == sections["milestones"]["years"]
    shown = body(client_of(cast.officer).get(f"/bids/{bid.pk}/content/"))
    for words in (platform.name, "ZL202010123456.7", "草种质资源收集与评价", "由牵头单位优先实施", "120"):
        assert words in shown


def test_a_bid_sealed_before_still_opens_and_is_read(cast, challenge, sealed_before):
    opening = stories.open_challenge_bids(cast, challenge)
    assert [entry["result"] for entry in opening.entries] == ["OPENED"]
    sealed_before.refresh_from_db()
    assert not BidStatement.objects.exists()
    found = {part.name: part for part in reading.parts(challenge, queries.content_of(sealed_before))}
    assert ("效益与应用", FORMER) in found["technical"].texts
    assert [table.nothing for table in found["foundation"].tables] == ["没有填写。"] * 3
    assert FORMER in body(client_of(cast.officer).get(f"/bids/{sealed_before.pk}/content/"))


def test_a_bid_sealed_before_comes_back_in_the_shape_of_today(cast, sealed_before):
    actions.recall_bid(bid=sealed_before, by=cast.unitadmin)
    sections = queries.sections(sealed_before)
    assert sections["benefits"]["economic"] == FORMER
    assert sections["milestones"]["years"] == []
    assert {name: drafts.clean(name, content) for name, content in sections.items()} == sections


def test_drafts_begun_before_are_carried_over(cast, challenge):
    bid = stories.drafted_bid(cast, challenge)
    as_before(bid)
    versions = dict(bid.sections.values_list("name", "version"))
    migration = importlib.import_module("consortia.migrations.0003_drafts_of_today")
    for _twice in range(2):
        migration.forward(apps, SimpleNamespace(connection=connection))
    sections = queries.sections(bid)
    assert sections["benefits"] == drafts.blank("benefits") | {"economic": FORMER}
    assert {name: drafts.clean(name, content) for name, content in sections.items()} == sections
    now = dict(bid.sections.values_list("name", "version"))
    assert {name for name, version in versions.items() if now[name] != version} == {"technical", "milestones"}


def test_what_is_known_of_ownership_is_not_typed_again(cast, challenge):
    consortium = stories.registered_consortium(cast, name="有约定的联合体", benefit_terms="成果按贡献共有。")
    bid = actions.start_bid(challenge=challenge, consortium=consortium, by=cast.applicant)
    assert queries.sections(bid)["benefits"]["ownership"] == "成果按贡献共有。"


def test_none_is_said_by_a_tick_and_shown_as_such(cast, challenge):
    bid = stories.drafted_bid(cast, challenge)
    found = {part.name: part for part in reading.parts(challenge, queries.sections(bid))}
    assert [table.nothing for table in found["foundation"].tables if not table.rows] == [
        "无依托的创新平台。", "无在研项目。",
    ]  # fmt: skip


def test_reuse_takes_the_platforms_that_are_still_there(cast, challenge):
    kept = actions.add_platform(organization=cast.lead, name="重点实验室", level="REGIONAL", by=cast.unitadmin)
    gone = actions.add_platform(organization=cast.lead, name="已撤销的中心", level="REGIONAL", by=cast.unitadmin)
    source = stories.drafted_bid(cast, challenge)
    assert len(queries.sections(source)["foundation"]["platforms"]) == 2
    actions.end_platform(platform=gone, on=clock.today(), reason="整合。", by=cast.unitadmin)
    other = challenge_stories.open_challenge(cast)
    bid = actions.start_bid(challenge=other, consortium=source.consortium, by=cast.applicant)
    actions.reuse_sections(bid=bid, source=source, names=["foundation", "benefits", "milestones"], by=cast.applicant)
    sections = queries.sections(bid)
    assert sections["foundation"]["platforms"] == [{"platform_id": kept.pk}]
    assert sections["benefits"] == queries.sections(source)["benefits"]


def test_reuse_of_a_bid_opened_before_offers_and_takes_only_what_it_says(cast, challenge, sealed_before):
    stories.open_challenge_bids(cast, challenge)
    sealed_before.refresh_from_db()
    other = challenge_stories.open_challenge(cast, batch=challenge_stories.batch(cast, year=2027))
    bid = stories.drafted_bid(cast, other)
    own = queries.sections(bid)["foundation"]
    page = client_of(cast.applicant).get(f"/bids/{bid.pk}/reuse/?from={sealed_before.pk}")
    offered = {name for name, _label, _full in page.context["rows"]}
    assert ("foundation" in offered, "benefits" in offered) == (False, True)
    names = ["foundation", "benefits"]
    taken = actions.reuse_sections(bid=bid, source=sealed_before, names=names, by=cast.applicant)
    assert taken == ["benefits"]
    assert queries.sections(bid)["foundation"] == own
    assert queries.sections(bid)["benefits"]["economic"] == FORMER
