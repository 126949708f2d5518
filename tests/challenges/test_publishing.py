"""Publishing: the checklist, two persons, previews, corrections, withdrawal, equal answers, matchmaking (3.2, R-ROL-06, S17 – S19)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from accounts.actions import add_person
from accounts.models import Grant, User
from challenges import actions, checks, queries
from challenges.enums import NoticeKind, ResolutionKind
from challenges.models import Batch, Challenge, Matchmaking, PublicNotice, Question
from core import clock, events
from core.errors import Conflict, Forbidden, Refused
from tests.stories import challenges as stories
from tests.stories.cast import SINCE
from tests.stories.cast import cast as make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db):
    return make_cast()


def also(user: User, role: str) -> User:
    """The same account under a second role."""
    Grant.objects.create(user=user, role=role, valid_from=SINCE, granted_at=clock.now(), granted_by=user)
    return User.objects.get(pk=user.pk)


def second_account(user: User, *roles: str) -> User:
    """Another account of the same person; the cast's first account was made before there were people."""
    if user.person is None:
        sysadmin = User.objects.get(username="sysadmin")
        user.person = add_person(name="高经办", organization=user.organization, by=sysadmin)
        user.save(update_fields=["person"])
    made = User.objects.create(username=f"{user.username}-2", person=user.person, organization=user.organization)
    made.office = user.office
    made.save(update_fields=["office"])
    for role in roles:
        also(made, role)
    return User.objects.get(pk=made.pk)


def test_the_checklist_names_what_is_missing_and_whose_turn_it_is(cast):
    batch = stories.batch(cast, document_number="")
    stories.refined_challenge(cast, batch=batch)
    points = {point.text: point for point in checks.for_batch(Batch.objects.get(), at=clock.now())}
    assert points["公告标题和发文字号"].gaps == ("发文字号",)
    assert points["榜单已审定"].gaps == ("至少一项已审定的榜单",)
    assert "尚未审定" in points["榜单已审定"].warning
    assert str(points["榜单已审定"].turn) == "业务处室经办人"
    assert points["揭榜期"].is_done
    assert checks.publishing_gaps(batch, at=clock.now()) == ["发文字号", "至少一项已审定的榜单"]


def test_no_author_publishes_his_own_under_any_role_or_account(cast):
    """The wrong pairs of R-ROL-06, each with the sentence of its refusal."""
    challenge = stories.approved_challenge(cast)
    batch = Batch.objects.get()

    def sentence(call, **arguments) -> str:
        with pytest.raises(Refused) as refused:
            call(**arguments)
        return refused.value.sentence

    assert sentence(actions.publish_batch, batch=batch, by=cast.officer) == "您的角色不能发布批次和榜单。"
    own = "发布人不能是起草人，请由另一位发布审核人办理。"
    assert sentence(actions.publish_batch, batch=batch, by=second_account(cast.officer, "PUBLISHER")) == own
    assert sentence(actions.publish_batch, batch=batch, by=also(cast.officer, "PUBLISHER")) == own
    # Who wrote a challenge of the batch, without having made the batch.
    helper = also(cast.officer2, "PUBLISHER")
    User.objects.filter(pk=helper.pk).update(office=cast.officer.office)
    helper = User.objects.get(pk=helper.pk)
    actions.edit_batch(batch=batch, changes={"document_number": "内科发〔2022〕9号"}, by=helper)
    assert sentence(actions.publish_batch, batch=batch, by=helper) == own
    draft = stories.drafted_challenge(cast, batch=batch, title="另一项")
    by_himself = sentence(actions.review_secrecy, challenge=draft, by=User.objects.get(username="officer"))
    assert by_himself == "起草人不能审查自己的榜单，请由另一人审查。"
    actions.publish_batch(batch=Batch.objects.get(), by=cast.publisher)
    assert Challenge.objects.get(pk=challenge.pk).published_by == cast.publisher
    later = Challenge.objects.get(pk=challenge.pk).deadline + timedelta(days=9)
    words = sentence(
        actions.extend_deadline,
        challenge=challenge,
        deadline=later,
        reason="x",
        by=User.objects.get(username="officer"),
    )
    assert words == "榜单的起草人不能延长期限，请由另一位发布审核人办理。"


