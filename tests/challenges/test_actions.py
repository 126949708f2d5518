"""Challenges from draft to published: works, refused, repeated."""

from datetime import timedelta

import pytest

from accounts.queries import system_user
from challenges import actions, checks, defaults, queries
from challenges.enums import ChallengeState, Mechanism, RefinementKind, ResolutionKind
from challenges.models import Batch, Challenge, PublicNotice, RuleSet
from core import clock, events
from core.errors import Conflict, Forbidden, Refused
from core.keystore import KeyStore
from tests.stories import challenges as stories
from tests.stories.cast import cast as make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db):
    return make_cast()


def test_a_challenge_goes_from_draft_to_closed(cast):
    challenge = stories.closed_challenge(cast)
    assert challenge.state == ChallengeState.CLOSED
    assert challenge.closed_by == system_user()
    assert challenge.code == f"{challenge.batch.year}-ZY-01"
    assert challenge.batch.state == "CLOSED"
    assert [event.verb for event in events.of(challenge)][:3] == [
        "challenge.close",
        "challenge.open",
        "challenge.publish",
    ]


def test_codes_count_within_programme_and_year(cast):
    first, second = stories.open_challenges(cast, 2)
    assert [first.code[-6:], second.code[-6:]] == ["-ZY-01", "-ZY-02"]


def test_approving_names_every_missing_section_at_once(cast):
    batch = stories.batch(cast)
    challenge = actions.draft_challenge(
        batch=batch,
        title="空白榜单",
        field=batch.programme.fields.first(),
        issue_mode="GOVERNMENT",
        government_reason="填补空白。",
        by=cast.officer,
    )
    actions.start_refining(challenge=challenge, by=cast.officer)
    with pytest.raises(Refused) as refused:
        actions.approve_challenge(challenge=challenge, resolution=stories.resolution(cast), by=cast.officer)
    assert refused.value.code == "challenge_incomplete"
    assert refused.value.defects == [
        "瓶颈问题",
        "专项目标",
        "考核指标",
        "揭榜条件",
        "总经费预算或财政支持上限",
        "发榜用户",
        *(f"适配性核对：{question}" for question, _hint in defaults.FITNESS.values()),
    ]
    assert Challenge.objects.get().state == ChallengeState.REFINING


@pytest.mark.parametrize(
    ("kind", "votes_for", "votes_against", "code"),
    [
        (ResolutionKind.AWARD, 7, 0, "resolution_kind"),
        (ResolutionKind.APPROVE_LIST, 3, 4, "resolution_not_passed"),
        (ResolutionKind.APPROVE_LIST, 4, 4, "resolution_not_passed"),
    ],
)
def test_approving_needs_a_passed_resolution_of_its_kind(cast, kind, votes_for, votes_against, code):
    challenge = stories.refined_challenge(cast)
    resolution = stories.resolution(cast, kind, votes_for=votes_for, votes_against=votes_against)
    with pytest.raises(Refused) as refused:
        actions.approve_challenge(challenge=challenge, resolution=resolution, by=cast.officer)
    assert refused.value.code == code


def test_refining_needs_a_need_or_the_government_reason(cast):
    challenge = stories.drafted_challenge(cast, government_reason="")
    with pytest.raises(Refused) as refused:
        actions.start_refining(challenge=challenge, by=cast.officer)
    assert refused.value.code == "origin_missing"


def test_each_refinement_keeps_the_text_as_it_left_it(cast):
    challenge = stories.refined_challenge(cast)
    actions.record_refinement(
        challenge=challenge,
        kind=RefinementKind.COMMITTEE,
        held_on=clock.today(),
        conclusion="目标收紧。",
        participants=[cast.experts[0].person],
        changes={"objective": "育成 4 个新品种。"},
        by=cast.officer,
    )
    _draft, first, second = challenge.refinements.order_by("version")
    assert (first.version, second.version, Challenge.objects.get().version) == (2, 3, 3)
    assert first.snapshot["objective"] == stories.DETAILS["objective"]
    assert second.snapshot["objective"] == "育成 4 个新品种。"
    assert second.snapshot["indicators"][0]["target"] == "3"
    assert list(second.participants.all()) == [cast.experts[0].person]


