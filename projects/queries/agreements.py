"""The content of a task agreement: copied from the bid, compared with it, and checked against the challenge (3.6, E-23)."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal, InvalidOperation
from fractions import Fraction

from django.conf import settings
from django.utils.translation import gettext as _

from challenges.enums import Comparator
from challenges.models import Indicator
from consortia.enums import MembershipState
from core.money import with_unit
from core.working_days import add_months
from projects.enums import AgreementState
from projects.models import Project, TaskAgreement
from projects.queries.indicators import is_weaker

#: The plain fields of the content, with their labels; all are text except the four amounts below them.
TEXTS = {
    "title": "项目名称",
    "objective": "目的意义",
    "content": "研究内容",
    "route": "技术路线",
    "intellectual_property": "知识产权与成果归属",
    "breach_terms": "违约责任",
    "starts_on": "起始日期",
    "ends_on": "截止日期",
}
AMOUNTS = {"fiscal_fen": "财政经费", "self_fen": "企业自筹", "matching_fen": "地方配套", "other_fen": "其他来源"}
BREACH_TERMS = (
    "因乙方主观原因未能完成任务的，甲方有权终止项目并追回部分或全部财政经费；勤勉尽责而未达目标的，依法免责。"
)


@dataclass(frozen=True)
class Difference:
    """One place where the agreement says something else than the bid."""

    label: str
    bid_text: str
    agreement_text: str
    is_weaker: bool = False


def plain(value: Decimal) -> str:
    """A decimal as people write it: no exponent, no trailing zeros."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def decimal_of(text) -> Decimal | None:
    try:
        value = Decimal(str(text).strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def indicators_of(project: Project) -> list[Indicator]:
    return list(project.challenge.indicators.order_by("number"))


def agreement_template(project: Project) -> dict:
    """What the bid says, in the shape of an agreement; JSON with decimals as text and money in fen."""
    bid = project.bid
    narrative = bid.narrative or {}
    members = project.consortium.memberships.filter(state=MembershipState.CONFIRMED).select_related("organization")
    return {
        "title": bid.title,
        "objective": project.challenge.objective,
        "content": str(narrative.get("content") or project.challenge.content),
        "route": str(narrative.get("route") or ""),
        "intellectual_property": project.challenge.intellectual_property,
        "breach_terms": BREACH_TERMS,
        "starts_on": project.starts_on.isoformat(),
        "ends_on": project.ends_on.isoformat(),
        "fiscal_fen": bid.fiscal_fen or 0,
        "self_fen": bid.self_fen or 0,
        "matching_fen": bid.matching_fen or 0,
        "other_fen": bid.other_fen or 0,
        "indicators": _indicator_rows(project),
        "milestones": _milestone_rows(project),
        "units": [
            {"name": row.organization.name, "role": row.role, "tasks": row.tasks}
            for row in members.order_by("role", "pk")
        ],
        "parties": _parties(project),
    }


def _parties(project: Project) -> dict[str, str]:
    """甲方 is the department with the office in charge, 丙方 the bureau of the lead (E-23)."""
    owner = getattr(settings, "SITE_OWNER", "内蒙古自治区科学技术厅")
    bureau = project.lead.supervising_division
    return {
        "甲方": f"{owner}（{project.challenge.batch.programme.office.name}）",
        "乙方": project.lead.name,
        "丙方": f"{bureau.name}科学技术局" if bureau is not None else "—",
    }


def _indicator_rows(project: Project) -> list[dict]:
    promised = dict(project.bid.responses.values_list("indicator_id", "promised"))
    return [
        {
            "indicator": row.pk,
            "number": row.number,
            "name": row.name,
            "unit": row.unit,
            "comparator": row.comparator,
            "asked": plain(row.target),
            "target": plain(promised.get(row.pk, row.target)),
            "test_method": row.test_method,
        }
        for row in indicators_of(project)
    ]


def _milestone_rows(project: Project) -> list[dict]:
    """The bid's nodes with dates; where it has none, the challenge's, else the end. See `_proposed_targets`."""
    rows = list(project.bid.milestones.order_by("number"))
    nodes = [(row.name, row.month_offset, row.targets, row.deliverables) for row in rows]
    if not nodes:
        asked = project.challenge.milestone_requirements.order_by("number")
        nodes = [(row.name, row.month_offset, row.requirement, "") for row in asked]
    if not nodes:
        nodes = [("项目完成", project.challenge.duration_months, "", "")]
    last = max(nodes[-1][1], 1)
    return [
        {
            "number": number,
            "name": name,
            "due_on": min(add_months(project.starts_on, months), project.ends_on).isoformat(),
            "requirement": requirement,
            "deliverables": deliverables,
            "targets": _proposed_targets(project, Fraction(months, last) if number < len(nodes) else Fraction(1)),
        }
        for number, (name, months, requirement, deliverables) in enumerate(nodes, 1)
    ]


def _proposed_targets(project: Project, share: Fraction) -> dict[str, str]:
    """A node's targets by indicator: at the end what was promised; on the way a share of it in step with the months, from
    the baseline on, as the first proposal that both parties then settle in the agreement (S85)."""
    promised = dict(project.bid.responses.values_list("indicator_id", "promised"))
    targets = {}
    for indicator in indicators_of(project):
        end = promised.get(indicator.pk, indicator.target)
        baseline = indicator.baseline
        if baseline is None and indicator.comparator == Comparator.AT_LEAST:
            baseline = Decimal(0)
        if share == 1:
            targets[str(indicator.pk)] = plain(end)
        elif baseline is not None:
            value = Fraction(baseline) + (Fraction(end) - Fraction(baseline)) * share
            # Towards the baseline, so that counted things stay whole: two varieties are one halfway, not one and a half.
            places = (
                Decimal(1)
                if end == end.to_integral_value() and baseline == baseline.to_integral_value()
                else Decimal("0.1")
            )
            rounding = ROUND_FLOOR if end >= baseline else ROUND_CEILING
            exact = Decimal(value.numerator) / Decimal(value.denominator)
            targets[str(indicator.pk)] = plain(exact.quantize(places, rounding=rounding))
    return targets


def live_agreement(project: Project) -> TaskAgreement | None:
    """The newest version that is not replaced or lapsed."""
    live = [AgreementState.DRAFT, AgreementState.UNIT_SIGNED, AgreementState.SIGNED]
    return project.agreements.filter(state__in=live).order_by("-version").first()


def weaker_indicators(project: Project, content: dict) -> list[str]:
    """Sentences, one for each indicator of the challenge that the agreement leaves out or promises less of."""
    rows = {row.get("indicator"): row for row in content.get("indicators", []) if isinstance(row, dict)}
    found = []
    for indicator in indicators_of(project):
        asked = f"{indicator.get_comparator_display()} {plain(indicator.target)}{indicator.unit}"
        row = rows.get(indicator.pk)
        target = decimal_of(row.get("target")) if row else None
        if row is None or target is None:
            found.append(_("指标“%(name)s”缺失，榜单要求 %(asked)s。") % {"name": indicator.name, "asked": asked})
        elif is_weaker(indicator, target):
            values = {"name": indicator.name, "asked": asked, "target": f"{plain(target)}{indicator.unit}"}
            found.append(_("指标“%(name)s”为 %(target)s，弱于榜单要求 %(asked)s。") % values)
    return found


def defects(project: Project, content: dict) -> list[str]:
    """Everything that keeps the agreement from being signed, at once (S95)."""
    found = weaker_indicators(project, content)
    for key in ("title", "content"):
        if not str(content.get(key, "")).strip():
            found.append(_("“%(label)s”未填写。") % {"label": TEXTS[key]})
    if content.get("fiscal_fen") != project.fiscal_total_fen:
        found.append(_("财政经费须等于立项金额 %(amount)s。") % {"amount": with_unit(project.fiscal_total_fen)})
    if (content.get("self_fen") or 0) < project.self_total_fen:
        found.append(_("企业自筹不得低于立项时的 %(amount)s。") % {"amount": with_unit(project.self_total_fen)})
    return found + _milestone_defects(project, content)


def _milestone_defects(project: Project, content: dict) -> list[str]:
    rows = [row for row in content.get("milestones", []) if isinstance(row, dict)]
    found = []
    # The first tranche follows the signature; each later one waits for a milestone of its own (3.6).
    later = max(len(project.challenge.batch.rule_set.tranche_percents) - 1, 1)
    if len(rows) < later:
        found.append(_("里程碑至少 %(count)d 个：首期之后每期拨款各对应一个。") % {"count": later})
    starts_on, ends_on = date_of(content.get("starts_on")), date_of(content.get("ends_on"))
    if starts_on is None or ends_on is None or starts_on >= ends_on:
        found.append(_("起止日期不完整或次序有误。"))
        return found
    previous = starts_on
    for row in rows:
        due_on = date_of(row.get("due_on"))
        if due_on is None or not starts_on < due_on <= ends_on:
            found.append(_("里程碑“%(name)s”的日期须在实施期内。") % {"name": row.get("name", "")})
        elif due_on <= previous:
            found.append(_("里程碑“%(name)s”须晚于前一个里程碑。") % {"name": row.get("name", "")})
        previous = due_on or previous
    return found


def date_of(text) -> date | None:
    try:
        return date.fromisoformat(str(text))
    except ValueError:
        return None


def differences(project: Project, content: dict, *, against: dict | None = None) -> list[Difference]:
    """Where the agreement departs from the bid (or from `against`, an earlier version), in the order of its sections."""
    template = agreement_template(project) if against is None else against
    found = [
        Difference(_(label), str(template.get(key, "")), str(content.get(key, "")))
        for key, label in TEXTS.items()
        if str(template.get(key, "")) != str(content.get(key, ""))
    ]
    for key, label in AMOUNTS.items():
        was, now = template.get(key) or 0, content.get(key) or 0
        if was != now:
            found.append(
                Difference(_(label), with_unit(was), with_unit(now), is_weaker=key == "self_fen" and now < was)
            )
    return found + _indicator_differences(project, template, content) + _milestone_differences(template, content)


def _indicator_differences(project: Project, template: dict, content: dict) -> list[Difference]:
    rows = {row.get("indicator"): row for row in content.get("indicators", []) if isinstance(row, dict)}
    asked = {indicator.pk: indicator for indicator in indicators_of(project)}
    found = []
    for row in template["indicators"]:
        target = str(rows.get(row["indicator"], {}).get("target", ""))
        was, now = decimal_of(row["target"]), decimal_of(target)
        if was != now:
            indicator = asked[row["indicator"]]
            weaker = now is None or is_weaker(indicator, now)
            label = _("指标：%(name)s") % {"name": row["name"]}
            found.append(
                Difference(label, row["target"] + row["unit"], f"{target}{row['unit']}" if target else "—", weaker)
            )
    return found


def _milestone_differences(template: dict, content: dict) -> list[Difference]:
    def shown(row: dict | None) -> str:
        return f"{row['due_on']} {row['name']}：{row.get('requirement', '')}" if row else "—"

    was = {row["number"]: row for row in template["milestones"]}
    now = {row.get("number"): row for row in content.get("milestones", []) if isinstance(row, dict)}
    numbers = sorted({*was, *now}, key=lambda number: (number is None, number))
    return [
        Difference(_("里程碑 %(number)s") % {"number": number}, shown(was.get(number)), shown(now.get(number)))
        for number in numbers
        if shown(was.get(number)) != shown(now.get(number))
    ]
