"""The components, their gallery, and what the strict content security policy asks of every template."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.urls import include, path

from core import navigation
from core.errors import Refused
from core.forms_money import MoneyField
from core.ui import Lane, LaneGate, NextItem, PageAction, Step, Tab, TimelineItem, values

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html")) + sorted(ROOT.glob("*/templates/**/*.html"))
NOW = datetime(2022, 5, 8, 10, 0, tzinfo=UTC)  # 18:00 in Beijing
DEADLINE = datetime(2022, 5, 10, 16, 0, tzinfo=UTC)  # 2022-05-11 00:00 in Beijing, exclusive

urlpatterns = [path("ui/", include("core.urls_ui"))]


def render(source: str, **context) -> str:
    context.setdefault("shell", SimpleNamespace(now=NOW))
    return Template(source).render(Context(context))


def words(html: str) -> str:
    """What a reader sees, tags gone and blanks folded."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html)).strip()


class SmallForm(forms.Form):
    title = forms.CharField(label="名称", max_length=5, help_text="五个字以内。")
    amount_fen = MoneyField(label="金额")
    kind = forms.ChoiceField(label="类型", widget=forms.RadioSelect, choices=[("A", "甲"), ("B", "乙")])
    starts_on = forms.DateField(label="开始", required=False)


def bound(**data) -> SmallForm:
    form = SmallForm(data)
    form.is_valid()
    return form


# Values


@pytest.mark.parametrize(
    ("source", "seen"),
    [
        ("{% money 120000000000 %}", "120,000 万元"),
        ("{% money 123456 unit='元' %}", "1,234.56 元"),
        ("{% money 22000000000000 unit='亿元' %}", "2,200.0 亿元"),
        ("{% money 120000000 plain=True %}", "120"),
        ("{% money None %}", "—"),
        ("{% ratio 812000000 360000000 floor=2 %}", "2.26 : 1"),
        ("{% ratio 402000000 240000000 floor=2 %}", "1.68 : 1（低于 2 : 1）"),
        ("{% instant deadline deadline=True %}", "2022-05-10 24:00（北京时间）"),
        ("{% instant deadline %}", "2022-05-11 00:00（北京时间）"),
        ("{% instant now zone=False %}", "2022-05-08 18:00"),
        ("{% instant None %}", "—"),
        ("{% date day %}", "2022-05-11"),
        ("{% days_to day %}", "还有 3 天"),
        ("{% closing deadline %}", "还剩 2 天 6 小时 2022-05-10 24:00 截止（北京时间）"),
        ("{% relative now %}", "已截止 不足 1 分钟"),
    ],
)
def test_values_are_shown_with_unit_and_zone(source, seen):
    assert words(render(source, deadline=DEADLINE, now=NOW, day=date(2022, 5, 11))) == seen


def test_one_second_before_is_not_over_and_the_deadline_itself_is():
    assert values.relative_text(DEADLINE, DEADLINE - timedelta(seconds=1)) == "还剩 不足 1 分钟"
    assert values.relative_text(DEADLINE, DEADLINE).startswith("已截止")


@pytest.mark.parametrize(
    ("value", "length"),
    [(0, "0%"), (57, "57%"), ("33.333", "33.33%"), (120, "100%"), (-3, "0%"), (None, "0%"), (100, "100%")],
)
def test_a_length_in_a_picture_stays_on_it(value, length):
    assert values.percent(value) == length


# Declared arguments


@pytest.mark.parametrize(
    "source",
    [
        "{% money 100 currency='元' %}",
        "{% status text='开' colour='red' %}",
        "{% status text='开' tone='pink' %}",
        "{% status %}",
        "{% card heading='x' %}{% endcard %}",
        "{% empty %}",
        "{% empty 'x' more='y' %}",
        "{% figure 1 %}",
        "{% steps items shape='round' %}",
        "{% steps wrong %}",
        "{% form form %}",
        "{% field 'title' %}",
        "{% field form.title width=3 %}",
        "{% bar 3 color='red' %}",
        "{% timeline %}",
        "{% action_panel actions columns=2 %}",
    ],
)
def test_an_argument_that_is_not_declared_is_refused(source):
    with pytest.raises((TemplateSyntaxError, TypeError)):
        render(source, items=[], wrong=[Step("甲", "sleeping")], form=SmallForm(), actions=[])


