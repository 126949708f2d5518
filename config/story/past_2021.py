"""2021: enterprises pose, research units answer, contracts are signed (F25, F26)."""

from datetime import date

from accounts.enums import OrganizationKind as Kind
from accounts.enums import Role
from challenges import actions, defaults
from challenges.enums import Comparator, IssueMode, Mechanism, RefinementKind, ResolutionKind
from challenges.models import Challenge
from config.story import lists, names, people, plan_2022
from config.story.stage import WAN, Stage
from consortia import actions as consortium_actions
from projects import actions as project_actions

CODE = "JS"
#: Appendix B: the offices' split of 2021 stands in the fields.
FIELDS = {"高新技术处": "高新技术", "农村科技处": "农牧业", "社会发展科技处": "社会发展"}
ELSEWHERE = "150602 150402 150502 150702 150802 150902 152201 152502 150105 150302".split()
BAOTOU = "150202 150203 150204 150221 150223".split()
#: What each enterprise lacks, invented; no two alike, so that the search for duplicates has nothing to find among them.
PROBLEMS = {
    "稀土永磁材料": "高牌号磁体重稀土用量大，晶界扩散不均匀，批次一致性差。",
    "高强钢冶炼": "夹杂物控制不稳，厚板心部韧性不足。",
    "铝合金精深加工": "挤压型材表面粗晶，高端铸件依赖外购。",
    "石墨电极": "超高功率电极断裂率高，焙烧能耗大。",
    "智能矿山": "露天矿卡无人驾驶编组效率低，粉尘天气感知失效。",
    "风电塔筒": "分片塔筒焊接变形大，现场拼装周期长。",
    "光伏硅料": "颗粒硅金属杂质偏高，还原电耗居高不下。",
    "乳清蛋白制备": "乳清脱盐膜通量衰减快，浓缩蛋白全部进口。",
    "马铃薯贮藏": "窖藏腐烂和发芽损失超过一成，缺少绿色抑芽剂。",
    "肉羊育肥": "舍饲育肥饲料转化率低，羔羊应激死亡多。",
    "饲草青贮": "高寒地区青贮升温慢，二次发酵霉变。",
    "玉米密植": "密植倒伏严重，滴灌追肥时机凭经验。",
    "苜蓿收获": "刈割压扁落叶损失大，田间干燥遇雨变质。",
    "荒漠化监测": "植被盖度反演精度不足，沙丘移动不能及时发现。",
    "矿区修复": "排土场无土可覆，先锋植物成活率低。",
}


def batch(stage: Stage) -> None:
    """15 challenges of enterprises, published together, closed by the clock."""
    by = stage.users["officer2"]
    stage.go(date(2021, 2, 22))
    stage.programmes[CODE] = programme = actions.create_programme(
        name="技术攻关类“揭榜挂帅”项目（2021年）",
        short_name="技术攻关",
        short_code=CODE,
        year_from=2021,
        year_to=2024,
        office=stage.offices["高新技术处"],
        theme="企业出题、政府张榜，面向全国征集科研单位揭榜。",
        fields=list(FIELDS.values()),
        by=by,
        at=stage.at,
    )
    stage.fields |= {(CODE, field.name): field for field in programme.fields.all()}
    stage.rule_sets[CODE] = actions.create_rule_set(
        name="技术攻关 2021", mechanism=Mechanism.ENTERPRISE_2021, by=by, at=stage.at
    )
    stage.batches[CODE] = actions.create_batch(
        programme=programme,
        year=2021,
        name="首批",
        rule_set=stage.rule_sets[CODE],
        notice_title="关于发布2021年首批技术攻关类“揭榜挂帅”榜单的公告",
        document_number="内科发高字〔2021〕18号",
        open_at=stage.midnight(date(2021, 4, 19)),
        deadline=stage.midnight(date(2021, 6, 18)),
        by=by,
        at=stage.at,
    )
    call = actions.open_call(
        programme=programme,
        title="关于征集企业技术需求的通知",
        opens_at=stage.at,
        closes_at=stage.midnight(date(2021, 3, 19)),
        by=by,
        at=stage.at,
    )
    items = plan_2022.items_2021()
    stage.go(date(2021, 3, 1))
    for item in items:
        _pose(stage, item, call, by)
    passed = lists.resolution_of(
        stage, programme, by, date(2021, 4, 14), kind=ResolutionKind.APPROVE_LIST, title="审定2021年首批技术攻关类榜单"
    )
    for item in items:
        actions.approve_challenge(challenge=stage.challenges[item.key], resolution=passed, by=by, at=stage.at)
    stage.go(date(2021, 4, 19), 10)
    actions.publish_batch(batch=stage.batches[CODE], by=stage.users["publisher"], at=stage.at)
    stage.go(date(2021, 4, 20), 0, 1)
    actions.open_due(by=stage.system)
    stage.go(date(2021, 6, 19), 0, 1)
    actions.close_due(by=stage.system)


