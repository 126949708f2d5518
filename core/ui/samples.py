"""What the gallery shows. All names and figures here are invented and say so."""

from datetime import datetime, timedelta

from django import forms
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.utils.html import format_html
from django.utils.translation import gettext as _

from core import clock
from core.errors import Refused
from core.forms_money import MoneyField
from core.forms_pick import PickField
from core.forms_uploads import UploadField
from core.selecting import best_first, each_word
from core.ui import Fact, Lane, LaneGate, NextItem, PageAction, Step, Tab, TimelineItem, values


def _find_tables(rows, word: str):
    return best_first(rows.filter(each_word(word, "app_label", "model")), "model", word)


def _table_line(table: ContentType) -> tuple[str, str]:
    return table.name, f"{table.app_label} · {table.model}"


class SampleForm(forms.Form):
    """One field of each kind."""

    title = forms.CharField(
        label="榜题名称", max_length=40, help_text="不超过 40 个字，说明要解决的问题，不写单位名称。"
    )
    amount_fen = MoneyField(label="财政支持上限", cap_fen=1_000_000_000, help_text="自筹资金不得低于此数的 2 倍。")
    field = forms.ChoiceField(label="领域", choices=[("", "请选择"), ("GRASS", "草种业"), ("BEEF", "肉牛")])
    deadline_at = forms.DateTimeField(label="截止时间", required=False, widget=forms.DateTimeInput)
    starts_on = forms.DateField(label="开始日期", required=False, widget=forms.DateInput)
    mode = forms.ChoiceField(
        label="出题方式",
        widget=forms.RadioSelect,
        choices=[("GOV", "政府出题"), ("ENT", "企业出题"), ("JOINT", "联合出题")],
    )
    table = PickField(
        ContentType.objects.all(), find=_find_tables, shown=_table_line, noun="数据表", label="涉及的数据表", required=False,
        help_text="几千行中找一行：输入英文名中的几个字母（例如 bid），或按下箭头键。",
    )  # fmt: skip
    reason = forms.CharField(label="理由", widget=forms.Textarea, help_text="将写入操作记录，不能修改。")
    file = UploadField(label="盖章扫描件", required=False, help_text="PDF，不超过 20 MB。", limit_bytes=20 * 1024**2)
    agree = forms.BooleanField(label="我已核对以上内容，承诺真实、完整、有效")


class FilterForm(forms.Form):
    field = forms.ChoiceField(
        label="领域", required=False, choices=[("", "全部"), ("GRASS", "草种业"), ("BEEF", "肉牛")]
    )
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), ("OPEN", "揭榜中"), ("REVIEW", "评审中")]
    )
    q = forms.CharField(
        label="关键词", required=False, widget=forms.TextInput(attrs={"placeholder": "名称、编号、单位"})
    )


class ReasonForm(forms.Form):
    reason = forms.CharField(label="理由", widget=forms.Textarea)


class BudgetRow(forms.Form):
    subject = forms.CharField(label="科目", initial="设备费")
    fiscal_fen = MoneyField(label="财政（万元）", required=False)
    self_fen = MoneyField(label="自筹（万元）", required=False)


def broken_form() -> SampleForm:
    form = SampleForm(data={"title": "示" * 41, "amount_fen": "60000000", "field": "", "reason": ""})
    form.is_valid()
    return form


def steps() -> list[Step]:
    return [
        Step("需求征集", "done", "3月1日—20日"),
        Step("凝练发榜", "done", "3月31日"),
        Step("揭榜", "current", "截至5月10日24:00"),
        Step("评审论证", "todo", "5月"),
        Step("公示", "todo", "不少于5个工作日"),
        Step("立项下达", "todo", "6月"),
    ]


def lanes() -> list[Lane]:
    gates = (LaneGate(33, "考核点 1", "继续"), LaneGate(66, "考核点 2"))
    return [
        Lane(
            "甲草业创新联合体（示例）",
            "甲",
            57,
            plan=50,
            rank=1,
            is_lead=True,
            status="领先",
            tone="green",
            lines=("牵头：呼和浩特 · 9 家单位",),
            gates=gates,
            sums=(
                "完成度 57%（超计划 7 个百分点）",
                format_html("已拨 {}", values.money(360_000_000)),
                "自筹到位 812 万元",
                format_html("自筹比例 {}", values.ratio(812_000_000, 360_000_000, floor=2)),
            ),
        ),
        Lane(
            "乙苜蓿创新联合体（示例）",
            "乙",
            38,
            plan=50,
            rank=2,
            status="预警",
            tone="amber",
            lines=("牵头：鄂尔多斯 · 6 家单位",),
            gates=(LaneGate(33, "考核点 1", "减拨"), LaneGate(66, "考核点 2")),
            sums=(
                "完成度 38%（落后计划 12 个百分点）",
                format_html("已拨 {}", values.money(240_000_000)),
                "自筹到位 402 万元",
                format_html("自筹比例 {}", values.ratio(402_000_000, 240_000_000, floor=2)),
            ),
        ),
        Lane(
            "丙牧草创新联合体（示例）",
            "丙",
            21,
            rank=3,
            status="已淘汰",
            tone="grey",
            out_percent=33,
            lines=("牵头：通辽 · 5 家单位",),
            gates=(LaneGate(33, "考核点 1", "淘汰"),),
            sums=("完成度 21%", "已拨 120 万元，追回结余 36.5 万元"),
        ),
    ]


