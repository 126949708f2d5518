"""What was published: the figures of the press conference and of the report, each with its scope, day and reading (D1–D20)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from config.story.stage import WAN, Stage
from funding import actions
from funding.enums import RewardKind

PRESS, REPORT = date(2022, 7, 8), date(2023, 2, 9)
SOURCES = {PRESS: "自治区政府新闻办新闻发布会（2022-07-08）", REPORT: "自治区科技厅工作报告（2023-02-09）"}
REWARD_TEXT = "乌兰察布市四子王旗委、政府对成功揭榜种业科技创新重大示范工程的2家企业分别给予了100万元与5套住房的奖励"
D1 = "发布会称双碳项目吸引24位首席科学家，报告称26个项目共24位；两个口径分别计算（D1）。"
D2 = "7300万元为2022年当年安排，14900万元为支持经费总额；发布时两数相加为22200万元，即2.2亿元，系统不混合计算（D2）。"
D3 = "撬动资金为整个实施期的口径；与当年财政资金相比会混用期限，倍数按同一期限计算（D3）。"
D4 = "“累计吸纳”可能按家次计：384为各联合体成员家次合计，去重后的家数另列（D4、Q16）。"
D5 = "26个项目由24个联合体承担，其中2个联合体各承担2个（D5）。"
D6 = "2022年7月与2023年2月两次公布均为52家，各按其截至日期计算（D6）。"
D9 = "原文“分别给予”可理解为各得或分得，待确认；现按两家各得记（D9）。"
D12 = "15项榜单中12家企业签约，3项未见签约信息（D12）。"
D13 = "“悬赏2.7亿元”为15项榜单的总经费预算，不是奖金（D13）。"
D14 = "此处19家为单位，与种业“19家创新联合体”含义不同（D14）。"
D17 = "评审前公布的计划为种业6200万元、双碳1.5亿元，评审后安排为7300万元、1.49亿元（D17）。"
D19 = "2:1比例只计企业自筹；撬动资金计全部非财政来源（D19）。"


@dataclass(frozen=True)
class Figure:
    """`code` and `scope` are keys of funding.statistics; amounts in 万元."""

    code: str
    label: str
    scope: str
    text: str
    value: str
    unit: str
    note: str = ""
    as_of: date = PRESS


FIGURES = (
    Figure("items_published", "种业榜单", "programme=ZY,year=2022", "12项", "12", "项"),
    Figure("bids", "种业揭榜方案", "programme=ZY,year=2022", "21个", "21", "个"),
    Figure("bidding_consortia", "种业揭榜联合体", "programme=ZY,year=2022", "19家", "19", "家"),
    Figure("items_awarded", "种业立项榜单方向", "programme=ZY,year=2022", "12个", "12", "个"),
    Figure("projects", "种业立项项目", "programme=ZY,year=2022", "14个", "14", "个"),
    Figure("race_items", "种业赛马榜单方向", "programme=ZY,year=2022", "2个", "2", "个"),
    Figure(
        "fiscal_planned",
        "种业当年财政资金",
        "programme=ZY,year=2022,budget_year=2022",
        "7300万元",
        "7300",
        "万元",
        f"{D2}{D17}",
    ),
    Figure(
        "nonfiscal_planned", "种业撬动社会资本", "programme=ZY,year=2022", "6.2亿元以上", "62000", "万元", f"{D3}{D19}"
    ),
    Figure("member_units", "草种业榜单吸引单位", "field=草种业,year=2022,of=projects", "19家", "19", "家", D14),
    Figure("team_persons", "草种业联合攻关人员", "field=草种业,year=2022,of=projects", "230余人", "230", "人"),
    Figure("outside_unit_share", "草种业区外单位占比", "field=草种业,year=2022,of=projects", "50%以上", "50", "%"),
    Figure("items_published", "双碳榜单", "programme=ST,year=2022", "12项", "12", "项"),
    Figure("bidding_consortia", "双碳揭榜联合体", "programme=ST,year=2022", "25家", "25", "家"),
    Figure("items_awarded", "双碳立项榜单方向", "programme=ST,year=2022", "11个", "11", "个"),
    Figure("projects", "双碳立项项目", "programme=ST,year=2022", "12个", "12", "个"),
    Figure("race_items", "双碳赛马榜单方向", "programme=ST,year=2022", "1个", "1", "个"),
    Figure("fiscal_decided", "双碳支持经费", "programme=ST,year=2022", "1.49亿元", "14900", "万元", f"{D2}{D17}"),
    Figure(
        "nonfiscal_planned", "双碳带动企业投入", "programme=ST,year=2022", "超过6.7亿元", "67000", "万元", f"{D3}{D19}"
    ),
    Figure("chief_scientists", "双碳揭榜首席科学家", "programme=ST,year=2022", "24位", "24", "位", D1),
    Figure("consortia_registered", "备案创新联合体", "", "52家", "52", "家", D6),
    Figure("memberships", "联合体吸纳单位", "", "384家", "384", "家次", D4),
    Figure("platforms_national", "国家级创新平台", "", "208个", "208", "个", "按平台去重（Q16）。"),
    Figure("platforms_regional", "自治区创新平台", "", "306个", "306", "个", "按平台去重（Q16）。"),
    Figure("team_persons", "研发团队总人数", "", "2103人", "2103", "人", "按人员去重（Q16）。"),
    Figure("local_rewards", "地方奖励企业", "programme=ZY,year=2022", "2家", "2", "家", D9),
    Figure("items_published", "2021年榜单", "year=2021", "15个", "15", "个"),
    Figure("announced_budget", "2021年榜单总经费预算", "year=2021", "2.7亿元", "2.7", "亿元", D13),
    Figure("contract_enterprises", "2021年签约榜单企业", "year=2021", "12家", "12", "家", D12),
    Figure("contract_research_units", "2021年签约科研单位", "year=2021", "49家", "49", "家"),
    Figure("contract_amount", "2021年撬动研发投入", "year=2021", "1.9亿元", "1.9", "亿元", "与签约合同金额合计相符。"),
    Figure("projects", "2022年启动实施项目", "year=2022", "26项", "26", "项", "", REPORT),
    Figure("fiscal_published", "2022年投入经费（发布口径）", "year=2022", "2.2亿元", "2.2", "亿元", D2, REPORT),
    Figure("awarded_consortia", "2022年支持联合体", "year=2022", "24个", "24", "个", D5, REPORT),
    Figure(
        "nonfiscal_planned",
        "2022年带动企业投入研发经费",
        "year=2022",
        "12.9亿元",
        "12.9",
        "亿元",
        f"{D3}{D19}",
        REPORT,
    ),
    Figure("units_enterprise", "2022年带动企业", "year=2022,of=projects", "131家", "131", "家", "", REPORT),
    Figure("units_university_institute", "2022年带动高校院所", "year=2022,of=projects", "92所", "92", "所", "", REPORT),
    Figure("chief_scientists", "2022年揭榜首席科学家", "year=2022", "24位", "24", "位", D1, REPORT),
    Figure("consortia_registered", "组建创新联合体", "", "52个", "52", "个", D6, REPORT),
)


def rewards(stage: Stage) -> None:
    """Two winners of the county, each with cash and flats, marked as to be confirmed (F29)."""
    stage.go(date(2022, 7, 6), 15)
    for item, winner in (("ZY-01", "Z01"), ("ZY-08", "Z08")):
        actions.record_local_reward(
            division=stage.divisions["150929"],
            receiver=stage.units[winner][0],
            project=stage.projects[item, winner],
            given_on=date(2022, 7, 5),
            document="四子王旗党政联席会议决定（示例）",
            items=[
                {"kind": RewardKind.CASH, "amount_fen": 100 * WAN},
                {"kind": RewardKind.HOUSING, "quantity": 5, "unit": "套"},
            ],
            published_text=REWARD_TEXT,
            needs_confirmation=True,
            by=stage.users["prefecture"],
            at=stage.later(minutes=5),
        )


def publish(stage: Stage) -> None:
    """The figures as they were given, to stand beside the computed ones."""
    for position, row in enumerate(FIGURES, 1):
        stage.go(row.as_of, 16)
        actions.record_published_figure(
            code=row.code,
            label=row.label,
            scope=row.scope,
            as_of=row.as_of,
            value_text=row.text,
            value=Decimal(row.value),
            unit=row.unit,
            source=SOURCES[row.as_of],
            note=row.note,
            position=position,
            by=stage.users["publisher"],
            at=stage.at,
        )