# Components


def test_status_always_carries_its_word():
    assert render("{% status text='揭榜中' tone='green' %}") == '<span class="jb-status tone-green">揭榜中</span>'


def test_values_are_escaped():
    evil = "<script>alert(1)</script>"
    html = render(
        "{% status text=evil %}{% card title=evil sub=evil %}{{ evil }}{% endcard %}"
        "{% empty evil %}{% facts rows %}{% figure evil evil %}",
        evil=evil,
        rows=[(evil, evil)],
    )
    assert "<script" not in html
    assert html.count("&lt;script&gt;") == 9


def test_facts_show_a_dash_for_what_is_not_known():
    html = render(
        "{% facts rows %}", rows=[("发榜用户", None), ("上限", values.money(600_000_000)), ("年限", 5, "自然年")]
    )
    assert words(html) == "发榜用户 — 上限 600 万元 年限 5 自然年"


def test_timeline_names_who_when_and_from_where_to_where():
    item = TimelineItem(NOW, "提交", "示例公司 · 张三", "申报人", "第 2 版。", "草稿", "已密封", "green")
    seen = words(render("{% timeline items %}", items=[item]))
    assert seen == "提交 草稿 → 已密封 2022-05-08 18:00（北京时间） · 示例公司 · 张三 · 申报人 第 2 版。"


def test_timeline_says_so_of_a_refused_attempt():
    event = SimpleNamespace(
        object_type="nothing.here", result="REFUSED", at=NOW, label="", verb="attempt.refused", actor_name="李四",
        organization_name="", role="", note="揭榜尚未截止。", from_state="", to_state="",
    )  # fmt: skip
    html = render("{% timeline items %}", items=[event])
    assert "is-red" in html
    assert "attempt.refused（被拒绝）" in words(html)


def test_steps_tell_a_screen_reader_which_are_done_and_where_we_are():
    html = render(
        "{% steps items %}", items=[("需求征集", "done", "3月"), ("揭榜", "current", ""), ("公示", "todo", "")]
    )
    assert html.count("aria-current") == 1
    assert "需求征集（已完成）" in words(html)


def test_breadcrumb_does_not_link_to_where_we_are():
    html = render(
        "{% breadcrumb items home_url='/' home_label='首页' %}", items=[("榜单", "/c/"), ("2022-ZY-01", "/c/1/")]
    )
    assert words(html) == "当前位置：首页 榜单 2022-ZY-01"
    assert 'href="/c/1/"' not in html


def test_pagination_and_sorting_keep_the_filters():
    request = RequestFactory().get("/x/?state=OPEN&page=2&sort=code")
    page = Paginator(range(57), 20).page(2)
    html = render("{% pagination page unit='项' %}{% sort_link '编号' 'code' %}", request=request, page=page)
    assert 'href="?state=OPEN&amp;page=3&amp;sort=code"' in html
    assert 'href="?state=OPEN&amp;sort=-code"' in html
    assert "共 57 项，本页第 21–40 项" in words(html)


def test_form_lists_all_defects_with_anchors_and_keeps_what_was_typed():
    html = render("{% form form submit='提交' %}", form=bound(title="一二三四五六", amount_fen="十万", kind=""))
    assert "有 3 处需要修改，已填内容均已保留" in words(html)
    assert '<a href="#id_title">名称：不能超过 5 个字，现有 6 个字。</a>' in html
    assert '<a href="#id_kind_0">类型：请选择。</a>' in html
    assert 'value="一二三四五六"' in html
    assert 'value="十万"' in html
    assert 'aria-describedby="id_title_error id_title_hint"' in html
    for name in ("id_title_error", "id_title_hint", "id_kind_0", "id_amount_fen"):
        assert html.count(f'id="{name}"') == 1


def test_form_shows_units_required_marks_and_pickers():
    html = render("{% form form submit='提交' %}", form=SmallForm(initial={"starts_on": date(2022, 5, 1)}))
    assert "<span>万元</span>" in html
    assert html.count("必填") == 3
    assert html.count("选填") == 1
    assert 'type="date"' in html
    assert 'value="2022-05-01"' in html


