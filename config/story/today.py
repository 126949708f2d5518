"""Today: batches around the current date in which every role has something waiting (design §10).

All dates count from the day of the telling. A programme of its own, run by the office of `officer`.
"""

from datetime import datetime, timedelta
from functools import partial

from django.db.models import F

from challenges import actions as challenge_actions
from challenges.enums import PartyKind
from challenges.models import Challenge
from config.story import awards, bids, later, lists, panels, people
from config.story.plan_2022 import Item
from config.story.stage import Stage, Track
from consortia import actions as consortium_actions
from consortia import drafts
from consortia.enums import MembershipRole, PledgeKind
from core import clock, delivery
from core.models import Message, Outbox
from core.working_days import CalendarNotLoaded
from funding import actions as funding_actions
from projects import actions as project_actions
from projects.models import Lane, RaceRound
from reviews.enums import SeatState
from reviews.models import Expert

NAME, SHORT = "黄河流域水资源节约集约利用科技创新重大示范工程", "黄河流域"
FIELDS = "农业节水 水资源优化配置 非常规水利用 智慧灌区 盐碱地治理".split()
NODES = (("完成方案设计与关键装备试制", 12), ("建成示范区并通过第三方检测", 24), ("完成推广与用户评价", 36))
#: batch → (year's offset, name, challenges); a challenge is (title, field, bidders, winners, race)
BATCHES = {
    "HA": (-1, "首批", [("引黄灌区深度节水成套技术与装备（示例）", "农业节水", ("Z01", "N01"), ("Z01", "N01"), True)]),
    "HB": (0, "首批", [("矿井水高效处理与生态回用技术（示例）", "非常规水利用", ("N02", "Z13"), ("N02",), False)]),
    "HC": (0, "第二批", [("灌区数字孪生与智能调度平台（示例）", "智慧灌区", ("N03", "Z14"), (), False)]),
    "HD": (0, "第三批", [("盐碱地生态治理与耐盐作物配套技术（示例）", "盐碱地治理", ("Z08", "N04"), (), False)]),
    "HE": (
        0,
        "第四批",
        [
            ("河套灌区水肥盐协同调控技术（示例）", "农业节水", ("N05",), (), False),
            ("流域水资源多目标优化配置模型与应用（示例）", "水资源优化配置", ("N06",), (), False),
        ],
    ),
}
#: Days before today: call, its end, approved, published, last day, opened, review, decided, notice, awarded.
CALENDARS = {
    "HA": (560, 530, 500, 495, 460, 458, 440, 400, 390, 372),
    "HB": (180, 150, 120, 118, 75, 73, 50, 12, 3, -10),
    "HC": (150, 120, 90, 88, 40, 38, -5, -20, -30, -45),
    "HD": (120, 90, 60, 58, 1, -1, -20, -40, -50, -60),
    "HE": (90, 60, 40, 38, 0, -1, -20, -40, -50, -60),
}
STAGES = "call_from call_to approved published last_day opened review decided notice awarded".split()


def programme(stage: Stage) -> None:
    """The programme with two versions of its rules: recommendation by the prefecture from the third batch on."""
    start = stage.today - timedelta(days=600)
    by = stage.users["officer"]
    made = challenge_actions.create_programme(
        name=NAME, short_name=SHORT, short_code="HH", year_from=start.year, year_to=start.year + 4,
        office=stage.offices["农村科技处"], theme="以水定产，深度节水控水。", fields=FIELDS, by=by, at=stage.go(start),
    )  # fmt: skip
    plain = challenge_actions.create_rule_set(name=SHORT, by=by, at=stage.at)
    recommended = challenge_actions.create_rule_set(
        name=SHORT, values={"needs_recommendation": True}, by=by, at=stage.at
    )
    stage.programmes["HH"], stage.units["end-user-HH"] = made, stage.units["end-user-enduser"]
    for code, (offset, name, rows) in BATCHES.items():
        stage.programmes[code], stage.units[f"end-user-{code}"] = made, stage.units["end-user-enduser"]
        stage.fields |= {(code, field.name): field for field in made.fields.all()}
        stage.rule_sets[code] = recommended if code == "HD" else plain
        stage.tracks[code] = _track(stage, code, offset, name, rows)


