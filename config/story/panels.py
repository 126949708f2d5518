"""The expert pool, and the review of every challenge: drawn, declared, scored, voted, reported."""

from datetime import date, timedelta

from accounts.enums import OrganizationKind as Kind
from accounts.enums import Role
from accounts.models import User
from challenges.models import Challenge
from config.story import names, people, plan_2022
from config.story.stage import Stage
from consortia import actions as bid_actions
from consortia.models import Bid
from consortia.queries import needs_single_review
from reviews import actions
from reviews.enums import ConflictKind, ExpertKind, SeatState, VoteKind
from reviews.models import Expert, Panel, Seat

#: Units that bid nowhere: name, kind, division, first signs of the code.
UNITS = (
    ("东海综合大学（示例）", Kind.UNIVERSITY, "310000", "12"),
    ("京西技术研究院（示例）", Kind.INSTITUTE, "110000", "12"),
    ("岭南理工大学（示例）", Kind.UNIVERSITY, "440100", "12"),
    ("滨江能源研究院（示例）", Kind.INSTITUTE, "420000", "12"),
    ("关中农林大学（示例）", Kind.UNIVERSITY, "610000", "12"),
    ("红山科学院（示例）", Kind.INSTITUTE, "150402", "12"),
    ("云中会计师事务所（示例）", Kind.SERVICE, "150102", "91"),
    ("通惠会计师事务所（示例）", Kind.SERVICE, "110000", "91"),
    ("西口产业协会（示例）", Kind.OTHER, "150202", "51"),
    ("北方装备产业联盟（示例）", Kind.OTHER, "120000", "51"),
)
KINDS = {6: ExpertKind.FINANCE, 7: ExpertKind.FINANCE, 8: ExpertKind.INDUSTRY, 9: ExpertKind.INDUSTRY}
POOL_SIZE = 60
STRENGTHS = "方案目标明确，与榜单指标逐条对应，联合体分工合理。"
WEAKNESSES = "部分测试安排和风险预案需要进一步细化。"
PLAIN_WEAKNESSES = "技术路线不够清晰，关键指标缺少前期数据支撑。"


def pool(stage: Stage) -> None:
    """Sixty experts of ten units, expert1 … expert9 among them: enough for panels whose experts must stay away."""
    stage.go(date(2022, 1, 26))
    units = []
    for name, kind, division, head in UNITS:
        unit = people.register(stage, name, kind, division, head)
        people.approve(stage, unit)
        units.append(unit)
    for number in range(1, POOL_SIZE + 1):
        unit = units[(number - 1) % len(units)]
        user = people.account(stage, f"expert{number}", unit, (Role.EXPERT,), names.person_name(700 + number * 13))
        actions.admit_expert(
            person=user.person,
            kind=KINDS.get((number - 1) % len(units), ExpertKind.TECHNOLOGY),
            specialties=["种业", "双碳"] if number % 3 == 0 else ["种业" if number % 2 else "双碳"],
            verified_on=date(2022, 1, 20),
            by=stage.users["officer"],
            at=stage.later(minutes=2),
        )
    stage.say(f"  专家库：{POOL_SIZE} 人")


def review(stage: Stage, code: str) -> None:
    """Every challenge of a programme, one panel each."""
    dates = stage.tracks[code].dates
    stage.rubrics[code] = actions.create_rubric(
        name=f"{stage.tracks[code].short}揭榜评审评分表",
        criteria=stage.rule_sets[code].rubric,
        by=stage.officer_of(code),
        at=stage.go(dates["opened"], 17),
    )
    for number, item in enumerate(stage.tracks[code].items):
        stage.go(dates["opened"] + timedelta(days=1), 9, number * 4)
        challenge = Challenge.objects.select_related("batch__programme", "batch__rule_set").get(
            pk=stage.challenges[item.key].pk
        )
        panel = convene(
            stage, challenge, rubric=stage.rubrics[code], by=stage.officer_of(code), closes_on=dates["review"],
            interest=item.key in ("ZY-04", "ST-02"),
        )  # fmt: skip
        stage.go(dates["review"], 9, number * 4)
        _judge(stage, panel, item)
        stage.panels[item.key] = panel


def convene(
    stage: Stage,
    challenge: Challenge,
    *,
    rubric,
    by,
    closes_on: date,
    interest: bool = False,
    named: Expert | None = None,
) -> Panel:
    """Set up, draw by a committed seed, invite; whoever declares an interest is replaced from the same draw."""
    if needs_single_review(challenge):
        note = "公告期内已公开宣传和对接，揭榜条件不限于一家，同意继续评审。"
        bid_actions.review_single_bid(challenge=challenge, note=note, by=stage.users["publisher"], at=stage.at)
    actions.begin_review(challenge=challenge, by=by, at=stage.at)
    challenge.refresh_from_db(fields=["state"])
    panel = actions.set_up_panel(challenge=challenge, secretary=by, rubric=rubric, by=by, at=stage.at)
    if named is not None:
        actions.pick_manually(panel=panel, expert=named, reason="本领域急需的同行专家。", by=by, at=stage.at)
    draw = actions.commit_draw(panel=panel, query={}, by=by, at=stage.later(minutes=1))
    actions.run_draw(draw=draw, witness=f"{stage.at:%H%M}", by=by, at=stage.later(minutes=1))
    seats = seat_everybody(stage, panel, by=by, interest=interest)
    actions.confirm_panel(panel=panel, chair=seats[0], by=by, at=stage.later(minutes=1))
    actions.start_scoring(panel=fresh(panel), closes_at=stage.midnight(closes_on), by=by, at=stage.later(minutes=1))
    return fresh(panel)