def test_formset_rows_name_their_defects():
    rows = forms.formset_factory(SmallForm, extra=0)
    data = {
        "form-TOTAL_FORMS": "1",
        "form-INITIAL_FORMS": "0",
        "form-0-title": "",
        "form-0-amount_fen": "1",
        "form-0-kind": "A",
    }
    formset = rows(data)
    formset.is_valid()
    html = render("{% form_errors form formset=formset %}{% formset formset %}", form=SmallForm(), formset=formset)
    assert '<a href="#id_form-0-title">第 1 行·名称：请填写。</a>' in html
    assert 'name="form-TOTAL_FORMS"' in html


def test_action_panel_has_one_red_button_and_says_why_not():
    actions = [
        PageAction("开标", "/open/", refused=Refused("early", "揭榜尚未截止。"), is_primary=True),
        PageAction("发布", "/publish/", is_primary=True),
        PageAction("再发布", "/again/", is_primary=True),
        PageAction("退回", "/back/", form=bound(title="")),
    ]
    html = render("{% action_panel actions %}", actions=actions, csrf_token="token")
    assert html.count("btn-primary") == 1
    assert "暂不能办理：揭榜尚未截止。" in words(html)
    assert 'action="/open/"' not in html
    assert "<details open>" in html
    assert html.count('name="csrfmiddlewaretoken"') == 3


def test_action_panel_without_actions_says_so():
    assert "目前没有可在本页办理的事项。" in words(render("{% action_panel actions %}", actions=[]))


def test_refusal_lists_every_defect_and_the_way_on():
    refused = Refused("ratio", "不能提交。", defects=["自筹不足。", "缺少承诺书。"])
    seen = words(
        render("{% refusal refused next_step='请补足，' next_url='/x/' next_label='去填写' %}", refused=refused)
    )
    assert seen == "不能提交。 自筹不足。缺少承诺书。 下一步：请补足， 去填写"


def test_race_board_shows_lead_plan_gates_and_who_is_out():
    lanes = [
        Lane("甲联合体", "甲", 57, plan=50, rank=1, is_lead=True, gates=(LaneGate(33, "考核点 1", "继续"),)),
        Lane("乙联合体", "乙", 21, out_percent=33, status="已淘汰"),
    ]
    html = render("{% race_board lanes %}", lanes=lanes)
    assert 'aria-label="甲联合体：完成度 57%，计划 50%"' in html
    assert 'aria-label="乙联合体：完成度 21%，已淘汰"' in html
    assert 'cx="57%"' in html
    assert 'cx="21%"' in html
    assert 'x1="33%"' in html
    assert "考核点 1 继续" in words(html)
    assert html.count("is-out") == 1


def test_nexts_tabs_figures_and_bars_render():
    html = render(
        "{% nexts items %}{% tabs tabs %}{% figure 1290 '投入' unit='万元' scope='计划' %}"
        "{% stat 3 '今日截止' %}{% bar 1 3 mark=2 %}",
        items=[NextItem("规则建议", "终止乙道。", "amber", "/x/", "查看")],
        tabs=[Tab("概况", "/a/", True), ("资金", "/b/", False, 3)],
    )
    seen = words(html)
    assert "1,290 万元" in seen
    assert "终止乙道。 查看" in seen
    assert 'width="33.33%"' in html
    assert 'x1="66.67%"' in html
    assert html.count('aria-current="page"') == 1


# Menus


@pytest.mark.urls(__name__)
def test_menu_hides_pages_that_do_not_exist_or_may_not_be_opened(monkeypatch):
    entries = (
        navigation.NavEntry("业务", "部件", "ui:gallery", count=lambda user: 4),
        navigation.NavEntry("业务", "表格", "ui:table"),
        navigation.NavEntry("业务", "没有的页面", "nowhere:list"),
        navigation.NavEntry("系统", "不许看", "ui:form", permission=lambda user: False),
    )
    monkeypatch.setattr(navigation, "collected", lambda: entries)
    monkeypatch.setattr(navigation, "_REGISTERED", [])
    (group,) = navigation.side_bar(SimpleNamespace(is_authenticated=True), "/ui/table/")
    shown = [(entry.label, entry.count, entry.is_current) for entry in group.entries]
    assert (group.label, shown) == ("业务", [("部件", 4, False), ("表格", None, True)])