def _track(stage: Stage, code: str, offset: int, name: str, rows) -> Track:
    days = {word: stage.today - timedelta(days=back) for word, back in zip(STAGES, CALENDARS[code], strict=True)}
    dates = {**days, "call": (days["call_from"], days["call_to"])}
    if code == "HE":
        dates["deadline"] = stage.real_now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=10)
    items = [
        Item(f"{code}-{number}", code, title, field, bidders, winners, 400, 800, "JOINT", is_race)
        for number, (title, field, bidders, winners, is_race) in enumerate(rows, 1)
    ]
    year = stage.today.year + offset
    document = f"内科发农字〔{year}〕{30 + ord(code[1])}号"
    return Track(code, NAME, SHORT, year, name, 36, items, dates, document, nodes=NODES)


def batches(stage: Stage) -> None:
    """Each batch is led as far as its calendar has come."""
    lists.committee(stage, "HA")
    for code in BATCHES:
        lists.challenges(stage, code, lists.needs(stage, code))
        lists.publish(stage, code)
    for code in ("HA", "HB", "HC", "HD"):
        bids.bid_all(stage, code)
    for code in ("HA", "HB", "HC"):
        bids.close_and_open(stage, code)
    bids.close(stage, "HD")  # waits for two people to open it, and for the prefecture's word
    for code in ("HA", "HB"):
        panels.review(stage, code)
        awards.decide(stage, code)
    awards.notice(stage, "HA")
    awards.start(stage, "HA")
    _under_review(stage)
    _race(stage)
    _in_notice(stage)
    _open(stage)


def _under_review(stage: Stage) -> None:
    """expert1 sits on the panel and has still to score; two others have finished."""
    challenge = Challenge.objects.select_related("batch__programme", "batch__rule_set").get(
        pk=stage.challenges["HC-1"].pk
    )
    by = stage.users["officer"]
    rubric = stage.rubrics["HB"]
    stage.go(stage.today - timedelta(days=6), 9)
    named = Expert.objects.select_related("person").get(person=stage.users["expert1"].person_id)
    panel = panels.convene(
        stage, challenge, rubric=rubric, by=by, closes_on=stage.today + timedelta(days=5), named=named
    )
    criteria = list(panel.rubric.criteria.order_by("number"))
    seats = panel.seats.filter(state=SeatState.ACCEPTED).exclude(expert=named).select_related("expert__person", "panel")
    stage.go(stage.today - timedelta(days=2), 15)
    for place, seat in enumerate(seats.order_by("number")[:2]):
        for number, bidder in enumerate(("N03", "Z14")):
            user = panels.expert_user(stage, seat.expert)
            panels.score(stage, seat, stage.bids["HC-1", bidder], criteria, 84 - 9 * number + place, by=user)


def _race(stage: Stage) -> None:
    """The first checkpoint is open: one lane has reported, `applicant` has not."""
    stage.go(stage.today - timedelta(days=5), 0, 5)
    project_actions.fall_due_milestones(by=stage.system)
    project_actions.open_due_rounds(by=stage.system)
    round = RaceRound.objects.get(race__challenge=stage.challenges["HA-1"].pk, number=1)
    lane = Lane.objects.select_related("project").get(race=round.race_id, project=stage.projects["HA-1", "N01"].pk)
    stage.go(stage.today - timedelta(days=3), 10)
    later.report_lane(stage, round, lane, percent=40)
    milestone = lane.project.milestones.get(number=1)
    later.report(stage, milestone)


def _in_notice(stage: Stage) -> None:
    """A notice with a day or more to go and an objection nobody has looked at yet."""
    try:
        published = awards.publish_notice(stage, "HB")
    except CalendarNotLoaded as missing:
        stage.say(f"  {missing}（公示从略）")
        return
    challenge_actions.file_objection(
        item=published.items.get(number=1),
        party_kind=PartyKind.ORGANIZATION,
        party_name=stage.units["Z13"][0].name,
        party_contact="0471-0000000",
        legal_representative="法定代表人（示例）",
        has_seal=True,
        content="认为拟立项方案所列前期基础与公开资料不一致，请予核查。",
        by=stage.admins[stage.units["Z13"][0].pk],
        at=stage.go(stage.today - timedelta(days=1), 10),
    )


