"""The telling: every chapter in order, in one transaction, so that a killed telling leaves nothing behind."""

import time
from collections.abc import Callable
from datetime import date

from django.db import connection, transaction

from config.story import awards, bids, figures, later, lists, panels, past_2021, people, today
from config.story.stage import Stage
from core import clock
from core.models import Installation


def tell(*, say: Callable[[str], None], chapters=None) -> Stage:
    """Tell both data sets into an empty database and put the clock back. A minute or two on two cores."""
    with transaction.atomic():
        mark_as_demo()
        clock.reset()
        stage = Stage(say=say, today=clock.today(), real_now=clock.now())
        for name, chapter in chapters or CHAPTERS:
            started = time.monotonic()
            say(f"{name} …")
            chapter(stage)
            _show_the_planner()
            say(f"  （{time.monotonic() - started:.1f} 秒）")
        clock.reset()
    return stage


def _show_the_planner() -> None:
    """What this transaction has written nobody else can see: without this PostgreSQL plans as for empty tables."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def mark_as_demo() -> None:
    """Only a database that says it is a demo may move its clock; what is said once stays."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO core_installation (id, mode, created_at, clock_offset) "
            "VALUES (1, 'DEMO', clock_timestamp(), interval '0') ON CONFLICT DO NOTHING"
        )
    assert Installation.objects.get().mode in {"DEMO", "TEST"}


def staff(stage: Stage) -> None:
    stage.go(date(2021, 1, 11))
    people.staff(stage)


def accounts(stage: Stage) -> None:
    people.open_the_demo()


def units(stage: Stage) -> None:
    stage.go(date(2022, 1, 4))
    people.units_of_consortia(stage)
    stage.go(date(2022, 1, 17))
    people.rosters(stage)


def programmes(stage: Stage) -> None:
    stage.go(date(2022, 1, 5))
    lists.programmes(stage)


def consortia(stage: Stage) -> None:
    bids.platforms(stage)
    bids.consortia(stage)


def seed_bids(stage: Stage) -> None:
    bids.bid_all(stage, "ZY")
    bids.close_and_open(stage, "ZY")


def carbon_bids(stage: Stage) -> None:
    bids.bid_all(stage, "ST")
    bids.close_and_open(stage, "ST")


def experts(stage: Stage) -> None:
    panels.pool(stage)


def seed_review(stage: Stage) -> None:
    panels.review(stage, "ZY")


def carbon_review(stage: Stage) -> None:
    panels.review(stage, "ST")


def past(stage: Stage) -> None:
    past_2021.batch(stage)
    past_2021.contracts(stage)


def _award(stage: Stage, code: str) -> None:
    awards.decide(stage, code)
    awards.notice(stage, code)
    awards.start(stage, code)


def seed_award(stage: Stage) -> None:
    _award(stage, "ZY")


def carbon_award(stage: Stage) -> None:
    _award(stage, "ST")


def published(stage: Stage) -> None:
    figures.rewards(stage)
    figures.publish(stage)


def seed_list(stage: Stage) -> None:
    lists.challenges(stage, "ZY", lists.needs(stage, "ZY"))
    lists.publish(stage, "ZY")


def carbon_list(stage: Stage) -> None:
    lists.challenges(stage, "ST", lists.needs(stage, "ST"))
    lists.publish(stage, "ST")


#: The press conference of 2022 and the batch before it.
PRESS = (
    ("处室与账号", staff),
    ("2021 年：企业出题、科研单位揭榜", past),
    ("单位与人员", units),
    ("示范工程与规则", programmes),
    ("创新平台与创新联合体", consortia),
    ("评审专家库", experts),
    ("种业：需求、凝练、发榜", seed_list),
    ("双碳：需求、凝练、发榜", carbon_list),
    ("种业：揭榜、开封、资格审查", seed_bids),
    ("双碳：揭榜、开封、资格审查", carbon_bids),
    ("种业：抽取、评分、表决", seed_review),
    ("双碳：抽取、评分、表决", carbon_review),
    ("种业：立项、公示、任务书、拨款", seed_award),
    ("双碳：立项、公示、任务书、拨款", carbon_award),
    ("地方奖励与发布数据", published),
    ("演示账号", accounts),
)
#: From then to now, and what waits for each role today.
TODAY = (
    ("2023 年以来：里程碑、拨款、赛马、验收", later.carry_on),
    ("今天：黄河流域各批次", lambda stage: (today.programme(stage), today.batches(stage))),
    ("今天：各角色待办", today.desks),
    ("到期事项", today.sweep),
)
CHAPTERS = PRESS + TODAY