def test_who_edited_one_challenge_does_not_publish_its_batch(cast):
    challenge = stories.refined_challenge(cast)
    helper = also(cast.officer2, "PUBLISHER")
    User.objects.filter(pk=helper.pk).update(office=cast.officer.office)
    helper = User.objects.get(pk=helper.pk)
    actions.edit_challenge(challenge=challenge, changes={"one_line": "改过的一句话。"}, by=helper)
    actions.review_secrecy(challenge=challenge, by=cast.publisher)
    actions.approve_challenge(challenge=challenge, resolution=stories.resolution(cast), by=cast.officer)
    with pytest.raises(Refused) as refused:
        actions.publish_batch(batch=Batch.objects.get(), by=helper)
    assert refused.value.code == "same_person"
    assert challenge.code in refused.value.sentence


def test_all_that_is_ready_goes_out_at_once_and_the_rest_is_named_with_its_reason(cast, client):
    """Two persons for each challenge: the one the publisher has a hand in stays behind, the others are published."""
    batch = stories.batch(cast)
    fine = stories.approved_challenge(cast, batch=batch, title="可以发布的")
    raw = stories.refined_challenge(cast, batch=batch, title="还没有审定的")
    helper = also(cast.officer2, "PUBLISHER")
    User.objects.filter(pk=helper.pk).update(office=cast.officer.office)
    helper = User.objects.get(pk=helper.pk)
    own = stories.refined_challenge(cast, batch=batch, title="发布人参与起草的")
    actions.edit_challenge(challenge=own, changes={"one_line": "改过的一句话。"}, by=helper)
    actions.review_secrecy(challenge=own, by=cast.publisher)
    actions.approve_challenge(challenge=own, resolution=stories.resolution(cast), by=cast.officer)
    why = dict(checks.readiness(Batch.objects.get(), by=helper))
    assert why == {fine: "", raw: "凝练中，尚未经会议审定。", own: "您参与了起草，须由另一位发布审核人发布。"}
    assert dict(checks.readiness(Batch.objects.get(), by=cast.publisher))[own] == ""
    client.force_login(helper)
    address = Batch.objects.get().get_absolute_url()
    assert f"2 项留待后续批次——{raw.code}：凝练中" in client.get(address).content.decode()
    # What is not ready cannot be ticked in by hand, and nothing ticked is nothing published.
    assert client.post(f"{address}do/publish/", {"challenges": [fine.pk, own.pk]}).status_code == 422
    assert client.post(f"{address}do/publish/").status_code == 422
    page = client.post(f"{address}do/publish/", {"challenges": [fine.pk]}, follow=True).content.decode()
    assert f"{own.code} 发布人参与起草的：您参与了起草" in page
    assert f"{raw.code} 还没有审定的：凝练中" in page
    states = dict(Challenge.objects.values_list("pk", "state"))
    assert states == {fine.pk: "PUBLISHED", raw.pk: "REFINING", own.pk: "APPROVED"}
    # History keeps what stayed behind; the way on is a later batch.
    (told,) = events.of(Batch.objects.get()).filter(verb="batch.publish")
    assert own.code in told.note
    assert told.data["published"] == [fine.code]
    assert "批次已发布，请移到后续批次" in page


def test_of_several_approved_at_once_the_refused_one_is_named(cast, client, monkeypatch):
    """Somebody else changes one between the page and the button."""
    resolution = stories.resolution(cast)
    rows = [stories.refined_challenge(cast, title=f"示例榜单之{n}", **kept) for n, kept in ((1, {}),)]
    rows.append(stories.refined_challenge(cast, title="示例榜单之2", batch=rows[0].batch))
    for row in rows:
        actions.review_secrecy(challenge=row, by=cast.publisher)
    real = actions.approve_challenge

    def overtaken(*, challenge, **more):
        if challenge.pk == rows[1].pk:
            raise Refused("wrong_state", "已被他人退回。")
        return real(challenge=challenge, **more)

    monkeypatch.setattr(actions, "approve_challenge", overtaken)
    client.force_login(cast.officer)
    address = f"{resolution.get_absolute_url()}do/approve/"
    page = client.post(address, {"challenge": [row.pk for row in rows]}, follow=True).content.decode()
    assert f"已审定 1 项：{rows[0].code}" in page
    assert f"{rows[1].code} 示例榜单之2：已被他人退回。" in page


