"""The department's side in a browser: forty needs become a published batch of twelve challenges; two objections are settled.

What a clerk does forty times is told by the actions; each kind of step is taken at the pages once, by the person whose it is.
"""

from datetime import timedelta

import pytest

from accounts.queries import system_user
from challenges import actions, defaults, queries
from challenges.enums import RefinementKind
from challenges.models import Batch, Challenge, Need, Objection, Resolution
from core import clock
from tests.browser.from_need import resolved
from tests.stories import challenges as stories

pytestmark = pytest.mark.browser

NEEDS, CHALLENGES = 40, 12
RESOLUTION = "审定首批榜单"


def test_forty_needs_become_a_published_batch_of_twelve(visit, cast):
    batch = planned(cast)
    collected(cast)
    first = grouped(visit)
    rows = [first, *drafted(cast, batch, first)]
    refined(cast, rows)
    approved(visit, cast, rows)
    published(visit, batch)
    listed(visit, batch)
    # Every need went into a challenge, and the trace names which.
    traced = Need.objects.filter(state="MERGED").count()
    assert traced == NEEDS
    assert Challenge.objects.filter(state="OPEN", published_by=cast.publisher).count() == CHALLENGES


def planned(cast) -> Batch:
    now = clock.now()
    return stories.batch(cast, open_at=now + timedelta(minutes=30), deadline=now + timedelta(days=30))


def collected(cast) -> None:
    now = clock.now()
    call = actions.open_call(
        programme=stories.programme(cast), title="种业创新需求征集", opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=20), by=cast.officer,
    )  # fmt: skip
    for number in range(1, NEEDS + 1):
        need = actions.create_need(
            call=call, title=f"抗寒牧草需求{number:02d}", problem=f"第 {number} 项瓶颈：越冬率低。",
            expected_indicators="越冬率不低于 90%。", own_investment_fen=0, contact_name="林管理",
            contact_phone="13800000000", by=cast.applicant,
        )  # fmt: skip
        actions.submit_need(need=need, by=cast.applicant)


def grouped(visit) -> Challenge:
    """The officer accepts all forty at once and makes a challenge of the first four."""
    officer = visit("officer")
    page = officer.go("/pool/?state=SUBMITTED").page
    page.locator("#bulk input[name=scope]").check()
    press(officer, page.locator("#bulk button[value=accept]"))
    officer.reads("抗寒牧草需求01", "抗寒牧草需求40")
    press(officer, page.locator("main form.jb-form button[type=submit]"))
    officer.reads(f"已受理 {NEEDS} 条")
    officer.go("/pool/?sort=title")
    for need in Need.objects.order_by("title")[:4]:
        page.locator(f'input[name=need][value="{need.pk}"]').check()
    press(officer, page.locator("#bulk button[value=group]"))
    officer.save(
        {"列入批次": str(Batch.objects.get()), "榜单名称": "抗寒牧草品种选育", "领域": "草种业", "出榜机制": "政府出题"}
    )
    challenge = Challenge.objects.get()
    assert challenge.need_links.count() == 4
    return challenge


def press(person, button) -> None:
    trouble = person.follow(button).trouble()
    assert not trouble, f"{person.name} at {person.page.url}: {trouble}"