def _open(stage: Stage) -> None:
    """Two challenges close tonight: sealed bids of others, a draft of `applicant`, one in review by `unitadmin`, a question."""
    bids.bid_all(stage, "HE")
    applicant = stage.users["applicant"]
    consortium = stage.consortia["Z01"]
    stage.go(stage.today - timedelta(days=2), 10)
    for key in ("HE-1", "HE-2"):
        challenge = stage.challenges[key]
        bid = consortium_actions.start_bid(
            challenge=challenge, consortium=consortium, by=applicant, at=stage.later(minutes=10)
        )
        sections = drafts.example(challenge=challenge, consortium=consortium, leader=applicant.person)
        if key == "HE-1":  # half written
            sections = {name: sections[name] for name in ("basic", "technical", "responses", "team")}
        consortium_actions.save_draft(bid=bid, sections=sections, by=applicant, at=stage.later(minutes=30))
        if key == "HE-2":
            consortium_actions.sign_pledge(bid=bid, kind=PledgeKind.LEADER, by=applicant, at=stage.later(minutes=1))
            for unit in stage.units["Z01"][2:]:  # unitadmin and member have still to sign
                consortium_actions.sign_pledge(
                    bid=bid, kind=PledgeKind.ORGANIZATION, by=stage.admins[unit.pk], at=stage.later(minutes=1)
                )
            consortium_actions.send_to_unit(bid=bid, by=applicant, at=stage.later(minutes=1))
    asker = stage.applicants[stage.units["N05"][0].pk]
    text = "示范面积能否由多个旗县合计？"
    challenge_actions.ask_question(
        challenge=stage.challenges["HE-1"], text=text, by=asker, at=stage.go(stage.today - timedelta(days=1), 11)
    )


def desks(stage: Stage) -> None:
    """What is not part of a batch: registrations of units and consortia, an invitation, a fresh need; an event."""
    _matchmaking(stage)
    stage.go(stage.today - timedelta(days=1), 14)
    for name, division in (("集宁新源节水装备有限公司（示例）", "150902"), ("首都水科技有限公司（示例）", "110000")):
        people.register(stage, name, "ENTERPRISE", division, "91", username=f"new-{division}")
    applicant = stage.users["applicant"]
    lead, member = stage.units["Z01"][:2]
    founded = consortium_actions.create_consortium(
        name="草原生态修复与节水创新联合体（示例）",
        lead=lead,
        programme=stage.programmes["HH"],
        by=applicant,
        at=stage.later(minutes=5),
    )
    consortium_actions.invite_member(
        consortium=founded, organization=member, tasks="节水草种选育", by=applicant, at=stage.later(minutes=2)
    )
    _filed(stage)
    call = challenge_actions.open_call(
        programme=stage.programmes["HH"],
        title=f"关于征集{stage.today.year + 1}年黄河流域科技创新需求的通知",
        opens_at=stage.at,
        closes_at=stage.midnight(stage.today + timedelta(days=30)),
        by=stage.users["officer"],
        at=stage.at,
    )
    item = Item("", "HA", "马铃薯膜下滴灌水肥一体化", "农业节水", (), ())
    need = lists.write_need(stage, call, item, "Z08", 3)
    challenge_actions.submit_need(need=need, by=stage.applicants[stage.units["Z08"][0].pk], at=stage.later(minutes=1))


