"""What is missing in the parts of a draft that say what it stands on and what it brings: targets of each year, platforms,
rights, running projects, benefits (E-13). What a bidder has none of is said by a tick, never by silence."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from consortia.drafts import schema
from consortia.enums import RightKind
from consortia.models import Platform
from core import clock

#: Columns of a running project that must be filled, with their names in a sentence.
ASKED = {
    "title": _("项目名称"),
    "programme_name": _("任务来源"),
    "leader_name": _("负责人"),
    "amount_fen": _("财政经费（没有的填 0）"),
    "difference": _("与本项目的区别"),
}


def years_of_plan(budget: dict, months: int | None, first: int | None = None) -> list[int]:
    """The calendar years that need a target of their own: those with money; before a budget is there, those of the period."""
    rows = [*budget.get("sources", []), *budget.get("uses", [])]
    said = {row["year"] for row in rows if row["year"] and row["amount_fen"]}
    if said:
        return sorted(said)
    first = first or clock.today().year
    return [first + place for place in range(min(-(-max(months or 12, 1) // 12), 7))]


def years_offered(columns: Iterable[int], rows: list[dict]) -> list[int]:
    """The years in which the form takes a target: those of the plan, and every year that has one already."""
    return sorted({*columns, *(row["year"] for row in rows if row["year"])})


def annual_targets(draft) -> None:
    rows = draft.of("milestones")["years"]
    said = [row["year"] for row in rows if row["targets"]]
    if any(year is None or not 2000 <= year <= 2100 for year in said) or len(said) != len(set(said)):
        draft.say("milestones", "years", _("年度目标应注明年度，同一年度只填一次。"))
    months = draft.of("basic")["duration_months"] or draft.challenge.duration_months
    for year in years_of_plan(draft.of("budget"), months):
        if year not in said:
            draft.say("milestones", f"years-{year}-targets", _("请填写 %(year)d 年的年度目标。") % {"year": year})


def platforms(draft) -> None:
    content = draft.of("foundation")
    chosen = {row["platform_id"] for row in content["platforms"]}
    _none_or_some(draft, "no_platforms", _("请选择依托的创新平台；没有的，请勾选“%(none)s”。"))
    if chosen:
        own = Platform.objects.filter(organization__in=draft.members, ended_on=None, pk__in=[pk for pk in chosen if pk])
        if own.count() != len(chosen):
            draft.say("foundation", "platforms", _("所选平台中有已撤销或不属于成员单位的，请重新选择。"))


def rights(draft) -> None:
    _none_or_some(draft, "no_rights", _("请填写已有的相关知识产权；没有的，请勾选“%(none)s”。"))
    for place, row in enumerate(draft.of("foundation")["rights"]):
        part = {"n": place + 1}
        if row["kind"] not in RightKind.values:
            draft.say("foundation", f"rights-{place}-kind", _("请选择第 %(n)d 项知识产权的种类。") % part)
        if not row["title"]:
            draft.say("foundation", f"rights-{place}-title", _("请填写第 %(n)d 项知识产权的名称。") % part)
        if not row["number"] and row["kind"] != RightKind.OTHER:
            sentence = _("请填写第 %(n)d 项知识产权的编号（授权号、登记号或申请号）。")
            draft.say("foundation", f"rights-{place}-number", sentence % part)
        if row["organization_id"] not in draft.members:
            sentence = _("第 %(n)d 项知识产权的权利单位应是联合体成员。")
            draft.say("foundation", f"rights-{place}-organization_id", sentence % part)


def projects(draft) -> None:
    _none_or_some(draft, "no_projects", _("请填写成员单位与本榜单有关的在研项目；没有的，请勾选“%(none)s”。"))
    for place, row in enumerate(draft.of("foundation")["projects"]):
        for column, what in ASKED.items():
            if row[column] in (None, ""):
                sentence = _("请填写第 %(n)d 个在研项目的%(what)s。") % {"n": place + 1, "what": what}
                draft.say("foundation", f"projects-{place}-{column}", sentence)
        if row["organization_id"] not in draft.members:
            sentence = _("第 %(n)d 个在研项目的承担单位应是联合体成员。") % {"n": place + 1}
            draft.say("foundation", f"projects-{place}-organization_id", sentence)
        if not 2000 <= (row["ends_year"] or 0) <= 2100:
            sentence = _("请填写第 %(n)d 个在研项目的结束年度，例如 2026。") % {"n": place + 1}
            draft.say("foundation", f"projects-{place}-ends_year", sentence)


def _none_or_some(draft, tick: str, missing: str) -> None:
    content = draft.of("foundation")
    table, none = schema.NONE_OF[tick]
    if not content[table] and not content[tick]:
        draft.say("foundation", table, missing % {"none": none})
    elif content[table] and content[tick]:
        draft.say("foundation", tick, _("已有填写的内容，请取消勾选“%(none)s”。") % {"none": none})


def benefits(draft) -> None:
    said = draft.of("benefits")
    if not any(said[name] for name in ("economic", "social", "ecological")):
        draft.say("benefits", "economic", _("经济效益、社会效益、生态效益至少填写一项。"))
    if not said["ownership"]:
        draft.say("benefits", "ownership", _("请写明成果归属。"))
