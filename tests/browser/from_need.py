"""From a need to an open challenge, each step by the person whose step it is."""

from datetime import timedelta

from accounts.queries import system_user
from challenges import actions, defaults
from challenges.models import Batch, Challenge, Need, NeedCall, Programme, RuleSet, Sitting
from core import clock

TITLE = "优质苜蓿新品种选育及产业化示范"


MEMBERS = ["科技厅", "财政厅", "农牧厅", "能源局", "工信厅"]
VOTES = {"科技厅": "同意", "财政厅": "弃权", "农牧厅": "同意", "能源局": "回避"}


def programme_made(visit) -> Programme:
    """A programme and the rules of its batches."""
    officer = visit("officer")
    officer.go("/programmes/new/").save(
        {
            "名称": "种业科技创新重大示范工程", "简称": "种业", "代号": "ZY", "起始年": 2022, "截止年": 2030,
            "支持年限": 5, "领域": "草种业\n奶牛\n其他特色种业：杂粮、蔬菜",
        }
    )  # fmt: skip
    officer.reads("草种业", "ZY")
    officer.go("/rules/new/").save({"名称": "揭榜挂帅规则"})
    return Programme.objects.get()


def need_collected(visit) -> Need:
    """The office calls, a unit answers, its prefecture recommends, the office accepts."""
    officer, applicant, prefecture = visit("officer"), visit("applicant"), visit("prefecture")
    now = clock.now()
    officer.go("/calls/new/").save(
        {
            "示范工程": "种业科技创新重大示范工程", "标题": "2022年种业创新需求征集", "内容": "面向全区征集技术需求。",
            "开始时间": now, "截止时间": now + timedelta(days=20),
        }
    )  # fmt: skip
    clock.move(to=now + timedelta(minutes=2))
    applicant.go(NeedCall.objects.get()).click("填报需求")
    applicant.save({"需求名称": "抗寒高产苜蓿品种", "领域": "草种业"}, "保存草稿")
    need = Need.objects.get()
    # A draft may have gaps; handing it in names them all and keeps what was typed.
    applicant.go(f"/needs/{need.pk}/edit/").save(
        {
            "存在问题": "现有品种越冬率低，草种依赖进口。",
            "预期指标": "越冬率不低于 90%，亩产提高 15%。",
            "拟自投经费": "500",
        },
        "保存草稿",
    )
    applicant.act("提交需求", on=need)
    prefecture.act("推荐", {"说明": "符合本市发展方向。"}, on=need)
    officer.act("受理", on=need)
    officer.reads("2022年种业创新需求征集")
    need.refresh_from_db()
    assert need.state == "ACCEPTED"
    return need


def challenge_refined(visit, need: Need) -> Challenge:
    """A batch, a challenge in it that comes from the need, and one round of argument about it."""
    officer = visit("officer")
    opens = clock.now() + timedelta(minutes=5)
    officer.go("/batches/new/").save(
        {
            "示范工程": "种业科技创新重大示范工程", "年度": 2022, "批次名称": "首批",
            "规则集": str(RuleSet.objects.get()), "公告标题": "关于发布种业“揭榜挂帅”榜单的公告",
            "发文字号": "内科发〔2022〕1号", "开放时间": opens, "截止时间": opens + timedelta(days=30),
        }
    )  # fmt: skip
    officer.go(Batch.objects.get()).click("起草榜单")
    officer.save({"榜单名称": TITLE, "领域": "草种业", "出榜机制": "政府出题", "类别": "技术攻关类"})
    challenge = Challenge.objects.get()
    officer.act("关联需求", {"需求": need.title, "说明": "由该需求凝练。"}, on=challenge)
    officer.go(challenge).click("编辑榜单")
    officer.save(
        {
            "一句话说明": "育成抗寒高产苜蓿新品种。", "瓶颈问题": "目前85%以上的草种依赖进口。",
            "专项目标": "育成新品种并建成示范基地。", "研究内容": "种质创新、品种选育、良种繁育与产业化示范。",
            "发榜用户": "四子王草原生态牧场有限公司（示例）", "总经费预算": "1500", "财政支持上限": "500",
            "实施周期（月）": 36,
        }
    )  # fmt: skip
    officer.go(f"/challenges/{challenge.code}/indicators/").save(
        {
            "指标 1": "育成苜蓿新品种", "单位 1": "个", "现状值 1": 0, "目标值 1": 3, "硬指标 1": True, "权重 1": 2,
            "测试方法 1": "品种审定证书",
            "指标 2": "亩产干草提高", "单位 2": "%", "现状值 2": 0, "目标值 2": 15, "测试方法 2": "第三方测产",
        }
    )  # fmt: skip
    officer.go(f"/challenges/{challenge.code}/milestones/").save(
        {
            "节点 1": "完成核心种质筛选", "起始后第几个月 1": 12, "要求 1": "筛选优异种质不少于 50 份。",
            "节点 2": "完成新品系比较试验", "起始后第几个月 2": 24, "要求 2": "形成新品系不少于 5 个。",
        }
    )  # fmt: skip
    officer.go(f"/challenges/{challenge.code}/conditions/").save({})
    officer.act("开始凝练", on=challenge)
    officer.act("记录凝练", {"方式": "论证", "日期": clock.today(), "结论": "指标可考核，建议列入榜单。"}, on=challenge)
    found_fit(officer, challenge)
    return challenge


def found_fit(officer, challenge: Challenge) -> None:
    """Every question of fitness is answered; all of their reasons have the same label."""
    officer.go(f"/challenges/{challenge.code}/fitness/")
    for code in defaults.FITNESS:
        officer.page.check(f'input[name="yes_{code}"][value="yes"]')
        officer.page.fill(f'[name="text_{code}"]', "经调研核实。")
    officer.save({})


def resolved(visit, title: str, kind: str) -> None:
    """A sitting that is held and resolves."""
    officer = visit("officer")
    officer.go("/sittings/new/").save(
        {
            "会议类型": "联席会议", "会议名称": title, "示范工程": "种业", "会议日期": clock.today(), "地点": "科技厅",
            "主持人": "某副厅长", "议程": title, "应到单位": "\n".join(MEMBERS),
        }
    )  # fmt: skip
    officer.act("记录召开", {"到会的成员单位": MEMBERS[:4], "列席单位": "某大学", "纪要": "会议审议了有关事项。"})
    officer.act("记录决议", {"事项": kind, "标题": title, **VOTES, "能源局的回避事由": "下属单位拟参与揭榜"})
    officer.reads(title)
    assert Sitting.objects.filter(title=title, state="HELD").exists()


def challenge_opened(visit, challenge: Challenge) -> Challenge:
    """Somebody else looks for secrets, a sitting approves, the publisher publishes, the clock opens."""
    officer, publisher = visit("officer"), visit("publisher")
    publisher.act("保密审查通过", on=challenge)
    resolved(visit, "审定首批榜单", "审定榜单")
    officer.act("审定榜单", {"决议": "审定首批榜单"}, on=challenge)
    publisher.act("发布批次", on=challenge.batch)
    clock.move(to=challenge.batch.open_at)
    actions.open_due(by=system_user())
    challenge.refresh_from_db()
    assert challenge.state == "OPEN"
    visitor = visit()
    visitor.go("/challenges/").reads(TITLE)
    visitor.go(challenge).reads("目前85%以上的草种依赖进口", "亩产干草提高", "登录揭榜")
    return challenge
