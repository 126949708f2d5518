"""What a new rule set holds, with the sources of each value, and the library of conditions a challenge may name."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from challenges.enums import BudgetMode, Mechanism, RacePolicy

#: R-REV-11: weights add to 100.
RUBRIC = (
    ("榜单指标响应与可考核性", 25, "逐条响应榜单指标，承诺值不低于目标值，有可行的测试方法。"),
    ("技术路线先进性与可行性", 25, "路线清楚，关键问题抓得准，有前期基础。"),
    ("联合体与团队能力", 20, "牵头企业组织能力强，成员分工明确，团队能够胜任。"),
    ("自筹与配套保障", 10, "自筹资金来源可靠，有地方资金配套。"),
    ("里程碑与风险", 10, "节点目标可考核，风险有对策。"),
    ("预算合理性", 5, "预算与任务相符，测算有依据。"),
    ("应用前景与带动", 5, "有应用场景，能带动产业。"),
)

#: R-FUN-06: no regional figure is known; yearly or by milestone, in percent of the fiscal support.
TRANCHE_PERCENTS = (50, 30, 20)

#: code -> (text, parameter, waivable). The check of eligibility goes through the codes of a challenge (R-CON).
CONDITIONS = {
    "LEAD_ENTERPRISE": (_("由自治区内注册的企业牵头组建创新联合体揭榜"), "", False),  # S30, R-CON-01
    "LEAD_RESEARCH": (_("由具有独立法人资格的高校、科研院所或科技型企业揭榜"), "", False),  # S67, 2021
    "REGISTERED": (_("创新联合体已在自治区科技厅备案，备案在有效期内"), "", False),  # S31
    "MEMBERS": (_("创新联合体成员单位（含牵头单位）不少于 %(members)s 家"), "", True),  # R-CON-06
    "RESEARCH_MEMBER": (_("成员单位中至少有一家高校或科研院所"), "1", True),  # S38
    "ALL_INDICATORS": (_("逐条响应榜单考核指标，并承诺达到全部硬指标"), "", False),  # R-CON-03
    "SELF_FUNDING": (_("企业自筹资金与自治区财政资金之比原则上不低于 %(ratio)s"), "", True),  # R-FUN-01
    "INTEGRITY": (_("牵头单位、成员单位和项目负责人不在失信惩戒期内"), "", False),  # R-CON-08, 3.8
    "PLEDGES": (_("各单位和项目负责人已签署信用承诺"), "", False),  # S37
    "NO_SECRETS": (_("申报材料不涉及国家秘密"), "", False),  # R-CON-09
}

#: code -> its short name, for whoever puts conditions together.
CONDITION_NAMES = {
    "LEAD_ENTERPRISE": _("区内企业牵头"),
    "LEAD_RESEARCH": _("科研单位揭榜"),
    "REGISTERED": _("联合体已备案"),
    "MEMBERS": _("成员家数"),
    "RESEARCH_MEMBER": _("有高校院所"),
    "ALL_INDICATORS": _("响应全部指标"),
    "SELF_FUNDING": _("自筹比例"),
    "INTEGRITY": _("信用"),
    "PLEDGES": _("承诺书"),
    "NO_SECRETS": _("不涉密"),
}

#: S36: there is no condition on registration age, degree or title, and none may be added to this library.
CONDITIONS_2022 = (
    "LEAD_ENTERPRISE",
    "REGISTERED",
    "MEMBERS",
    "RESEARCH_MEMBER",
    "ALL_INDICATORS",
    "SELF_FUNDING",
    "INTEGRITY",
    "PLEDGES",
    "NO_SECRETS",
)
CONDITIONS_2021 = ("LEAD_RESEARCH", "ALL_INDICATORS", "INTEGRITY", "PLEDGES", "NO_SECRETS")

ISSUER = _("内蒙古自治区科学技术厅")
OBJECTION_GUIDE = _(
    "公示期内，单位或个人对公示内容有异议的，可在本页面“提出异议”，或以书面形式实名反映。"
    "以单位名义提出的，须加盖公章并写明法定代表人；以个人名义提出的，须写明真实姓名和联系方式。"
    "匿名异议和超出公示期的异议不予受理。"
)
ANTI_FRAUD = _("自治区科技厅未委托任何单位或个人开展项目代理、有偿辅导等活动，请勿轻信，谨防受骗。")
ROUTE = ("需求征集", "榜单凝练", "榜单发布", "揭榜截止", "专家评审", "公示", "立项下达")


def rule_values(mechanism: str = Mechanism.CONSORTIUM_2022) -> dict:
    """Every setting of a new rule set of this mechanism (the sources stand beside the model's fields)."""
    is_2021 = mechanism == Mechanism.ENTERPRISE_2021
    return {
        "mechanism": mechanism,
        "minimum_members": 1 if is_2021 else 3,
        "needs_research_member": not is_2021,
        "window_warning_days": 20,
        "self_funding_percent": 0 if is_2021 else 200,
        "loan_counts_as_self": True,
        "notice_working_days": 5,
        "needs_recommendation": False,
        "recommendation_days": 2,
        "panel_size": 7,
        "panel_minimum_finance": 1,
        "panel_minimum_industry": 1,
        "panel_outside_percent": 0,
        "manual_pick_percent": 30,
        "recusal_years": 3,
        "trim_from_count": 7,
        "award_threshold_hundredths": 7500,
        "vote_numerator": 2,
        "vote_denominator": 3,
        "tranche_percents": list(TRANCHE_PERCENTS),
        "race_policy": RacePolicy.PROPOSE,
        "race_maximum_lanes": 3,
        "race_elimination_percent": 45,
        "race_grace_days": 15,
        "agreement_days": 30,
        "milestone_report_days": 30,
        "evaluation_days": 30,
        "expenditure_report_days": 60,
        "budget_mode": BudgetMode.BUDGET,
        "negative_list": [],
        "shows_amount_in_notice": False,
        "support_percent": 30,
        "support_cap_technology_fen": 1000_0000_00,
        "support_cap_transfer_fen": 500_0000_00,
        "rubric": [{"name": name, "weight": weight, "guidance": guidance} for name, weight, guidance in RUBRIC],
    }


def condition_rows(rules) -> list[dict]:
    """The usual conditions of a challenge under this rule set, with its figures, as `set_conditions` takes them."""
    codes = CONDITIONS_2021 if rules.mechanism == Mechanism.ENTERPRISE_2021 else CONDITIONS_2022
    ratio = f"{Decimal(rules.self_funding_percent) / 100}:1"
    figures = {
        "MEMBERS": rules.minimum_members if rules.minimum_members > 1 else 0,
        "SELF_FUNDING": rules.self_funding_percent,
        "RESEARCH_MEMBER": 1 if rules.needs_research_member else 0,
    }
    words = {"members": rules.minimum_members, "ratio": ratio}
    return [
        {
            "code": code,
            "text": str(text) % words,
            "parameter": str(figures.get(code, parameter)),
            "is_waivable": waivable,
        }
        for code, (text, parameter, waivable) in CONDITIONS.items()
        if code in codes and figures.get(code) != 0
    ]


#: What each setting of a rule set means, for whoever decides it.
EXPLANATIONS = {
    "minimum_members": _("创新联合体成员单位（含牵头单位）的最少家数；2021 年机制为 1。"),
    "needs_research_member": _("成员中至少有一家高校、科研院所或新型研发机构。"),
    "window_warning_days": _("揭榜期短于此天数时提醒发布人，不阻止发布；国家参考期限为 50 天。"),
    "self_funding_percent": _("企业自筹与自治区财政资金之比的下限，以百分数填写，200 即 2:1；低于下限须经豁免。"),
    "loan_counts_as_self": _("由企业偿还的贷款是否计入自筹；贷款始终另列一栏。"),
    "notice_working_days": _("拟立项公示的工作日数，起止两日均计入，不得少于 5 个。"),
    "needs_recommendation": _("区内牵头单位的方案是否须由盟市科技局推荐。"),
    "recommendation_days": _("推荐期在揭榜截止后延续的天数。"),
    "panel_size": _("立项评审组人数，应为奇数。"),
    "panel_minimum_finance": _("评审组中财务专家的最少人数。"),
    "panel_minimum_industry": _("评审组中产业专家的最少人数。"),
    "panel_outside_percent": _("评审组中区外专家的最低占比；0 表示不要求。"),
    "manual_pick_percent": _("人工指定的专家占评审组人数的上限，其余随机抽取。"),
    "recusal_years": _("判断回避时追溯专家任职与合作关系的年数。"),
    "trim_from_count": _("有效评分达到此数时去掉一个最高分和一个最低分。"),
    "award_threshold_hundredths": _("建议立项的最低平均分，满分 100 分。"),
    "vote_numerator": _("建议立项和赛马所需同意票的比例：例如三分之二，分子为 2，分母为 3。"),
    "vote_denominator": _("与分子合成表决通过比例，不小于分子。"),
    "tranche_percents": _("财政经费分批拨付的比例，合计 100%；首批之后每批对应一个里程碑。"),
    "race_policy": _("达到淘汰线时由系统提出建议供会议决定，或由系统直接淘汰。"),
    "race_maximum_lanes": _("同一榜单平行立项的最多项目数。"),
    "race_elimination_percent": _("考核点完成度低于此比例的赛道进入淘汰建议。"),
    "race_grace_days": _("考核点之后等待各赛道报告和核验的天数。"),
    "agreement_days": _("立项公告后签订任务书的期限，逾期视为放弃。"),
    "milestone_report_days": _("里程碑节点之后提交报告的期限。"),
    "evaluation_days": _("申请验收之后发榜用户作出评价的期限。"),
    "expenditure_report_days": _("每年结束之后牵头单位报告上年支出的期限。"),
    "budget_mode": _("预算制或包干制；包干制须同时列出负面清单。"),
    "negative_list": _("包干制下经费不得支出的事项。"),
    "shows_amount_in_notice": _("拟立项公示是否公开金额；立项公告始终公开。"),
    "support_percent": _("2021 年机制下财政支持占研发投入的比例。"),
    "support_cap_technology_fen": _("2021 年机制下技术攻关类项目的财政支持上限。"),
    "support_cap_transfer_fen": _("2021 年机制下成果转化类项目的财政支持上限。"),
    "rubric": _("立项评审的评分项和权重，合计 100。"),
}

#: C06: the mechanism fits where the goal is clear and the way is not, where several can take part and will invest.
#: code -> (question, what a yes stands on).
FITNESS = {
    "GOAL": (_("目标是否明确、可考核？"), _("写明以哪些指标、用什么方法检验。")),
    "ROUTE": (_("技术路线是否尚不确定，不宜直接指定单位？"), _("写明有哪几条可能的路线。")),
    "SEVERAL": (_("预计是否有两家以上单位能够揭榜？"), _("写明了解到的潜在揭榜单位家数。")),
    "INVESTMENT": (_("揭榜方是否愿意投入？"), _("写明调研了解到的投入意愿。")),
    "USER": (_("发榜用户是否明确，并愿意作最终评价？"), _("写明用户和应用场景。")),
    "OPEN": (_("指标和条件是否没有为某一单位量身设置？"), _("写明如何核对，避免“自问自答”。")),
}

#: The settings as people look for them: (anchor, title, settings). Those of 2021 are asked of its own mechanism alone.
OF_2021 = "support-2021"
SECTIONS = (
    ("members", _("揭榜主体"), ("minimum_members", "needs_research_member")),
    ("window", _("揭榜期与推荐"), ("window_warning_days", "needs_recommendation", "recommendation_days")),
    (
        "money",
        _("经费与拨款"),
        ("self_funding_percent", "loan_counts_as_self", "tranche_percents", "budget_mode", "negative_list"),
    ),
    (
        "panel",
        _("评审组与回避"),
        (
            "panel_size",
            "panel_minimum_finance",
            "panel_minimum_industry",
            "panel_outside_percent",
            "manual_pick_percent",
            "recusal_years",
        ),
    ),
    (
        "scores",
        _("评分与表决"),
        ("rubric", "trim_from_count", "award_threshold_hundredths", "vote_numerator", "vote_denominator"),
    ),
    ("notice", _("公示"), ("notice_working_days", "shows_amount_in_notice")),
    (
        "race",
        _("赛马"),
        ("race_policy", "race_maximum_lanes", "race_elimination_percent", "race_grace_days"),
    ),
    (
        "reports",
        _("任务书与报告期限"),
        ("agreement_days", "milestone_report_days", "evaluation_days", "expenditure_report_days"),
    ),
    (
        OF_2021,
        _("2021 年机制的财政支持"),
        ("support_percent", "support_cap_technology_fen", "support_cap_transfer_fen"),
    ),
)


def sections(mechanism: str) -> list[tuple]:
    return [one for one in SECTIONS if one[0] != OF_2021 or mechanism == Mechanism.ENTERPRISE_2021]


_HOUSE = _("内部控制的一般要求，由科技厅决定")

#: Where the default of a setting comes from, in plain words, with the number of the rule in the domain notes.
SOURCES = {
    "minimum_members": (_("按“产学研联合”的通行做法定为 3 家"), "R-CON-06"),
    "needs_research_member": (_("2022 年发布会：企业牵头，联合科研单位组成创新联合体"), "S38"),
    "window_warning_days": (_("双碳榜单实际揭榜期 20 天；国发〔2014〕11号参考期限 50 天"), "R-TIM-01"),
    "self_funding_percent": (_("2022 年榜单：企业自筹与自治区财政资金原则上不低于 2:1"), "R-FUN-01"),
    "loan_counts_as_self": (_("公开文件未明确；由企业偿还的贷款按自筹对待"), "Q3"),
    "notice_working_days": (_("自治区三份公示均为 5 个工作日，起止两日均计入"), "R-TIM-02"),
    "needs_recommendation": (_("各批次做法不一，未作要求的按不要求办理"), "Q11"),
    "recommendation_days": (_("申报通知：推荐单位截止时间比申报单位晚 2 天"), "R-TIM-06"),
    "panel_size": (_HOUSE, "R-REV-02"),
    "panel_minimum_finance": (_HOUSE, "R-REV-02"),
    "panel_minimum_industry": (_HOUSE, "R-REV-02"),
    "panel_outside_percent": (_HOUSE, "R-REV-02"),
    "manual_pick_percent": (_("专家以随机抽取为主，人工指定须写明理由"), "R-REV-03"),
    "recusal_years": (_("科技进步法第一百零一条规定回避义务，年限由科技厅决定"), "R-REV-04"),
    "trim_from_count": (_HOUSE, "R-REV-06"),
    "award_threshold_hundredths": (_HOUSE, "R-REV-09"),
    "vote_numerator": (_("同意票不少于三分之二"), "R-REV-09"),
    "vote_denominator": (_("同意票不少于三分之二"), "R-REV-09"),
    "tranche_percents": (_("自治区未公布首拨比例，按里程碑 50、30、20 拨付"), "R-FUN-06"),
    "race_policy": (_("淘汰须经会议决定，系统只提建议"), "R-RAC-05"),
    "race_maximum_lanes": (_("深圳 2020 年：同一标的允许 2 至 3 家同时立项"), "R-RAC-02"),
    "race_elimination_percent": (_HOUSE, "R-RAC-05"),
    "race_grace_days": (_HOUSE, "R-RAC-05"),
    "agreement_days": (_("南宁 2023 年：公告后一个月内签订，逾期视为放弃"), "R-TIM-07"),
    "milestone_report_days": (_HOUSE, "R-TIM-03"),
    "evaluation_days": (_("一般为一个月，由科技厅决定"), "S41"),
    "expenditure_report_days": (_("以自我管理为主，每年只报一次"), "R-BUR-02"),
    "budget_mode": (_("包干制用于人才、基金、软科学项目，揭榜挂帅默认预算制"), "S70"),
    "negative_list": (_("启用包干制时使用"), "R-FUN-13"),
    "shows_amount_in_notice": (_("金额在立项公告中公开，公示时由科技厅决定"), "Q12"),
    "support_percent": (_("2021 年机制：按研发投入的 30% 支持"), "R-FUN-05"),
    "support_cap_technology_fen": (_("2021 年机制：技术攻关类不超过 1000 万元"), "R-FUN-05"),
    "support_cap_transfer_fen": (_("2021 年机制：成果转化类不超过 500 万元"), "R-FUN-05"),
    "rubric": (_HOUSE, "R-REV-11"),
}