def test_a_committee_round_names_who_took_part(cast):
    challenge = stories.refined_challenge(cast)
    with pytest.raises(Refused) as refused:
        actions.record_refinement(
            challenge=challenge,
            kind=RefinementKind.COMMITTEE,
            held_on=clock.today(),
            conclusion="同意。",
            by=cast.officer,
        )
    assert refused.value.code == "participants_missing"


def test_two_editors_do_not_overwrite_each_other(cast):
    challenge = stories.drafted_challenge(cast)
    seen = queries.text_digest(challenge)
    actions.edit_challenge(challenge=challenge, changes={"content": "甲改"}, seen=seen, by=cast.officer)
    with pytest.raises(Conflict):
        actions.edit_challenge(challenge=challenge, changes={"content": "乙改"}, seen=seen, by=cast.officer)
    assert Challenge.objects.get().content == "甲改"


def test_an_approved_challenge_is_changed_only_after_it_went_back(cast):
    challenge = stories.approved_challenge(cast)
    with pytest.raises(Refused) as refused:
        actions.edit_challenge(challenge=challenge, changes={"content": "晚了"}, by=cast.officer)
    assert refused.value.code == "wrong_state"
    actions.reopen_refining(challenge=challenge, reason="指标需复核", by=cast.officer)
    actions.edit_challenge(challenge=challenge, changes={"content": "可以"}, by=cast.officer)
    row = Challenge.objects.get()
    assert (row.content, row.secrecy_reviewed_at, row.approval) == ("可以", None, None)


def test_another_office_does_not_write(cast):
    challenge = stories.drafted_challenge(cast)
    with pytest.raises(Forbidden):
        actions.edit_challenge(challenge=challenge, changes={"content": "越权"}, by=cast.officer2)


def test_the_author_does_not_review_secrecy_himself(cast):
    challenge = stories.refined_challenge(cast)
    with pytest.raises(Forbidden):
        actions.review_secrecy(challenge=challenge, by=cast.officer)


def test_reviewing_secrecy_twice_keeps_the_first(cast):
    challenge = stories.refined_challenge(cast)
    first = actions.review_secrecy(challenge=challenge, by=cast.publisher).secrecy_reviewed_at
    again = actions.review_secrecy(challenge=challenge, by=cast.publisher).secrecy_reviewed_at
    assert first == again


# Publishing


def test_publishing_freezes_rules_and_seals_each_challenge(cast):
    challenge = stories.published_challenge(cast)
    batch = challenge.batch
    assert batch.rule_set.frozen_by == cast.publisher
    assert (challenge.open_at, challenge.deadline) == (batch.open_at, batch.deadline)
    assert bytes(challenge.seal_public_key) == KeyStore().public(f"challenge-{challenge.pk}")
    notice = PublicNotice.objects.get()
    assert (notice.kind, notice.state, notice.published_by) == ("PUBLICATION", "PUBLISHED", cast.publisher)
    assert challenge.title in notice.body
    with pytest.raises(Refused) as refused:
        actions.edit_rule_set(rule_set=batch.rule_set, changes={"panel_size": 9}, by=cast.officer)
    assert refused.value.code == "rules_frozen"


def test_the_author_does_not_publish(cast):
    challenge = stories.approved_challenge(cast)
    Batch.objects.filter(pk=challenge.batch_id).update(created_by=cast.publisher)
    with pytest.raises(Forbidden) as refused:
        actions.publish_batch(batch=Batch.objects.get(), by=cast.publisher)
    assert "请由另一位发布审核人办理" in str(refused.value)


def test_an_officer_does_not_publish(cast):
    challenge = stories.approved_challenge(cast)
    with pytest.raises(Forbidden):
        actions.publish_batch(batch=challenge.batch, by=cast.officer)


def test_publishing_names_every_gap_at_once(cast):
    batch = stories.batch(cast, notice_title="", document_number="")
    challenge = stories.refined_challenge(cast, batch=batch)
    actions.approve_challenge(challenge=challenge, resolution=stories.resolution(cast), by=cast.officer)
    with pytest.raises(Refused) as refused:
        actions.publish_batch(batch=batch, by=cast.publisher)
    assert refused.value.defects == ["公告标题", "发文字号", f"{challenge.code} 的保密审查"]