def _pose(stage: Stage, item: plan_2022.Item2021, call, by) -> None:
    """The enterprise's need becomes its challenge; it is the one that will evaluate."""
    division = BAOTOU[item.enterprise] if item.baotou else ELSEWHERE[item.enterprise % len(ELSEWHERE)]
    name = names.enterprise_name(120 + item.enterprise, "ST")
    enterprise = people.register(stage, name, Kind.ENTERPRISE, division, "91")
    people.approve(stage, enterprise)
    stage.units[item.key] = [enterprise]
    poser = people.account(
        stage, f"poser-{item.enterprise + 1}", enterprise, (Role.APPLICANT,), names.person_name(1200 + item.enterprise)
    )
    topic = item.title.removesuffix("（示例）")
    need = actions.create_need(
        call=call,
        title=f"{topic}需求",
        field=stage.fields[CODE, FIELDS[item.office]],
        problem=PROBLEMS[topic.removesuffix("关键技术")],
        expected_indicators="达到国内先进水平并在企业应用。",
        own_investment_fen=item.announced * WAN * 7 // 10,
        cooperation="委托开发",
        contact_name=poser.person.name,
        contact_phone="0471-0000000",
        by=poser,
        at=stage.later(minutes=10),
    )
    actions.submit_need(need=need, by=poser, at=stage.later(minutes=1))
    actions.accept_need(need=need, by=by, at=stage.later(minutes=1))
    stage.challenges[item.key] = challenge = actions.draft_challenge(
        batch=stage.batches[CODE],
        title=item.title,
        field=stage.fields[CODE, FIELDS[item.office]],
        issue_mode=IssueMode.ENTERPRISE,
        one_line=f"{enterprise.name}面向全国征集“{topic}”解决方案。",
        bottleneck=f"企业在“{topic}”上缺少成熟方案，影响产品性能和成本。",
        objective=f"攻克“{topic}”并在企业生产线上稳定应用。",
        content="技术开发、中试和生产线验证。",
        owner=enterprise,
        end_user=enterprise,
        announced_budget_fen=item.announced * WAN,
        fiscal_cap_fen=1000 * WAN,
        duration_months=24,
        by=by,
        at=stage.later(minutes=5),
    )
    actions.merge_need(need=need, challenge=challenge, by=by, at=stage.at)
    _fill(challenge, by, stage)


def _fill(challenge: Challenge, by, stage: Stage) -> None:
    indicator = {
        "name": "关键性能指标达到设计值", "unit": "%", "comparator": Comparator.AT_LEAST, "baseline": 60, "target": 95, "test_method": "第三方检测",
    }  # fmt: skip
    actions.set_indicators(challenge=challenge, rows=[indicator], by=by, at=stage.at)
    actions.set_conditions(
        challenge=challenge, rows=defaults.condition_rows(challenge.batch.rule_set), by=by, at=stage.at
    )
    actions.start_refining(challenge=challenge, by=by, at=stage.at)
    actions.record_refinement(
        challenge=challenge,
        kind=RefinementKind.ARGUE,
        held_on=stage.at.date(),
        conclusion="需求真实、指标明确，建议张榜。",
        by=by,
        at=stage.later(minutes=1),
    )
    actions.answer_fitness(challenge=challenge, answers=lists.fitness(), by=by, at=stage.at)
    actions.review_secrecy(challenge=challenge, by=stage.users["publisher"], note="不涉密。", at=stage.at)


def contracts(stage: Stage) -> None:
    """Twelve enterprises sign with 49 research units for 1.9 亿元; three challenges stay unsigned (D12) and fail."""
    stage.go(date(2021, 9, 10))
    number = 0
    for item in plan_2022.items_2021():
        if not item.contract:
            continue
        units = []
        for _ in range(item.research):
            number += 1
            is_university = number % 2 == 0
            name = names.research_name(60 + number, "ST", is_university=is_university, is_local=False)
            kind = Kind.UNIVERSITY if is_university else Kind.INSTITUTE
            unit = people.register(stage, name, kind, people.OUTSIDE[number % len(people.OUTSIDE)], "12")
            people.approve(stage, unit)
            units.append(unit)
        project_actions.sign_contract(
            challenge=stage.challenges[item.key],
            enterprise=stage.units[item.key][0],
            research_units=units,
            amount_fen=item.contract * WAN,
            signed_on=date(2021, 9, 8),
            registration_number=f"2021150100{number:04d}（示例）",
            by=stage.users["officer2"],
            at=stage.later(minutes=10),
        )
    stage.say(f"  签约 12 项，科研单位 {number} 家")
    stage.go(date(2021, 12, 31))
    for item in plan_2022.items_2021():
        if not item.contract:
            consortium_actions.declare_unclaimed(
                challenge=stage.challenges[item.key],
                note="至年底未达成签约，按流榜办理。",
                by=stage.users["officer2"],
                at=stage.later(minutes=10),
            )
