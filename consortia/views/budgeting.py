"""Sums beside the tables of a draft: what adds up, what is missing, in plain words (E-15, R-FUN-01)."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from challenges.enums import Mechanism
from consortia import drafts
from consortia.drafts import grid
from consortia.drafts.faults import Totals
from consortia.enums import UseCategory
from consortia.forms.sections import SectionForms
from consortia.views.progress import Progress
from core import money

BUDGETED = gettext_lazy("预算总额")


@dataclass
class Sums:
    """`lines` are (table, sentence, is_right); `balances`, `uses` only for the budget."""

    lines: list[tuple[str, str, bool]] = field(default_factory=list)
    balances: list = field(default_factory=list)
    units: list[str] = field(default_factory=list)
    uses: list[tuple[str, list[int], int]] = field(default_factory=list)
    ratio: str = ""
    is_ratio_met: bool = True
    cap_fen: int | None = None
    is_over_cap: bool = False
    totals: object = None

    def line(self, table: str):
        return next((one for one in self.lines if one[0] == table), None)


def sums(name: str, stand: Progress, forms: SectionForms) -> Sums:
    """Of what is saved."""
    found = Sums(totals=stand.totals, cap_fen=stand.bid.challenge.fiscal_cap_fen)
    content = stand.content.get(name) or drafts.blank(name)
    if name == "milestones":
        now = sum(row["fiscal_share_percent"] or 0 for row in content["rows"])
        found.lines.append(("rows", percent_sentence(now), now == 100))
    elif name in {"tasks", "matching"}:
        now = sum(row["amount_fen"] or 0 for row in content["rows"])
        target = stand.totals.sources_fen if name == "tasks" else stand.totals.matching_fen
        what = BUDGETED if name == "tasks" else _("预算中的地方配套")
        is_right = now == target and (name == "matching" or target > 0)
        found.lines.append(("rows", amount_sentence(now, target, what), is_right))
    elif name == "budget":
        _budget(found, content, stand, forms)
    return found


def _budget(found: Sums, content: dict, stand: Progress, forms: SectionForms) -> None:
    found.balances = grid.balances(content, forms.choices.years)
    units, uses = grid.by_unit(content)
    names = dict(forms.choices.units)
    found.units = [names.get(unit, _("未指定单位")) for unit in units]
    for category, of_unit in uses.items():
        label = UseCategory(category).label if category in UseCategory.values else _("未选科目")
        found.uses.append((str(label), [of_unit.get(unit, 0) for unit in units], sum(of_unit.values())))
    if stand.rule_set.mechanism == Mechanism.CONSORTIUM_2022:
        found.ratio, found.is_ratio_met = ratio_sentence(stand.totals, stand.rule_set.self_funding_percent)
    found.is_over_cap = bool(found.cap_fen and stand.totals.fiscal_fen > found.cap_fen)


def percent_sentence(now: int) -> str:
    if now == 100:
        return _("拨款比例合计 100%。")
    if now < 100:
        return _("拨款比例合计 %(now)d%%，还差 %(rest)d%%。") % {"now": now, "rest": 100 - now}
    return _("拨款比例合计 %(now)d%%，超出 %(rest)d%%。") % {"now": now, "rest": now - 100}


def amount_sentence(now: int, target: int, what: str) -> str:
    parts = {
        "now": money.exact_text(now),
        "target": money.exact_text(target),
        "what": what,
        "gap": money.exact_text(abs(target - now)),
    }
    if not target and not now and what == BUDGETED:
        return _("预算总额尚未填写；课题经费合计应与预算总额一致。")
    if now == target:
        return _("合计 %(now)s 万元，与%(what)s一致。") % parts
    if now < target:
        return _("合计 %(now)s 万元，%(what)s %(target)s 万元，还差 %(gap)s 万元。") % parts
    return _("合计 %(now)s 万元，%(what)s %(target)s 万元，多出 %(gap)s 万元。") % parts


def ratio_sentence(sums: Totals, percent: int) -> tuple[str, bool]:
    """R-FUN-01 in plain words, and whether it is met."""
    short = grid.short_of_ratio(sums, percent)
    floor = f"{percent / 100:g}"
    if not sums.fiscal_fen:
        return _("尚未填写申请的自治区财政经费。企业自筹应不少于财政经费的 %(floor)s 倍。") % {"floor": floor}, False
    parts = {
        "own": money.exact_text(sums.self_fen),
        "fiscal": money.exact_text(sums.fiscal_fen),
        "ratio": money.ratio_text(sums.self_fen, sums.fiscal_fen).replace(":", " : "),
        "floor": floor,
        "short": money.exact_text(max(short, 0)),
    }
    said = _("企业自筹 %(own)s 万元，财政 %(fiscal)s 万元，比例 %(ratio)s") % parts
    if short <= 0:
        return said + _("，达到 %(floor)s : 1 的要求。") % parts, True
    return said + _("，低于 %(floor)s : 1，还差 %(short)s 万元。确有理由的可以提交并申请豁免。") % parts, False