def actions(now) -> list[PageAction]:
    return [
        PageAction("发布榜单", "?", "发布后规则冻结，开放揭榜至 2022-05-10 24:00（北京时间）。", is_primary=True),
        PageAction("退回修改", "?", "退回给出题单位，并说明要改什么。", form=ReasonForm(), submit="退回"),
        PageAction(
            "开标",
            "?",
            "由两名工作人员共同开启全部密封方案。",
            refused=Refused("too_early", "揭榜尚未截止，任何人都不能查看方案内容。"),
            next_step=f"请在 {values.instant_text(now + timedelta(days=2, hours=6))} 之后办理。",
        ),
        PageAction(
            "撤销榜单", "?", "撤销后不再接受揭榜，已收到的密封方案原样退回。", form=ReasonForm(), is_danger=True
        ),
    ]


def rows(count: int) -> list[dict]:
    names = [
        "优质苜蓿新品种选育及产业化示范",
        "肉牛核心种质构建与新品种培育",
        "乡土草种质创新与规模化扩繁",
        "马铃薯脱毒种薯快繁技术",
    ]
    states = [("揭榜中", "green"), ("评审中", "blue"), ("公示中", "amber"), ("已立项", "grey"), ("流榜", "grey")]
    rows = []
    for number in range(1, count + 1):
        text, tone = states[number % len(states)]
        rows.append(
            {
                "code": f"2022-ZY-{number:02d}",
                "title": f"{names[number % len(names)]}（示例）",
                "state": text,
                "tone": tone,
                "fiscal_fen": 350_000_000 + number * 12_500_000,
                "self_fen": 720_000_000 + number * 25_000_000,
                "released_fen": number * 10_000_000,
                "lead": f"示例种业公司 {number}",
                "done": number * 13 % 100,
            }
        )
    return rows


def timeline(now) -> list[TimelineItem]:
    return [
        TimelineItem(
            now - timedelta(hours=3),
            "提交揭榜方案",
            "示例草业公司 · 张三（示例）",
            "申报人",
            "第 2 版，取代第 1 版。",
            "草稿",
            "已密封",
            "green",
        ),
        TimelineItem(
            now - timedelta(days=1),
            "查看密封方案（被拒绝）",
            "科技厅 · 李四（示例）",
            "项目管理员",
            "揭榜尚未截止。",
            tone="red",
        ),
        TimelineItem(
            now - timedelta(days=30), "发布榜单", "科技厅 · 王五（示例）", "发布人", "", "已审定", "揭榜中", "green"
        ),
    ]


def icon_names() -> list[str]:
    sprite = (settings.BASE_DIR / "static" / "icons.svg").read_text(encoding="utf-8")
    return [line.split('"')[1] for line in sprite.splitlines() if line.startswith("<symbol")]


def everything(now: datetime) -> dict:
    budget = forms.formset_factory(BudgetRow, extra=2)()
    return {
        "page_title": _("部件"),
        "lead": _("页面由这些部件拼成，用法见 docs/look.md。本页人名、单位与数字均为虚构。"),
        "crumbs": [(_("部件"), "")],
        "soon": now + timedelta(days=2, hours=6),
        "later": now + timedelta(days=26),
        "past": now - timedelta(days=3),
        "midnight": clock.local(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=9),
        "tones": [("green", "揭榜中"), ("blue", "评审中"), ("amber", "公示中"), ("red", "赛马"), ("grey", "已结束")],
        "steps_sample": steps(),
        "facts_sample": [
            ("榜题编号", "2022-ZY-01"),
            ("财政支持上限", values.money(600_000_000)),
            Fact("自筹资金下限", values.money(1_200_000_000), "财政资金的 2 倍"),
            ("截止", values.instant(now + timedelta(days=2), deadline=True)),
            ("发榜用户", None),
        ],
        "timeline_sample": timeline(now),
        "nexts_sample": [
            NextItem(
                "考核点 2 规则建议：终止乙道",
                "完成度 38% 低于淘汰线 45%，预计 2027 年前难以完成。属建议，须经联席会议决议。",
                "amber",
            ),
            NextItem("乙道第 3 批拨款 120 万元已暂缓", "2024-07-08 09:00 由系统暂缓，决议后释放或取消。"),
            NextItem("等待：两名专家未交考核意见", "7 人中 5 人已交 · 截止 7月18日 18:00", url="?", link="催办"),
        ],
        "tabs_sample": [
            Tab("概况", "?", True),
            Tab("揭榜方案", "?", count=3),
            Tab("评审", "?"),
            Tab("资金", "?"),
            Tab("记录", "?", count=18),
        ],
        "lanes_sample": lanes(),
        "actions_sample": actions(now),
        "refusal_sample": Refused(
            "ratio", "自筹资金不足财政资金的 2 倍，不能提交。", defects=["自筹 1,100 万元，至少应为 1,200 万元。"]
        ),
        "rows_sample": rows(6),
        "formset_sample": budget,
        "icons": icon_names(),
    }