def _matchmaking(stage: Stage) -> None:
    """An event at which whoever needs a technique met whoever has it, with what came of it (S19, S98)."""
    held_on = stage.today - timedelta(days=12)
    stage.go(held_on - timedelta(days=8), 10)
    event = challenge_actions.plan_matchmaking(
        batch=stage.batches["HE"],
        title="黄河流域榜单宣讲和供需对接会",
        held_on=held_on,
        hours="9:00—11:30",
        place="呼和浩特市科技大厦二层报告厅（示例）",
        introduction="逐项讲解榜单的瓶颈问题和考核指标，发榜用户现场答疑，供需双方洽谈。",
        sign_up_ends_at=stage.midnight(held_on - timedelta(days=2)),
        capacity=60,
        by=stage.users["officer"],
        at=stage.at,
    )
    wishes = (
        ("applicant", "可提供节水草种和示范基地，寻找水肥调控技术。"),
        ("member", "有灌区监测设备，希望参与水肥盐协同调控。"),
    )
    for who, wish in wishes:
        user = stage.users[who]
        challenge_actions.sign_up(
            matchmaking=event,
            contact_name=user.person.name,
            contact_phone="0471-0000000",
            wish=wish,
            by=user,
            at=stage.later(minutes=20),
        )
    stage.go(held_on, 15)
    challenge_actions.report_matchmaking(
        matchmaking=event,
        summary="两项榜单逐项讲解，发榜用户回答提问；2 家单位到会，就水肥盐协同调控达成合作意向。",
        organizations=[stage.users[who].organization for who, _wish in wishes],
        by=stage.users["officer"],
        at=stage.at,
    )


def _filed(stage: Stage) -> None:
    """Waits for the office to register it."""
    lead = stage.units["N02"][0]
    applicant = stage.applicants[lead.pk]
    consortium = consortium_actions.create_consortium(
        name="沿黄再生水利用创新联合体（示例）",
        lead=lead,
        programme=stage.programmes["HH"],
        by=applicant,
        at=stage.later(minutes=5),
    )
    for unit in (stage.units["N02"][1], stage.units["N02"][-1]):
        consortium_actions.invite_member(
            consortium=consortium, organization=unit, by=applicant, at=stage.later(minutes=1)
        )
    for membership in consortium.memberships.select_related("organization__division", "consortium").order_by("pk"):
        is_lead = membership.role == MembershipRole.LEAD
        consortium_actions.confirm_membership(
            membership=membership,
            tasks="统筹" if is_lead else "研究",
            by=stage.admins[membership.organization_id],
            at=stage.later(minutes=1),
        )
    consortium_actions.set_roster(
        consortium=consortium, rows=[{"person": applicant.person}], by=applicant, at=stage.later(minutes=1)
    )
    consortium_actions.agree_consortium(
        consortium=consortium,
        agreement_number=f"LHT-{stage.today.year}-X1",
        signed_on=stage.at.date(),
        by=applicant,
        at=stage.later(minutes=1),
    )
    consortium_actions.file_consortium(consortium=consortium, by=applicant, at=stage.later(minutes=1))


def sweep(stage: Stage) -> None:
    """What the clock does by itself has been done when the doors open."""
    clock.reset()
    for act in (
        challenge_actions.open_due,
        challenge_actions.close_due,
        challenge_actions.end_due_notices,
        partial(challenge_actions.compare_due, limit=1000),
        consortium_actions.expire_due_bids,
        project_actions.fall_due_milestones,
        project_actions.open_due_rounds,
        funding_actions.fall_due_tranches,
    ):
        act(by=stage.system)
    consortium_actions.publish_due_roots(by=stage.system)
    _deliver(stage)


def _deliver(stage: Stage) -> None:
    """The in-boxes are full, and what is older than a fortnight has been read."""
    at = stage.real_now + timedelta(days=1)
    _put_messages_into_boxes(at)
    while delivery.deliver_due(at=at):  # what is left, and the messages that come of it
        _put_messages_into_boxes(at)
    Message.objects.filter(created_at__lt=stage.real_now - timedelta(days=14)).update(read_at=F("created_at"))


def _put_messages_into_boxes(at: datetime) -> None:
    """Thousands at once: nobody else delivers here, and none of them fails by itself."""
    due = Outbox.objects.filter(kind="message", done_at__isnull=True, next_check_at__lte=at)
    rows = list(due.order_by("next_check_at", "pk"))
    delivery.put_into_boxes(rows, at)
    done = Outbox.objects.filter(pk__in=[row.pk for row in rows])
    done.update(done_at=at, next_check_at=None, attempt_count=F("attempt_count") + 1)