def test_publishing_twice_is_refused_and_changes_nothing(cast):
    challenge = stories.published_challenge(cast)
    with pytest.raises(Refused) as refused:
        actions.publish_batch(batch=challenge.batch, by=cast.publisher)
    assert refused.value.code == "wrong_state"
    assert PublicNotice.objects.count() == 1


def test_what_is_not_approved_stays_for_a_later_batch(cast):
    batch = stories.batch(cast)
    late = stories.drafted_challenge(cast, batch=batch, title="尚在起草")
    stories.published_challenge(cast, batch=batch)
    assert Challenge.objects.get(pk=late.pk).state == ChallengeState.DRAFTING
    later = stories.batch(cast, name="第二批")
    assert actions.move_challenge(challenge=late, batch=later, by=cast.officer).batch == later


def test_a_short_window_warns_and_does_not_block(cast):
    now = clock.now()
    batch = stories.batch(cast, open_at=now, deadline=now + timedelta(days=19, hours=23))
    assert "少于 20 天" in checks.publishing_warnings(batch)[0]
    challenge = stories.published_challenge(cast, batch=batch)
    published = events.of(challenge.batch).get(verb="batch.publish")
    assert len(published.data["warnings"]) == 1
    enough = stories.batch(cast, open_at=now, deadline=now + timedelta(days=20))
    assert checks.publishing_warnings(enough) == []


# Withdrawn and listed again


def test_withdrawing_needs_a_resolution_and_a_public_reason(cast):
    challenge = stories.open_challenge(cast)
    resolution = stories.resolution(cast, ResolutionKind.WITHDRAW)
    with pytest.raises(Refused) as refused:
        actions.withdraw_challenge(challenge=challenge, resolution=resolution, reason=" ", by=cast.officer)
    assert refused.value.code == "reason_missing"
    actions.withdraw_challenge(challenge=challenge, resolution=resolution, reason="需求已变化。", by=cast.officer)
    row = Challenge.objects.get()
    assert (row.state, row.withdrawal) == (ChallengeState.WITHDRAWN, resolution)
    assert events.of(row).first().note == "需求已变化。"
    assert actions.close_due(by=system_user(), at=row.deadline) == 1  # the batch alone


def test_an_unclaimed_challenge_is_listed_again_with_its_text_and_link(cast):
    failed = stories.closed_challenge(cast)
    actions.mark_unclaimed(challenge=failed, by=cast.officer)
    later = stories.batch(cast, name="第二批", open_at=clock.now(), deadline=clock.now() + timedelta(days=30))
    again = actions.relist_challenge(challenge=failed, batch=later, by=cast.officer)
    assert (again.relisted_from, again.state, again.batch) == (failed, ChallengeState.DRAFTING, later)
    assert again.code != failed.code
    assert again.indicators.count() == failed.indicators.count() == 2
    assert again.conditions.count() == failed.conditions.count()
    with pytest.raises(Refused) as refused:
        actions.relist_challenge(challenge=failed, batch=later, by=cast.officer)
    assert refused.value.code == "already_relisted"


# Rules of a batch


@pytest.mark.parametrize("mechanism", list(Mechanism))
def test_the_defaults_of_both_mechanisms_are_valid(cast, mechanism):
    rules = actions.create_rule_set(name="默认", mechanism=mechanism, by=cast.officer)
    assert sum(row["weight"] for row in rules.rubric) == 100
    assert rules.tranche_percents == [50, 30, 20]
    fields = {field.name for field in RuleSet._meta.get_fields() if field.concrete}
    assert fields - set(defaults.rule_values(mechanism)) == {"id", "name", "version", "frozen_at", "frozen_by"}


def test_versions_of_rules_count_by_name(cast):
    versions = [actions.create_rule_set(name="规则", by=cast.officer).version for _ in range(2)]
    assert versions == [1, 2]


def test_rules_that_do_not_add_up_are_refused_with_all_defects(cast):
    with pytest.raises(Refused) as refused:
        actions.create_rule_set(
            name="错", values={"tranche_percents": [50, 60], "panel_size": 6, "notice_working_days": 3}, by=cast.officer
        )
    assert len(refused.value.defects) == 3


def test_no_condition_asks_for_age_degree_or_title():
    words = [str(text) for text, _parameter, _waivable in defaults.CONDITIONS.values()]
    assert [text for text in words if any(word in text for word in ("学历", "职称", "年龄", "注册时间", "成立"))] == []
