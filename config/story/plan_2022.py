"""press_2022 as a plan, before anything is written: who bids on what, who wins, with how much (domain §2, appendix E).

Pure data with its own arithmetic check. Amounts in 万元. All names but the published titles are fictional.
"""

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Item:
    """One challenge: `bidders` and `winners` are keys of consortia."""

    key: str
    programme: str
    title: str
    field: str
    bidders: tuple[str, ...]
    winners: tuple[str, ...]
    first_year: int = 0  # fiscal money of 2022, per winner
    total: int = 0  # fiscal money over the whole period, per winner
    mode: str = "GOVERNMENT"
    race_planned: bool = False


@dataclass(frozen=True)
class Members:
    """How many units of which kind a consortium has, its lead included; `shared` of them come from another one."""

    enterprises: int
    research: int
    outside: int
    persons: int
    shared: int = 0

    @property
    def total(self) -> int:
        return self.enterprises + self.research


SEED, CARBON = "ZY", "ST"
SEED_CONSORTIA = [f"Z{number:02d}" for number in range(1, 20)]
CARBON_CONSORTIA = [f"S{number:02d}" for number in range(1, 26)]
QUIET_CONSORTIA = [f"N{number:02d}" for number in range(1, 9)]
CONSORTIA = [*SEED_CONSORTIA, *CARBON_CONSORTIA, *QUIET_CONSORTIA]

# Z03 and Z04 bid twice and win both (F02, F13). Z13 to Z19 lose.
SEED_ITEMS = [
    Item(
        "ZY-01",
        SEED,
        "优质苜蓿新品种选育及产业化示范",
        "草种业",
        ("Z01", "Z02", "Z13"),
        ("Z01", "Z02"),
        550,
        2200,
        "JOINT",
        True,
    ),
    Item("ZY-02", SEED, "乡土草种质创新与规模化扩繁（示例）", "草种业", ("Z03", "Z14"), ("Z03",), 500, 2000, "JOINT"),
    Item("ZY-03", SEED, "羊草和冰草新品种选育及良种繁育（示例）", "草种业", ("Z03",), ("Z03",), 500, 2000),
    Item(
        "ZY-04",
        SEED,
        "内蒙古地区肉牛核心种质构建与新品种培育",
        "肉牛",
        ("Z05", "Z06", "Z15"),
        ("Z05", "Z06"),
        600,
        2400,
        "GOVERNMENT",
        True,
    ),
    Item(
        "ZY-05",
        SEED,
        "奶牛核心育种群组建与种公牛自主培育（示例）",
        "奶牛",
        ("Z04", "Z16"),
        ("Z04",),
        500,
        2000,
        "JOINT",
    ),
    Item("ZY-06", SEED, "奶牛良种胚胎高效繁育技术（示例）", "奶牛", ("Z04",), ("Z04",), 500, 2000),
    Item("ZY-07", SEED, "肉羊多胎品系选育与扩繁（示例）", "肉羊", ("Z07", "Z17"), ("Z07",), 500, 2000),
    Item(
        "ZY-08",
        SEED,
        "马铃薯专用型新品种选育与脱毒种薯繁育（示例）",
        "马铃薯",
        ("Z08", "Z18"),
        ("Z08",),
        500,
        2000,
        "JOINT",
    ),
    Item("ZY-09", SEED, "杂粮优异种质挖掘与新品种选育（示例）", "杂粮", ("Z09", "Z19"), ("Z09",), 500, 2000),
    Item("ZY-10", SEED, "设施蔬菜新品种选育（示例）", "蔬菜", ("Z10",), ("Z10",), 500, 2000),
    Item("ZY-11", SEED, "向日葵抗列当新品种选育（示例）", "向日葵", ("Z11",), ("Z11",), 500, 2000),
    Item("ZY-12", SEED, "甜菜单胚新品种选育与产业化（示例）", "甜菜", ("Z12",), ("Z12",), 500, 2000),
]