def seat_everybody(stage: Stage, panel: Panel, *, by, interest: bool = False) -> list[Seat]:
    """Everybody drawn declares and accepts; with `interest` the first to answer turns out to work with a bidder."""
    taken: list[Seat] = []
    while True:
        actions.invite_seats(panel=panel, by=by, at=stage.later(minutes=1))
        waiting = list(
            panel.seats.filter(state=SeatState.INVITED)
            .select_related("expert__person", "panel__challenge")
            .order_by("number")
        )
        if not waiting:
            return sorted(taken, key=lambda seat: seat.number)
        for seat in waiting:
            interests = []
            if interest:
                interest = False
                unit = Bid.objects.filter(challenge=panel.challenge_id).order_by("pk").first().consortium.lead
                interests = [{"kind": ConflictKind.COOPERATION, "organization": unit, "note": "近三年有横向合作课题。"}]
            user = expert_user(stage, seat.expert)
            seat = actions.declare_interests(seat=seat, interests=interests, by=user, at=stage.at)
            if seat.state == SeatState.RECUSED:
                actions.replace_seat(panel=panel, reason="专家申明合作关系后回避。", by=by, at=stage.at)
                continue
            taken.append(actions.accept_seat(seat=seat, by=user, at=stage.at))


def expert_user(stage: Stage, expert: Expert) -> User:
    for user in stage.users.values():
        if user.person_id == expert.person_id:
            return user
    raise LookupError(expert)


def fresh(panel: Panel) -> Panel:
    return Panel.objects.select_related(
        "challenge__batch__rule_set", "secretary", "chair__expert__person", "rubric"
    ).get(pk=panel.pk)


def _judge(stage: Stage, panel: Panel, item: plan_2022.Item) -> None:
    """The winners of the plan get about 88, the others about 70: below the line of 75."""
    seats = list(
        panel.seats.filter(state=SeatState.ACCEPTED).select_related("expert__person", "panel").order_by("number")
    )
    bids = {bidder: Bid.objects.get(pk=stage.bids[item.key, bidder].pk) for bidder in item.bidders}
    criteria = list(panel.rubric.criteria.order_by("number"))
    for place, seat in enumerate(seats):
        user = expert_user(stage, seat.expert)
        stage.later(minutes=10)
        for number, (bidder, bid) in enumerate(bids.items()):
            score(
                stage,
                seat,
                bid,
                criteria,
                (88 if bidder in item.winners else 70) - number + (place * 3 + number) % 5,
                by=user,
            )
    by = panel.secretary
    actions.lock_panel(panel=panel, by=by, at=stage.later(minutes=30))
    vote(stage, panel, {bid: bidder in item.winners for bidder, bid in bids.items()}, race=len(item.winners) > 1)


def score(stage: Stage, seat: Seat, bid: Bid, criteria, points: int, *, by, lock: bool = True):
    """A sheet whose criteria differ a little around `points`."""
    values = {one: (min(100, points + one.number % 3 - 1), "") for one in criteria}
    weaknesses = WEAKNESSES if points >= 75 else PLAIN_WEAKNESSES
    suggestion = "建议支持。" if points >= 75 else "暂不建议支持。"
    sheet = actions.save_sheet(
        seat=seat,
        bid=bid,
        values=values,
        strengths=STRENGTHS,
        weaknesses=weaknesses,
        suggestion=suggestion,
        by=by,
        at=stage.at,
    )
    return actions.lock_sheet(sheet=sheet, by=by, at=stage.at) if lock else sheet


def vote(stage: Stage, panel: Panel, wanted: dict[Bid, bool], *, race: bool) -> None:
    """Every expert votes on every bid; a race needs its own vote for both (S81). The chair closes and reports."""
    panel = fresh(panel)
    for seat in panel.seats.filter(state=SeatState.DONE).select_related("expert__person", "panel").order_by("number"):
        user = expert_user(stage, seat.expert)
        for bid, is_wanted in wanted.items():
            choice = "FOR" if is_wanted else "AGAINST"
            actions.cast_vote(seat=seat, bid=bid, kind=VoteKind.AWARD, choice=choice, by=user, at=stage.at)
            if len(wanted) > 1:
                answer = "FOR" if race and is_wanted else "AGAINST"
                actions.cast_vote(seat=seat, bid=bid, kind=VoteKind.RACE, choice=answer, by=user, at=stage.at)
    chair = expert_user(stage, panel.chair.expert)
    actions.close_votes(panel=panel, by=chair, at=stage.later(minutes=5))
    if race:
        text = "两个方案技术路线各有特色、均有较强实力，建议同时立项，以赛马方式并行攻关。"
    elif any(wanted.values()):
        text = "排名第一的方案目标明确、路线可行，建议立项。"
    else:
        text = "各方案均未达到立项分数线，建议不予立项。"
    actions.report_panel(panel=fresh(panel), text=text, by=chair, at=stage.later(minutes=5))