def test_the_preview_is_what_the_public_will_see(cast, client):
    challenge = stories.approved_challenge(cast)
    batch, preview = Batch.objects.get(), reverse("challenges:preview", args=[challenge.code])
    client.force_login(cast.publisher)
    shown = client.get(preview).content.decode()
    listed = client.get(reverse("challenges:batch-preview", args=[batch.pk])).content.decode()
    assert "需求来源" not in shown
    assert "已发布" in shown
    body = checks.announcement(batch, [challenge])
    assert body.split("\n")[0] in listed
    client.force_login(cast.rival_applicant)
    assert client.get(preview).status_code in (403, 404)
    actions.publish_batch(batch=batch, by=cast.publisher)
    client.logout()
    public = client.get(challenge.get_absolute_url()).content.decode()
    cut = lambda page: page[page.index("榜单内容") : page.index("揭榜条件</h2>")]  # noqa: E731
    assert cut(public) == cut(shown)
    assert PublicNotice.objects.get(kind=NoticeKind.PUBLICATION).body == body
    client.force_login(cast.publisher)
    assert client.get(preview).status_code == 404


def test_the_preview_shows_what_is_ticked_and_why_the_rest_stays(cast, client):
    first = stories.approved_challenge(cast)
    batch = first.batch
    second = stories.approved_challenge(cast, batch=batch, title="另一项榜单")
    unread = stories.refined_challenge(cast, batch=batch, title="未审查的榜单")
    address = reverse("challenges:batch-preview", args=[batch.pk])
    client.force_login(cast.publisher)
    assert f'formaction="{address}"' in client.get(batch.get_absolute_url()).content.decode()
    shown = client.get(address).content.decode()
    assert checks.announcement(batch, [first, second]).split("\n")[-1] in shown
    shown = client.post(address, {"challenges": [first.pk]}).content.decode()
    public, left = shown.split("不随本次发布的榜单")
    assert first.code in public
    assert f"?challenge={first.pk}" in public
    assert second.code not in public
    assert "本次未勾选" in left
    assert unread.code in left
    batch.refresh_from_db()
    assert batch.state == "DRAFTING"
    draft = client.get(reverse("challenges:batch-document", args=[batch.pk]), {"challenge": first.pk})
    assert draft["Content-Type"] == "application/pdf"


def test_a_correction_shows_both_versions_and_is_released_by_another(cast, client):
    challenge = stories.open_challenge(cast)
    changes = {"objective": "育成抗寒高产苜蓿新品种五个。", "indicator:1:target": "5", "title": challenge.title}
    notice = actions.draft_correction(challenge=challenge, changes=changes, reason="目标值有误", by=cast.officer)
    assert [line["now"] for line in notice.corrections] == ["育成抗寒高产苜蓿新品种五个。", "5"]
    assert Challenge.objects.get().objective == stories.DETAILS["objective"]
    with pytest.raises(Forbidden):
        actions.publish_notice(notice=notice, by=second_account(cast.officer, "PUBLISHER"))
    actions.publish_notice(notice=notice, by=cast.publisher)
    fresh = Challenge.objects.get()
    assert fresh.objective == "育成抗寒高产苜蓿新品种五个。"
    assert fresh.indicators.get(number=1).target == 5
    for address in (fresh.get_absolute_url(), notice.get_absolute_url()):
        page = client.get(address).content.decode()
        assert stories.DETAILS["objective"] in page
        assert "育成抗寒高产苜蓿新品种五个。" in page
        assert "目标值有误" in page


def test_a_correction_is_refused_when_late_empty_or_overtaken(cast):
    challenge = stories.open_challenge(cast)
    draft = {"challenge": challenge, "reason": "笔误", "by": cast.officer}
    with pytest.raises(Refused) as refused:
        actions.draft_correction(changes={"objective": challenge.objective}, **draft)
    assert refused.value.code == "nothing_corrected"
    for figure in ("很多", "NaN", "Infinity", "1e30"):
        with pytest.raises(Refused) as refused:
            actions.draft_correction(changes={"indicator:1:target": figure}, **draft)
        assert refused.value.code == "figure", figure
    first = actions.draft_correction(changes={"content": "甲"}, **draft)
    second = actions.draft_correction(changes={"content": "乙"}, **draft)
    actions.publish_notice(notice=first, by=cast.publisher)
    with pytest.raises(Conflict):
        actions.publish_notice(notice=second, by=cast.publisher)
    third = actions.draft_correction(changes={"content": "丙"}, **draft)
    clock.move(to=challenge.deadline)
    with pytest.raises(Refused) as refused:
        actions.publish_notice(notice=third, by=cast.publisher)
    assert refused.value.code == "not_live"
    assert Challenge.objects.get().content == "甲"