# ST-12 ends without an award (F08); S12 to S25 lose or bid on it.
CARBON_ITEMS = [
    Item(
        "ST-01",
        CARBON,
        "适应高海拔低温型陆上大型国产化风电机组研制",
        "风电",
        ("S01", "S02", "S13"),
        ("S01", "S02"),
        520,
        1300,
        "GOVERNMENT",
        True,
    ),
    Item(
        "ST-02",
        CARBON,
        "新型电力系统“网源荷储”关键调度技术研究及其示范应用",
        "智能电网",
        ("S03", "S14"),
        ("S03",),
        600,
        1500,
        "JOINT",
    ),
    Item(
        "ST-03",
        CARBON,
        "规模化电动汽车充放电与电网多层级互动技术研究和示范应用",
        "新能源汽车",
        ("S04", "S15"),
        ("S04",),
        480,
        1200,
        "JOINT",
    ),
    Item("ST-04", CARBON, "高效光伏与沙区生态修复协同技术（示例）", "光伏", ("S05", "S16"), ("S05",), 480, 1200),
    Item("ST-05", CARBON, "可再生能源电解水制氢成套装备（示例）", "氢能", ("S06", "S17"), ("S06",), 480, 1200),
    Item(
        "ST-06", CARBON, "大规模长时储能系统集成与安全技术（示例）", "大规模储能", ("S07", "S18"), ("S07",), 480, 1200
    ),
    Item("ST-07", CARBON, "现代煤化工与绿氢耦合降碳技术（示例）", "现代煤化工", ("S08", "S19"), ("S08",), 480, 1200),
    Item("ST-08", CARBON, "钢铁行业氢冶金关键技术（示例）", "钢铁", ("S09", "S20"), ("S09",), 480, 1200),
    Item("ST-09", CARBON, "铁合金冶炼节能减碳技术（示例）", "冶金", ("S10", "S21"), ("S10",), 480, 1200),
    Item("ST-10", CARBON, "电石法化工低碳流程再造（示例）", "化工", ("S11", "S22"), ("S11",), 480, 1200),
    Item("ST-11", CARBON, "燃煤烟气二氧化碳捕集与资源化利用（示例）", "CCUS", ("S12", "S23"), ("S12",), 480, 1200),
    Item("ST-12", CARBON, "水泥窑替代燃料与低碳熟料技术（示例）", "建材", ("S24", "S25"), ()),
]
ITEMS = [*SEED_ITEMS, *CARBON_ITEMS]

SEED_SELF_TOTAL, CARBON_SELF_TOTAL = 62_000, 67_000
WAIVED_ITEM, WAIVED_SELF = "ST-11", 2160  # 1.8 : 1, the one project with a ratio waiver


def self_funding() -> dict[tuple[str, str], int]:
    """(item, winner) → self-funding in 万元: two for one, and what is left shared out over the projects (F15, F17)."""
    amounts: dict[tuple[str, str], int] = {}
    for programme, total in ((SEED, SEED_SELF_TOTAL), (CARBON, CARBON_SELF_TOTAL)):
        wins = [(item, winner) for item in ITEMS if item.programme == programme for winner in item.winners]
        for item, winner in wins:
            amounts[item.key, winner] = WAIVED_SELF if item.key == WAIVED_ITEM else 2 * item.total
        rest = total - sum(amounts[item.key, winner] for item, winner in wins)
        takers = [pair for pair in wins if pair[0].key != WAIVED_ITEM]
        share, left = divmod(rest, len(takers))
        for number, (item, winner) in enumerate(takers):
            amounts[item.key, winner] += share + (1 if number < left else 0)
    return amounts


def members() -> dict[str, Members]:
    """The units of each consortium: 384 memberships, 2,103 persons; the awarded ones F21 to F23."""
    plan: dict[str, Members] = {}
    # 草种业: Z01, Z02, Z03 with 7 units each, two of Z03's shared: 19 distinct, 11 of them 区外, 8 enterprises.
    plan["Z01"] = Members(3, 4, 4, 78)
    plan["Z02"] = Members(3, 4, 4, 77)
    plan["Z03"] = Members(2, 5, 5, 77, shared=2)
    seed_others = ["Z04", "Z05", "Z06", "Z07", "Z08", "Z09", "Z10", "Z11", "Z12"]  # 69 units: 36 + 33
    for number, key in enumerate(seed_others):
        research = 4 if number < 6 else 3
        plan[key] = Members(4, research, 2, 0)
    for number, key in enumerate(CARBON_CONSORTIA[:12]):  # 135 units: 87 + 48
        plan[key] = Members(8 if number < 3 else 7, 4, 3, 0)
    rest = [key for key in CONSORTIA if key not in plan]  # 28 consortia, 159 memberships
    for number, key in enumerate(rest):
        plan[key] = Members(4 if number < 19 else 3, 2, 1, 0)
    unmanned = [key for key in CONSORTIA if plan[key].persons == 0]
    for number, key in enumerate(unmanned):
        old = plan[key]
        plan[key] = Members(old.enterprises, old.research, old.outside, 39 if number < 9 else 38, old.shared)
    return plan


# F22: the research members of the awarded 种业 consortia are 28 institutes and 16 universities.
SEED_UNIVERSITIES = 16
PLATFORMS = {"NATIONAL": 208, "REGIONAL": 306}
CHIEF_SCIENTISTS = 24  # on the 25 双碳 bids; one is shared by two (F24)

