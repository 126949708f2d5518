"""The content of a bid as people read it: the same for a draft and for an opened bid."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Division, Organization, Person
from challenges.models import Challenge
from consortia.drafts import grid
from consortia.drafts.faults import decimal_of, meets
from consortia.drafts.schema import BENEFITS, FORMER, NARRATIVE, NONE_OF, SECTIONS, WRITTEN
from consortia.enums import FundingSource, RightKind, TeamRole, UseCategory
from consortia.models import Platform
from core import money
from core.ui import values


@dataclass
class Table:
    """Each column and cell beside whether it is a figure."""

    caption: str
    head: list[tuple[str, bool]]
    rows: list[list[tuple[Any, bool]]]
    nothing: str = ""  # what is said where there are no rows

    @property
    def is_short(self) -> bool:
        """On a phone its rows may stand one below the other."""
        return len(self.rows) <= 20

    @property
    def shown(self) -> list[list[tuple[str, Any, bool]]]:
        """Each cell with the label of its column before it."""
        return [[(label, *cell) for (label, _figure), cell in zip(self.head, row, strict=True)] for row in self.rows]


@dataclass
class Part:
    """One section: texts with their labels, and tables."""

    name: str
    label: str
    texts: list[tuple[str, str]] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    @property
    def facts(self) -> list[tuple[str, str]]:
        """Texts of one short line, where there are several."""
        short = [pair for pair in self.texts if len(str(pair[1])) <= 60 and "\n" not in str(pair[1])]
        return short if len(short) > 1 else []

    @property
    def passages(self) -> list[tuple[str, str]]:
        return [pair for pair in self.texts if pair not in self.facts]


LABELS = {
    "title": gettext_lazy("项目名称"),
    "leader_id": gettext_lazy("项目负责人"),
    "chief_scientist_id": gettext_lazy("首席科学家"),
    "keywords": gettext_lazy("关键词"),
    "summary": gettext_lazy("摘要"),
    "public_summary": gettext_lazy("公开摘要"),
    "duration_months": gettext_lazy("实施周期（月）"),
    **NARRATIVE,
    **BENEFITS,
}
#: Every field a draft may differ in; the statement about secrets is a condition of sending, not content to read.
SAID = LABELS | {"no_state_secrets": gettext_lazy("所报材料均不涉及国家秘密")}
SAID |= {tick: words for tick, (_table, words) in NONE_OF.items()}
COLUMNS = {
    "indicator_id": gettext_lazy("指标"),
    "promised": gettext_lazy("承诺值"),
    "evidence": gettext_lazy("依据"),
    "title": gettext_lazy("课题名称"),
    "organization_id": gettext_lazy("单位"),
    "leader_name": gettext_lazy("课题负责人"),
    "amount_fen": gettext_lazy("金额（万元）"),
    "person_id": gettext_lazy("人员"),
    "role": gettext_lazy("角色"),
    "months_per_year": gettext_lazy("每年投入（月）"),
    "tasks": gettext_lazy("分工"),
    "name": gettext_lazy("节点"),
    "month_offset": gettext_lazy("第几个月"),
    "targets": gettext_lazy("考核目标"),
    "deliverables": gettext_lazy("交付物"),
    "fiscal_share_percent": gettext_lazy("拨款比例（%）"),
    "source": gettext_lazy("资金来源"),
    "category": gettext_lazy("支出科目"),
    "year": gettext_lazy("年度"),
    "division_id": gettext_lazy("出资地方"),
    "policy_document": gettext_lazy("政策文件"),
    "platform_id": gettext_lazy("平台"),
    "number": gettext_lazy("编号"),
    "kind": gettext_lazy("种类"),
    "programme_name": gettext_lazy("任务来源"),
    "ends_year": gettext_lazy("结束年度"),
    "difference": gettext_lazy("与本项目的区别"),
}
#: Columns that are called otherwise in one table.
OWN_COLUMNS = {
    ("years", "targets"): gettext_lazy("目标"),
    ("rights", "title"): gettext_lazy("名称"),
    ("rights", "organization_id"): gettext_lazy("权利单位"),
    ("projects", "title"): gettext_lazy("项目名称"),
    ("projects", "leader_name"): gettext_lazy("负责人"),
    ("projects", "organization_id"): gettext_lazy("承担单位"),
    ("projects", "amount_fen"): gettext_lazy("财政经费（万元）"),
}
FIGURES = {"amount_fen", "months_per_year", "month_offset", "fiscal_share_percent", "promised", "year", "ends_year"}
CAPTIONS = {
    "sources": gettext_lazy("资金来源"),
    "uses": gettext_lazy("资金支出"),
    "rows": "",
    "years": gettext_lazy("年度目标"),
    "platforms": gettext_lazy("依托的创新平台"),
    "rights": gettext_lazy("已有知识产权"),
    "projects": gettext_lazy("在研项目"),
}


def column_label(table: str, key: str) -> str:
    """What a column is called in its table."""
    return str(OWN_COLUMNS.get((table, key)) or COLUMNS[key])


def parts(challenge: Challenge, content: dict[str, dict]) -> list[Part]:
    """Every written section in its order."""
    show = Names(challenge, content)
    found = []
    for name in WRITTEN:
        section, said = SECTIONS[name], content.get(name) or {}
        part = Part(name, str(section.label))
        part.texts = [(str(LABELS[key]), show(key, said.get(key))) for key in section.fields if key in LABELS]
        part.texts += [
            (str(label), said[key]) for key, label in FORMER.items() if name == "technical" and said.get(key)
        ]
        none = {table: words for tick, (table, words) in NONE_OF.items() if said.get(tick)}
        if name == "budget":
            part.tables = [_grid(table, said.get(table, []), show) for table in section.tables]
            found.append(part)
            continue
        for table, columns in section.tables.items():
            head = [(column_label(table, key), key in FIGURES) for key in columns]
            rows = [[(show(key, row.get(key)), key in FIGURES) for key in columns] for row in said.get(table, [])]
            nothing = str(none.get(table) or _("没有填写")) + "。"
            part.tables.append(Table(str(CAPTIONS[table]), head, rows, nothing))
        found.append(part)
    return found


def _grid(table: str, rows: list[dict], show: "Names") -> Table:
    """The budget as it was filled in: a line for each source or use, a column for each year, the sum at the end."""
    years = sorted({row["year"] for row in rows if row["year"]})
    lines = grid.lines(table, rows, years or [0])
    head = [(str(COLUMNS[key]), False) for key in grid.KEYS[table]]
    head += [(_("%(year)s 年（万元）") % {"year": year}, True) for year in years] + [(_("合计（万元）"), True)]
    cells = [
        [(show(key, line.keys[key]), False) for key in grid.KEYS[table]]
        + [(show("amount_fen", line.amounts.get(year)), True) for year in years]
        + [(show("amount_fen", sum(amount or 0 for amount in line.amounts.values())), True)]
        for line in lines
    ]
    return Table(str(CAPTIONS[table]), head, cells, _("没有填写。"))


@dataclass(frozen=True)
class Answer:
    """One indicator beside what is promised for it, both with the unit; `is_met` is None where nothing readable is promised."""

    indicator: Any
    target: str
    promised: str
    evidence: str
    is_met: bool | None


def answers(challenge: Challenge, content: dict) -> list[Answer]:
    """Every indicator of the challenge, answered or not, as experts read them."""
    said = {row["indicator_id"]: row for row in content["rows"]}
    found = []
    for indicator in challenge.indicators.order_by("number"):
        row = said.get(indicator.pk) or {}
        promised = row.get("promised", "")
        value = decimal_of(str(promised)) if promised not in (None, "") else None
        shown = f"{value.normalize():f} {indicator.unit}".strip() if value is not None else str(promised or "")
        target = f"{indicator.get_comparator_display()} {indicator.target.normalize():f} {indicator.unit}"
        is_met = meets(indicator, value) if value is not None else None
        found.append(Answer(indicator, target, shown, row.get("evidence", ""), is_met))
    return found


class Names:
    """Ids become names, codes become words; every kind is read once."""

    def __init__(self, challenge: Challenge, content: dict[str, dict]):
        ids: dict[str, set[int]] = {"person": set(), "organization": set(), "division": set(), "platform": set()}
        for section in content.values():
            for row in [section, *(row for rows in section.values() if isinstance(rows, list) for row in rows)]:
                for key, kind in (("person_id", "person"), ("leader_id", "person"), ("chief_scientist_id", "person"),
                                  ("organization_id", "organization"), ("division_id", "division"),
                                  ("platform_id", "platform")):  # fmt: skip
                    if isinstance(row, dict) and row.get(key):
                        ids[kind].add(row[key])
        self.people = Person.objects.in_bulk(ids["person"])
        self.units = Organization.objects.in_bulk(ids["organization"])
        self.places = Division.objects.in_bulk(ids["division"])
        found = (
            Platform.objects.select_related("organization").filter(pk__in=ids["platform"]) if ids["platform"] else ()
        )
        self.platforms = {one.pk: f"{one}（{one.get_level_display()}，{one.organization}）" for one in found}
        self.indicators = {one.pk: one for one in challenge.indicators.all()}

    def __call__(self, key: str, value):
        if value in (None, ""):
            return values.NOTHING
        if isinstance(value, bool):
            return _("是") if value else _("否")
        if key in {"person_id", "leader_id", "chief_scientist_id"}:
            return str(self.people.get(value, _("（未登记）")))
        if key == "organization_id":
            return str(self.units.get(value, _("（未登记）")))
        if key == "division_id":
            return str(self.places.get(value, values.NOTHING))
        if key == "platform_id":
            return self.platforms.get(value, _("（未登记）"))
        if key == "indicator_id":
            return str(self.indicators.get(value, values.NOTHING))
        if key == "amount_fen":
            return values.money(value, plain=True)
        if key == "promised":
            return f"{value.normalize():f}" if hasattr(value, "normalize") else value
        for key_of, choices in (("role", TeamRole), ("source", FundingSource), ("category", UseCategory),
                                ("kind", RightKind)):  # fmt: skip
            if key == key_of and value in choices.values:
                return str(choices(value).label)
        return str(value)

    def plain(self, key: str, value) -> str:
        """The same without markup, exact to the fen, empty where nothing is said."""
        if value in (None, ""):
            return ""
        return f"{money.exact_text(value)} 万元" if key == "amount_fen" else str(self(key, value))