def test_a_withdrawal_has_a_public_notice_with_its_reason(cast, client):
    challenge = stories.open_challenge(cast)
    decided = stories.resolution(cast, ResolutionKind.WITHDRAW)
    actions.withdraw_challenge(challenge=challenge, resolution=decided, reason="需求方已停产。", by=cast.officer)
    notice = PublicNotice.objects.get(kind=NoticeKind.TERMINATION)
    assert decided.number in notice.body
    assert "需求方已停产" in client.get(notice.get_absolute_url()).content.decode()
    assert "需求方已停产" in client.get(challenge.get_absolute_url()).content.decode()


def test_an_answer_is_the_same_for_all_and_the_asker_is_hidden(cast, client):
    challenge = stories.open_challenge(cast)
    question = actions.ask_question(challenge=challenge, text="可否联合申报？", by=cast.rival_applicant)
    assert cast.rival.name not in client.get(challenge.get_absolute_url()).content.decode()
    actions.answer_question(question=question, answer="可以。", by=cast.officer)
    for user in (None, cast.applicant, cast.publisher, cast.supervisor, cast.officer2):
        client.logout()
        if user:
            client.force_login(user)
        page = client.get(challenge.get_absolute_url()).content.decode()
        assert "可以。" in page
        assert cast.rival.name not in page
        if user in (cast.publisher, cast.officer2):
            assert cast.rival.name not in client.get(question.get_absolute_url()).content.decode()
    public = events.of(challenge).values_list("actor_name", "organization_name")
    assert not [row for row in public if cast.rival.name in row or str(cast.rival_applicant) in row]
    clock.move(to=challenge.deadline)
    with pytest.raises(Refused) as refused:
        actions.ask_question(challenge=challenge, text="还来得及吗？", by=cast.applicant)
    assert refused.value.code == "not_open"
    assert Question.objects.count() == 1


def test_units_sign_up_for_an_event_once_and_unseen_by_others(cast, client):
    challenge = stories.open_challenge(cast)
    day = clock.today() + timedelta(days=5)
    event = actions.plan_matchmaking(
        batch=challenge.batch, title="种业榜单对接会", held_on=day, place="呼和浩特", capacity=1, by=cast.officer
    )
    assert "种业榜单对接会" in client.get(reverse("challenges:matchmakings")).content.decode()
    assert "登录报名" in client.get(event.get_absolute_url()).content.decode()
    client.force_login(cast.rival_applicant)
    form = {"contact_name": "岳川", "contact_phone": "0474-1234567", "wish": "想对接草种业榜单"}
    assert client.post(f"{event.get_absolute_url()}do/sign-up/", form).status_code == 302
    with pytest.raises(Refused) as refused:
        actions.sign_up(matchmaking=event, contact_name="岳", contact_phone="1", by=cast.rival_admin)
    assert refused.value.code == "signed_up"
    with pytest.raises(Refused) as refused:
        actions.sign_up(matchmaking=event, contact_name="牧", contact_phone="1", by=cast.applicant)
    assert refused.value.code == "full"
    for user, sees in ((cast.officer, True), (cast.applicant, False), (cast.publisher, False)):
        client.force_login(user)
        assert (cast.rival.name in client.get(event.get_absolute_url()).content.decode()) is sees
    clock.move(to=clock.now() + timedelta(days=6))
    with pytest.raises(Refused) as refused:
        actions.sign_up(matchmaking=event, contact_name="甘", contact_phone="1", by=cast.applicant)
    assert refused.value.code == "sign_up_over"
    actions.report_matchmaking(
        matchmaking=event, summary="达成意向 1 项。", organizations=[cast.rival], by=cast.officer
    )
    client.logout()
    assert "达成意向 1 项" in client.get(event.get_absolute_url()).content.decode()
    assert Matchmaking.objects.get().organizations.get() == cast.rival


def test_passages_of_a_challenge_may_be_named(cast):
    keys = [one.key for one in queries.correctable(stories.drafted_challenge(cast))]
    assert {"title", "objective", "indicator:1:target", "condition:1:text"} <= set(keys)


def test_questions_that_wait_come_first_and_can_be_picked(cast, client):
    challenge = stories.open_challenge(cast)
    done = actions.ask_question(challenge=challenge, text="已经答了的？", by=cast.applicant)
    actions.answer_question(question=done, answer="是。", by=cast.officer)
    actions.ask_question(challenge=challenge, text="还在等的？", by=cast.applicant)
    client.force_login(cast.officer)
    page = client.get(reverse("challenges:questions")).content.decode()
    assert "未知" not in page
    assert page.index("还在等的？") < page.index("已经答了的？")
    waiting = client.get(reverse("challenges:questions"), {"answered": "no"}).content.decode()
    assert "还在等的？" in waiting
    assert "已经答了的？" not in waiting