DATES = {
    SEED: {
        "call": (date(2022, 1, 10), date(2022, 2, 20)),
        "approved": date(2022, 3, 25),
        "published": date(2022, 3, 31),
        "last_day": date(2022, 5, 10),
        "opened": date(2022, 5, 11),
        "review": date(2022, 5, 23),
        "decided": date(2022, 6, 6),
        "notice": date(2022, 6, 8),
        "awarded": date(2022, 6, 15),
    },
    CARBON: {
        "call": (date(2022, 3, 1), date(2022, 4, 15)),
        "approved": date(2022, 5, 26),
        "published": date(2022, 5, 31),
        "last_day": date(2022, 6, 20),
        "opened": date(2022, 6, 21),
        "review": date(2022, 6, 27),
        "decided": date(2022, 6, 30),
        "notice": date(2022, 7, 1),
        "awarded": date(2022, 7, 8),
    },
}


@dataclass(frozen=True)
class Item2021:
    """One challenge of 2021: an enterprise's problem; unsigned where `contract` is 0."""

    key: str
    office: str
    title: str
    enterprise: int
    announced: int
    contract: int
    research: int
    baotou: bool = False
    field: str = ""


def items_2021() -> list[Item2021]:
    """15 items (7/6/2 by office), 27,440 announced, 12 signed for 19,000 with 49 research units; Baotou 5 items, 9 units, 7,100."""
    offices = ["高新技术处"] * 7 + ["农村科技处"] * 6 + ["社会发展科技处"] * 2
    announced = [1840] * 14 + [27_440 - 14 * 1840]
    contracts = [1420] * 5 + [1700] * 7 + [0] * 3
    research = [2, 2, 2, 2, 1] + [6, 6, 6, 6, 6, 5, 5] + [0] * 3
    topics = (
        "稀土永磁材料 高强钢冶炼 铝合金精深加工 石墨电极 智能矿山 风电塔筒 光伏硅料 "
        "乳清蛋白制备 马铃薯贮藏 肉羊育肥 饲草青贮 玉米密植 苜蓿收获 荒漠化监测 矿区修复"
    ).split()
    return [
        Item2021(
            f"2021-{number + 1:02d}",
            office,
            f"{topic}关键技术（示例）",
            number,
            announced[number],
            contracts[number],
            research[number],
            number < 5,
        )
        for number, (office, topic) in enumerate(zip(offices, topics, strict=True))
    ]


@dataclass
class Check:
    """The arithmetic that the telling must reproduce; `faults` is empty when the plan adds up."""

    faults: list[str] = field(default_factory=list)

    def equal(self, name: str, found, expected) -> None:
        if found != expected:
            self.faults.append(f"{name}: {found}, not {expected}")


def check() -> list[str]:
    """Every figure of domain §2 that the plan alone decides."""
    result = Check()
    seed_bids = [key for item in SEED_ITEMS for key in item.bidders]
    carbon_bids = [key for item in CARBON_ITEMS for key in item.bidders]
    wins = [(item, winner) for item in ITEMS for winner in item.winners]
    plan = members()
    result.equal("F01", len(SEED_ITEMS), 12)
    result.equal("F02", (len(seed_bids), len(set(seed_bids))), (21, 19))
    result.equal(
        "F03",
        (sum(len(item.winners) for item in SEED_ITEMS), sum(len(item.winners) == 2 for item in SEED_ITEMS)),
        (14, 2),
    )
    result.equal("F05", sum(item.first_year for item, _ in wins if item.programme == SEED), 7300)
    result.equal("F07", (len(carbon_bids), len(set(carbon_bids))), (25, 25))
    result.equal(
        "F08",
        (sum(len(item.winners) for item in CARBON_ITEMS), sum(bool(item.winners) for item in CARBON_ITEMS)),
        (12, 11),
    )
    result.equal("F10", sum(item.total for item, _ in wins if item.programme == CARBON), 14_900)
    result.equal("F13", len({winner for _, winner in wins}), 24)
    result.equal("F15", sum(self_funding().values()), 129_000)
    result.equal(
        "F20",
        (len(CONSORTIA), sum(m.total for m in plan.values()), sum(m.persons for m in plan.values())),
        (52, 384, 2103),
    )
    awarded = {winner for _, winner in wins}
    enterprises = sum(plan[key].enterprises for key in awarded)
    research = sum(plan[key].research for key in awarded) - plan["Z03"].shared
    result.equal("F21", (enterprises, research), (131, 92))
    seed = [key for key in awarded if key.startswith("Z")]
    result.equal("F22", (sum(plan[k].enterprises for k in seed), sum(plan[k].research for k in seed) - 2), (44, 44))
    old = items_2021()
    result.equal(
        "F25",
        (len(old), sum(i.announced for i in old), sum(i.contract for i in old), sum(i.research for i in old)),
        (15, 27_440, 19_000, 49),
    )
    result.equal("F26", (sum(i.contract for i in old if i.baotou), sum(i.research for i in old if i.baotou)), (7100, 9))
    return result.faults
