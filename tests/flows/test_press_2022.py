"""The press figures of 2022 (domain §2), computed from the rows that the story told through the real actions.

The story is told once for the whole module, inside a transaction that is rolled back at the end.
"""

from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest
from django.db import transaction
from django.db.models import Count, Sum

from accounts.enums import RESEARCH_KINDS
from accounts.models import Organization, Person, User
from challenges.models import Batch, Challenge, MediaRecord, Need, Objection, PolicyDocument, PublicNotice
from config.story import figures, plan_2022, telling
from consortia.enums import MembershipState
from consortia.models import Bid, Consortium, Envelope, Membership, Platform, RosterEntry, TeamMember
from core import clock, desk, money, working_days
from funding.models import Decision, LocalReward, PublishedFigure, Tranche, Transfer, Waiver
from funding.queries import books
from funding.views import press
from projects.models import Contract, ContractParty, Lane, Project, Race

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

WAN = 1_000_000
ZY, ST = {"batch__programme__short_code": "ZY"}, {"batch__programme__short_code": "ST"}


@pytest.fixture(scope="module", autouse=True)
def told(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        yield telling.tell(say=lambda text: None, chapters=telling.PRESS)
        transaction.set_rollback(True)


def of(code: str, path: str = "challenge") -> dict:
    return {f"{path}__batch__programme__short_code": code}


def wan(fen: int) -> Fraction:
    return Fraction(fen, WAN)


def units_of(projects, kinds=None) -> set[int]:
    """Distinct units of the consortia that hold the projects."""
    rows = Membership.objects.filter(consortium__projects__in=projects, state=MembershipState.CONFIRMED)
    rows = rows.filter(organization__kind__in=kinds) if kinds else rows
    return set(rows.values_list("organization_id", flat=True))


def test_the_plan_adds_up():
    assert plan_2022.check() == []


def test_f01_seed_items():
    assert Challenge.objects.filter(**ZY, batch__number=1, batch__year=2022).count() == 12


def test_f02_seed_bids_and_consortia():
    bids = Bid.objects.filter(**of("ZY"), submitted_at__isnull=False)
    assert (bids.count(), bids.values("consortium").distinct().count()) == (21, 19)


def test_f03_seed_awards():
    projects = Project.objects.filter(**of("ZY"))
    awarded = Challenge.objects.filter(**ZY, state__in=["AWARDED", "RACING"])
    assert (projects.count(), awarded.count(), awarded.filter(state="RACING").count()) == (14, 12, 2)


def test_f04_seed_bids_not_awarded():
    assert Bid.objects.filter(**of("ZY")).exclude(state="AWARDED").count() == 7


def test_f05_seed_fiscal_money_of_2022():
    rows = Tranche.objects.filter(**of("ZY", "project__challenge"), year=2022)
    assert wan(rows.aggregate(fen=Sum("planned_fen"))["fen"]) == 7300
    paid = Transfer.objects.filter(code="PAY", tranche__in=rows).aggregate(fen=Sum("amount_fen"))["fen"]
    assert wan(paid) == 7300


def test_f06_carbon_items():
    assert Challenge.objects.filter(**ST, batch__year=2022).count() == 12


def test_f07_carbon_bidding_consortia():
    bids = Bid.objects.filter(**of("ST"), submitted_at__isnull=False)
    assert (bids.count(), bids.values("consortium").distinct().count()) == (25, 25)


def test_f08_carbon_awards_and_the_item_without_one():
    states = dict(Challenge.objects.filter(**ST).values_list("state").annotate(n=Count("pk")))
    assert states == {"AWARDED": 10, "RACING": 1, "UNAWARDED": 1}
    assert Project.objects.filter(**of("ST")).count() == 12


def test_f09_carbon_bids_not_awarded():
    assert Bid.objects.filter(**of("ST"), state="REJECTED").count() == 13


def test_f10_carbon_support():
    total = Project.objects.filter(**of("ST")).aggregate(fen=Sum("fiscal_total_fen"))["fen"]
    assert wan(total) == 14_900
    assert money.format_fen(total, "亿元", 2) == "1.49"


def test_f11_totals():
    projects = Project.objects.filter(challenge__batch__year=2022)
    assert (projects.count(), projects.values("challenge").distinct().count(), Race.objects.count()) == (26, 23, 3)


def test_f12_published_total_of_2022():
    """D2: the published 2.2 亿 adds one year of 种业 to the whole support of 双碳."""
    seed = Tranche.objects.filter(**of("ZY", "project__challenge"), year=2022).aggregate(fen=Sum("planned_fen"))["fen"]
    carbon = Project.objects.filter(**of("ST")).aggregate(fen=Sum("fiscal_total_fen"))["fen"]
    assert wan(seed + carbon) == 22_200
    assert money.with_unit(seed + carbon, "亿元") == "2.2亿元"


def test_f13_awarded_consortia():
    counts = Project.objects.values("consortium").annotate(n=Count("pk")).values_list("n", flat=True)
    assert sorted(counts, reverse=True) == [2, 2] + [1] * 22


def test_f14_no_consortium_races_itself():
    for race in Race.objects.all():
        holders = [lane.project.consortium_id for lane in race.lanes.select_related("project")]
        assert len(holders) == len(set(holders)) == 2


def test_f15_leverage_amounts():
    own = {
        code: Project.objects.filter(**of(code)).aggregate(fen=Sum("self_total_fen"))["fen"] for code in ("ZY", "ST")
    }
    assert (wan(own["ZY"]), wan(own["ST"])) == (62_000, 67_000)
    assert money.with_unit(sum(own.values()), "亿元") == "12.9亿元"


def test_f16_leverage_ratios_as_published():
    """D3: the published ratio of 种业 mixes horizons; on one horizon it is 62,000 to 29,200."""
    assert [money.ratio_text(part * WAN, base * WAN) for part, base in ((62_000, 7300), (67_000, 14_900), (129_000, 22_200))] == [
        "8.49:1", "4.50:1", "5.81:1",
    ]  # fmt: skip
    total = Project.objects.filter(**of("ZY")).aggregate(fen=Sum("fiscal_total_fen"))["fen"]
    assert wan(total) == 29_200


def test_f17_two_to_one_everywhere_but_for_one_waiver():
    below = [row for row in Decision.objects.exclude(result="DECLINE") if row.self_fen < 2 * row.fiscal_fen]
    assert [(row.bid.challenge.code, row.waiver.state) for row in below] == [("2022-ST-11", "APPROVED")]
    waiver = Waiver.objects.get()
    assert waiver.decided_by_id != waiver.created_by_id


def test_f18_self_funding_floor_of_the_first_year():
    assert money.with_unit(2 * 7300 * WAN, "亿元", 2) == "1.46亿元"


def test_f19_registered_consortia():
    registered = Consortium.objects.filter(state="REGISTERED")
    assert registered.count() == 52
    assert registered.filter(bids__isnull=True).count() == 8


def test_f20_members_platforms_persons():
    members = Membership.objects.filter(consortium__state="REGISTERED", state=MembershipState.CONFIRMED)
    assert (members.count(), members.values("organization").distinct().count()) == (384, 382)  # 家次, 家 (D4)
    levels = dict(
        Platform.objects.filter(organization__memberships__in=members)
        .values_list("level")
        .annotate(n=Count("pk", distinct=True))
    )
    assert levels == {"NATIONAL": 208, "REGIONAL": 306}
    assert RosterEntry.objects.values("person").distinct().count() == 2103


def test_f21_units_of_the_26_projects():
    projects = Project.objects.all()
    assert (len(units_of(projects, ["ENTERPRISE"])), len(units_of(projects, RESEARCH_KINDS))) == (131, 92)


def test_f22_units_by_programme():
    seed, carbon = Project.objects.filter(**of("ZY")), Project.objects.filter(**of("ST"))
    kinds = [len(units_of(seed, [kind])) for kind in ("ENTERPRISE", "INSTITUTE", "UNIVERSITY")]
    assert kinds == [44, 28, 16]
    assert (len(units_of(carbon, ["ENTERPRISE"])), len(units_of(carbon, RESEARCH_KINDS))) == (87, 48)


def test_f23_grass_items():
    """Three items, 19 units, more than half from outside, 230 persons and more; this 19 is not F02's (D14)."""
    projects = Project.objects.filter(challenge__field__name="草种业")
    units = Organization.objects.filter(pk__in=units_of(projects)).select_related("division")
    persons = RosterEntry.objects.filter(consortium__projects__in=projects).values("person").distinct().count()
    outside = sum(not unit.division.is_local for unit in units)
    assert projects.values("challenge").distinct().count() == 3
    assert (len(units), persons) == (19, 232)
    assert Fraction(outside, len(units)) > Fraction(1, 2)


def test_f24_chief_scientists():
    bids = Bid.objects.filter(**of("ST"), chief_scientist__isnull=False)
    assert (bids.count(), bids.values("chief_scientist").distinct().count()) == (25, 24)
    assert Person.objects.filter(bids_as_chief_scientist__in=bids, is_academician=True).distinct().count() == 3


def test_f25_2021():
    items = Challenge.objects.filter(batch__year=2021)
    by_field = dict(items.values_list("field__name").annotate(n=Count("pk")))
    assert by_field == {"高新技术": 7, "农牧业": 6, "社会发展": 2}
    assert wan(items.aggregate(fen=Sum("announced_budget_fen"))["fen"]) == 27_440
    assert Contract.objects.values("enterprise").distinct().count() == 12
    assert ContractParty.objects.values("organization").distinct().count() == 49
    assert wan(Contract.objects.aggregate(fen=Sum("amount_fen"))["fen"]) == 19_000
    assert items.filter(contracts__isnull=True).count() == 3  # D12


def test_f26_2021_support_and_baotou():
    baotou = Contract.objects.filter(enterprise__division__code__startswith="1502")
    assert baotou.count() == 5
    assert ContractParty.objects.filter(contract__in=baotou).values("organization").distinct().count() == 9
    assert wan(baotou.aggregate(fen=Sum("amount_fen"))["fen"]) == 7100
    assert wan(baotou.aggregate(fen=Sum("support_fen"))["fen"]) == 2130
    assert wan(Contract.objects.aggregate(fen=Sum("support_fen"))["fen"]) == 5700
    assert round(float(Fraction(7100, 19_000)) * 100, 2) == 37.37


def test_f27_dates():
    seed, carbon = (Batch.objects.get(programme__short_code=code) for code in ("ZY", "ST"))
    assert clock.local(seed.published_at).date() == date(2022, 3, 31)
    assert sorted(MediaRecord.objects.values_list("medium", flat=True)) == ["农民日报", "科技日报"]
    assert clock.local(carbon.published_at).date() == date(2022, 5, 31)
    last_day = clock.local(carbon.deadline - timedelta(seconds=1)).date()
    assert last_day == date(2022, 6, 20)
    assert (last_day - date(2022, 5, 31)).days == 20
    assert working_days.count_inclusive(date(2022, 5, 31), last_day) == 14
    notice = PublicNotice.objects.get(batch=carbon, kind="PROPOSED_AWARD")
    assert (notice.starts_on, notice.ends_on, notice.working_days) == (date(2022, 7, 1), date(2022, 7, 7), 5)
    assert notice.state == "ENDED"
    assert clock.local(notice.ends_at).date() <= date(2022, 7, 8)


def test_f28_speed_of_review_and_decision():
    opened = working_days.count_inclusive(date(2022, 6, 21), date(2022, 7, 7))
    decided = Decision.objects.filter(**of("ST", "bid__challenge")).order_by("-decided_at").first().decided_at
    days = working_days.count_inclusive(date(2022, 6, 21), clock.local(decided).date())
    assert (opened, opened - 5) == (13, 8)
    assert days <= 8


def test_f29_local_rewards():
    rewards = LocalReward.objects.filter(division__code="150929")
    assert rewards.count() == rewards.values("receiver").distinct().count() == 2
    for reward in rewards:
        assert reward.needs_confirmation  # D9
        assert sorted(reward.items.values_list("kind", "amount_fen", "quantity"), key=str) == [
            ("CASH", 100 * WAN, None),
            ("HOUSING", None, 5),
        ]


def test_f30_later_years_as_published():
    """External figures: 74 projects and 6.6 亿 by 2024; what 2023 must have been follows."""
    assert 74 - 26 - (10 + 15) == 23
    assert money.with_unit((66_000 - 22_200 - 16_900) * WAN, "亿元", 2) == "2.69亿元"


def test_policy_has_its_other_name():
    """D7: one document, two names."""
    document = PolicyDocument.objects.get(title__contains="碳达峰碳中和科技创新实施方案")
    assert "行动方案" in document.alias


def test_every_sealed_bid_was_opened_by_two_people():
    assert Envelope.objects.filter(purpose="OPENING").count() == 46
    for challenge in Challenge.objects.filter(bids__isnull=False).distinct():
        assert challenge.opening.first_by_id != challenge.opening.second_by_id
        assert challenge.opening.root == challenge.sealed_root != ""


def test_the_objection_was_heard_and_dismissed():
    assert list(Objection.objects.values_list("state", "item__challenge__code")) == [("DISMISSED", "2022-ZY-07")]


def test_every_challenge_has_an_origin():
    """S06: needs flow into challenges; where none did, the government says why."""
    assert not Challenge.objects.filter(need_links__isnull=True, government_reason="").exists()
    assert Need.objects.filter(state="POOLED").count() == 2


def test_teams_are_people_of_the_roster():
    assert TeamMember.objects.filter(bid__state="AWARDED").values("person").distinct().count() > 230


def test_only_the_demo_accounts_can_sign_in():
    able = [user.username for user in User.objects.all() if user.has_usable_password()]
    assert sorted(able) == sorted(
        "officer publisher supervisor finance prefecture unitadmin applicant member enduser auditor sysadmin".split()
        + [f"expert{number}" for number in range(1, 10)]
    )


def test_the_books_balance():
    assert list(books.faults()) == []


def test_every_published_figure_stands_beside_the_computed_one():
    """S58: the same scope, the same day, equal at the precision that was published."""
    words = {(one.code, one.scope, one.as_of.year): press.line(one)["word"] for one in PublishedFigure.objects.all()}
    assert len(words) == len(figures.FIGURES)
    differing = {key: word for key, word in words.items() if word != "一致"}
    assert differing == {
        ("team_persons", "field=草种业,year=2022,of=projects", 2022): "超过发布值",
        ("outside_unit_share", "field=草种业,year=2022,of=projects", 2022): "超过发布值",
        ("fiscal_published", "year=2022", 2023): "不作比较",
    }


@pytest.fixture(scope="module")
def told_today(told):
    """The second data set, told on after the first: every role finds something waiting (design §10)."""
    for _name, chapter in telling.TODAY:
        chapter(told)
    return told


@pytest.mark.parametrize(
    ("username", "titles"),
    [
        ("officer", {"待开标的榜单", "待备案的联合体", "待答复的提问", "待审核的单位注册", "待考核的里程碑"}),
        ("publisher", {"待批准的豁免", "待批准的拨款"}),
        ("supervisor", {"待处理的异议"}),
        ("finance", {"待拨付"}),
        ("prefecture", {"待推荐的揭榜方案", "待处理的需求", "待审核的单位注册"}),
        ("unitadmin", {"待提交的揭榜方案"}),
        ("applicant", {"填报中的揭榜方案", "待报告的里程碑", "待填报的赛马考核点"}),
        ("member", {"待确认的联合体", "待签署的单位承诺"}),
        ("expert1", {"我的评审"}),
        ("enduser", {"待评价的项目"}),
    ],
)
def test_something_waits_for(told_today, username, titles):
    user = User.objects.get(username=username)
    waiting = {str(one.title) for one in desk.collected() if one.concerns(user) and one.count(user)}
    assert titles <= waiting


def test_a_challenge_in_every_stage(told_today):
    states = set(Challenge.objects.filter(batch__programme__short_code="HH").values_list("state", flat=True))
    assert states == {"RACING", "IN_NOTICE", "UNDER_REVIEW", "CLOSED", "OPEN"}


def test_the_open_ones_close_within_a_day(told_today):
    now = clock.now()
    for challenge in Challenge.objects.filter(state="OPEN"):
        assert timedelta(0) < challenge.deadline - now < timedelta(days=1)


def test_a_lane_was_eliminated_and_its_money_came_back(told_today):
    lane = Lane.objects.get(state="ELIMINATED")
    assert lane.project.state == "SETTLED"
    assert not lane.project.tranches.exclude(state__in=["RECEIVED", "CANCELLED"]).exists()
    assert lane.project.settlement.clawed_back_fen == lane.project.settlement.paid_fen - 700 * WAN > 0


def test_the_clock_stands_at_the_real_time(told_today):
    assert abs(clock.now() - datetime.now(tz=clock.BEIJING)) < timedelta(minutes=1)


def test_the_press_figures_have_not_moved(told_today):
    assert sum(press.line(one)["word"] == "一致" for one in PublishedFigure.objects.all()) == len(figures.FIGURES) - 3


def test_the_books_balance_today(told_today):
    assert list(books.faults()) == []
