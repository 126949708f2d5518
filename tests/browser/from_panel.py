"""From eligible bids to the panel's report: two experts work in the browser, the others' part is told by the actions."""

from datetime import timedelta

from challenges.models import Challenge
from consortia.models import Bid
from core import clock
from reviews import actions
from reviews.models import Expert, Panel, Seat
from tests.stories import reviews as stories

POINTS = (88, 80, 60)  # of bid 1, 2, 3
IN_THE_BROWSER = 2


def reviewed(visit, cast, challenge: Challenge) -> list[Bid]:
    """Set up, drawn, scored, voted, reported: bid 1 is recommended."""
    panel = panel_seated(visit, cast, challenge)
    seats = stories.sitting(panel)
    named = {seat.pk: stories.user_of(cast, seat).username for seat in seats[:IN_THE_BROWSER]}
    scored(visit, cast, panel, seats, named)
    voted(visit, cast, panel, seats, named)
    panel = stories.fresh(panel)
    assert panel.state == "REPORTED"
    return stories.bids_of(panel)


def panel_seated(visit, cast, challenge: Challenge) -> Panel:
    officer = visit("officer")
    first = cast.experts[0]
    officer.go("/reviews/experts/new/").save(
        {"人员": f"{first.person.name}（{first.person.organization}）", "类别": "技术", "专业领域": "草种业、分子育种"}
    )
    assert Expert.objects.filter(person=first.person).exists()
    stories.pool(cast)
    address = f"/reviews/challenges/{challenge.code}/"
    officer.go(address).act("进入评审")
    officer.go(address).act("组建评审组", {"评审秘书": str(cast.officer)})
    panel = Panel.objects.get()
    officer.act("封存抽取种子", on=panel)
    officer.act("公开种子并抽取", {"见证值": "0718"}, on=panel)
    officer.act("邀请专家", on=panel)
    invited = list(panel.seats.filter(state="INVITED").order_by("number"))
    for seat in invited[:IN_THE_BROWSER]:
        accepted(visit(stories.user_of(cast, seat).username), seat)
    for seat in invited[IN_THE_BROWSER:]:
        stories.accept(cast, seat)
    officer.act("确认评审组", {"席位": "1号席"}, on=panel)
    officer.act("开放材料与评分", {"评分截止（北京时间）": clock.now() + timedelta(days=7)}, on=panel)
    return stories.fresh(panel)


def accepted(expert, seat: Seat) -> None:
    expert.go("/desk/")
    expert.go("/reviews/mine/")
    expert.go(seat).click("填写利益关系申明")
    expert.save({"本人与下列参评单位及其项目人员、与本榜单之间": "没有利益关系"})
    expert.act("接受邀请并签署承诺", {"本人已阅读并签署评审专家承诺书": True}, on=seat)


def scored(visit, cast, panel: Panel, seats: list[Seat], named: dict[int, str]) -> None:
    for place, seat in enumerate(seats):
        for number, bid in enumerate(stories.bids_of(panel)):
            points = POINTS[number] + place % 5
            if seat.pk not in named:
                stories.score(cast, seat, bid, points)
                continue
            expert = visit(named[seat.pk]).go(f"/reviews/seats/{seat.pk}/bids/{bid.pk}/")
            values = {
                f"{one.number}. {one.name}（{one.weight}%）": points for one in panel.rubric.criteria.order_by("number")
            }
            expert.save(values | {"优点": "基础扎实。", "不足": "测产安排偏少。", "建议": "同意支持。"}, "保存草稿")
            expert.click("核对并锁定")
            expert.save({}, "锁定评分")
    visit("officer").act("锁定评分", on=panel)


def voted(visit, cast, panel: Panel, seats: list[Seat], named: dict[int, str]) -> None:
    bids = stories.bids_of(panel)
    for seat in seats:
        if seat.pk not in named:
            for number, bid in enumerate(bids):
                user = stories.user_of(cast, seat)
                actions.cast_vote(seat=seat, bid=bid, kind="AWARD", choice="FOR" if number < 2 else "AGAINST", by=user)
                actions.cast_vote(seat=seat, bid=bid, kind="RACE", choice="AGAINST", by=user)
            continue
        expert = visit(named[seat.pk]).go(seat).click("表决")
        for number, bid in enumerate(bids):
            choice = "FOR" if number < 2 else "AGAINST"
            expert.page.locator(f'input[name="AWARD_{bid.pk}"][value={choice}]').check()
            expert.page.locator(f'input[name="RACE_{bid.pk}"][value=AGAINST]').check()
        expert.save({}, "提交表决")
    chair = visit(named[seats[0].pk])
    chair.act("结束表决", on=panel)
    chair.act("出具评审报告", {"评审意见": "评审组认为1号方案可行，建议立项。"}, on=panel)
    visit("officer").go(f"/reviews/panels/{panel.pk}/scores/").reads(bids[0].title)