def drafted(cast, batch: Batch, first: Challenge) -> list[Challenge]:
    """The other eleven, and what the first one still lacks."""
    rest = list(Need.objects.filter(state="ACCEPTED").order_by("title"))
    found = []
    for number in range(2, CHALLENGES + 1):
        challenge = stories.drafted_challenge(cast, batch=batch, title=f"牧草与饲料作物品种选育之{number}")
        share = [rest.pop() for _turn in range(len(rest) // (CHALLENGES - number + 1))]
        for need in share:
            actions.merge_need(need=need, challenge=challenge, note="由该需求凝练。", by=cast.officer)
        found.append(challenge)
    assert not rest
    names = ("bottleneck", "objective", "content", "fiscal_cap_fen", "duration_months", "one_line")
    changes = {name: stories.DETAILS[name] for name in names} | {"end_user": cast.user_unit}
    actions.edit_challenge(challenge=first, changes=changes, by=cast.officer)
    actions.set_indicators(challenge=first, rows=[dict(row) for row in stories.INDICATORS], by=cast.officer)
    conditions = defaults.condition_rows(batch.rule_set)
    actions.set_conditions(challenge=first, rows=conditions, by=cast.officer)
    return found


def refined(cast, rows: list[Challenge]) -> None:
    for challenge in rows:
        actions.start_refining(challenge=challenge, by=cast.officer)
        actions.record_refinement(
            challenge=challenge,
            kind=RefinementKind.ARGUE,
            held_on=clock.today(),
            conclusion="指标可考核。",
            by=cast.officer,
        )
        stories.fit(challenge, by=cast.officer)


def approved(visit, cast, rows: list[Challenge]) -> None:
    """Somebody else looks for secrets; a sitting resolves; the officer records it."""
    first, *others = rows
    visit("publisher").act("保密审查通过", on=first)
    resolved(visit, RESOLUTION, "审定榜单")
    visit("officer").act("审定榜单", {"决议": RESOLUTION}, on=first)
    resolution = Resolution.objects.get()
    for challenge in others:
        actions.review_secrecy(challenge=challenge, by=cast.publisher)
        actions.approve_challenge(challenge=challenge, resolution=resolution, by=cast.officer)


def published(visit, batch: Batch) -> None:
    """The officer sees that nothing is missing and may not publish; the publisher looks at the preview and does."""
    officer, publisher = visit("officer"), visit("publisher")
    officer.go(batch).reads("发布前核对", "已审定 12 项", "12 / 12 项已审查")
    assert "发布批次" not in officer.acts()
    codes = list(batch.challenges.order_by("code").values_list("code", flat=True))
    publisher.go(batch).click("预览公开页面和公告")
    publisher.reads("这是预览，尚未发布", "随批次发布的公告", *codes)
    publisher.act("发布批次", on=batch)
    batch.refresh_from_db()
    assert (batch.state, batch.published_by.username) == ("PUBLISHED", "publisher")


def listed(visit, batch: Batch) -> None:
    """A visitor reads the twelve as they were previewed."""
    visitor = visit()
    visitor.go(batch).reads(*batch.challenges.values_list("code", flat=True))
    clock.move(to=batch.open_at)
    actions.open_due(by=system_user())
    visitor.go(Challenge.objects.order_by("code").first()).reads("目前85%以上的草种依赖进口", "登录揭榜")


def test_a_supervisor_settles_two_objections(visit, cast):
    notice = stories.proposed_notice(cast, stories.published_challenge(cast), count=3)
    wrong, fine, untouched = notice.items.order_by("number")
    for item, content in ((wrong, "项目与在研项目内容重复。"), (fine, "牵头单位不具备条件。")):
        visitor = visit()
        visitor.go(f"/notices/{notice.pk}/").reads("第 1 个工作日", "异议须实名")
        visitor.go(f"/notices/{notice.pk}/object/").save(
            {
                "针对的条目": item.project_title, "以谁的名义": "个人", "真实姓名或单位全称": "赵敏",
                "联系电话或通信地址": "呼和浩特市示例路1号", "异议内容、事实和理由": content,
            }
        )  # fmt: skip
        visitor.reads(Objection.objects.order_by("-pk").first().number)
    first, second = Objection.objects.order_by("pk")
    supervisor = visit("supervisor")
    supervisor.go("/objections/").reads("待受理", first.number, second.number)
    for objection in (first, second):
        supervisor.go(objection).reads("赵敏", "其余 2 项照常")
        supervisor.act("受理决定", {"决定": "受理", "意见": "有具体事实，予以受理。"})
    assert queries.open_objections(wrong).exists()
    assert not queries.open_objections(untouched).exists()
    upheld = {"结论": "异议成立", "核查意见（内部）": "查明与在研项目重复。", "答复": "经核查，异议成立。"}
    dismissed = {"结论": "异议不成立", "核查意见（内部）": "条件符合。", "答复": "经核查，异议不成立。"}
    supervisor.act("办结异议", upheld, on=first)
    supervisor.act("办结异议", dismissed, on=second)
    assert list(Objection.objects.order_by("pk").values_list("state", flat=True)) == ["UPHELD", "DISMISSED"]
    # The outcome is public, the objector is not; the office concerned has no way in.
    visit().go(notice).reads("异议办理结果", "经核查，异议成立。", "经核查，异议不成立。")
    assert "赵敏" not in visit().page.content()
    officer = visit("officer")
    assert officer.page.request.get(f"{officer.address}{first.get_absolute_url()}").status == 404
