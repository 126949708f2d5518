"""The sections of a draft and the fields of each: what may be saved at all. What is missing is not asked here."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from core.digests import canonical_json
from core.errors import Refused

MAX_SECTION_BYTES = 512 * 1024
MAX_ROWS = 300
TEXT, WHOLE, TICK = "text", "whole", "tick"


@dataclass(frozen=True)
class Section:
    """`fields` are single values; `tables` are lists of rows. Each maps a name to TEXT, WHOLE (an integer or None) or TICK."""

    name: str
    label: str
    fields: dict[str, str]
    tables: dict[str, dict[str, str]]


def _section(name: str, label: str, fields: dict | None = None, **tables: dict) -> Section:
    return Section(name, label, fields or {}, tables)


SECTIONS: dict[str, Section] = {
    section.name: section
    for section in (
        _section(
            "basic",
            _("基本信息"),
            {
                "title": TEXT,
                "leader_id": WHOLE,
                "chief_scientist_id": WHOLE,
                "keywords": TEXT,
                "summary": TEXT,
                "public_summary": TEXT,
                "duration_months": WHOLE,
                "no_state_secrets": TICK,
            },
        ),
        _section(
            "technical",
            _("技术方案"),
            dict.fromkeys(("gap", "content", "route", "innovation", "risks", "basis"), TEXT),
        ),
        _section("responses", _("指标响应"), rows={"indicator_id": WHOLE, "promised": TEXT, "evidence": TEXT}),
        _section(
            "tasks",
            _("课题分解"),
            rows={"title": TEXT, "organization_id": WHOLE, "leader_name": TEXT, "amount_fen": WHOLE},
        ),
        _section(
            "team",
            _("项目组"),
            rows={"person_id": WHOLE, "organization_id": WHOLE, "role": TEXT, "months_per_year": WHOLE, "tasks": TEXT},
        ),
        # A tick says that there is none of what the table would name.
        _section(
            "foundation",
            _("平台、知识产权与在研项目"),
            {"no_platforms": TICK, "no_rights": TICK, "no_projects": TICK},
            platforms={"platform_id": WHOLE},
            rights={"kind": TEXT, "title": TEXT, "number": TEXT, "organization_id": WHOLE},
            projects={
                "title": TEXT,
                "programme_name": TEXT,
                "number": TEXT,
                "leader_name": TEXT,
                "organization_id": WHOLE,
                "amount_fen": WHOLE,
                "ends_year": WHOLE,
                "difference": TEXT,
            },
        ),
        _section(
            "milestones",
            _("里程碑与年度目标"),
            rows={
                "name": TEXT,
                "month_offset": WHOLE,
                "targets": TEXT,
                "deliverables": TEXT,
                "fiscal_share_percent": WHOLE,
            },
            years={"year": WHOLE, "targets": TEXT},
        ),
        _section(
            "budget",
            _("经费预算"),
            sources={"source": TEXT, "year": WHOLE, "organization_id": WHOLE, "amount_fen": WHOLE},
            uses={"category": TEXT, "source": TEXT, "year": WHOLE, "organization_id": WHOLE, "amount_fen": WHOLE},
        ),
        _section("matching", _("地方配套"), rows={"division_id": WHOLE, "amount_fen": WHOLE, "policy_document": TEXT}),
        _section(
            "benefits",
            _("预期效益与成果归属"),
            dict.fromkeys(("economic", "social", "ecological", "scenarios", "ownership"), TEXT),
        ),
        # Kept by the system: the key of the attachments and their real names.
        _section("attachments", _("附件"), {"file_key": TEXT}, rows={"attachment_id": WHOLE, "name": TEXT}),
    )
}

#: The sections that people fill in.
WRITTEN = tuple(name for name in SECTIONS if name != "attachments")
NARRATIVE = {
    "gap": _("现状与差距"),
    "content": _("研究内容"),
    "route": _("技术路线"),
    "innovation": _("创新点"),
    "risks": _("风险与对策"),
    "basis": _("前期基础"),
}
BENEFITS = {
    "economic": _("经济效益"),
    "social": _("社会效益"),
    "ecological": _("生态效益"),
    "scenarios": _("应用示范场景"),
    "ownership": _("成果归属"),
}
#: A text that bids written before had in one piece; those opened with it still show it.
FORMER = {"benefits": _("效益与应用")}
#: The tick of section `foundation` -> (its table, what it says).
NONE_OF = {
    "no_platforms": ("platforms", _("无依托的创新平台")),
    "no_rights": ("rights", _("无相关知识产权")),
    "no_projects": ("projects", _("无在研项目")),
}

#: The longest a text may be when the bid is sent, in characters, with the name of its field. A draft may hold more.
#: Section, table where it is not "rows", column.
LIMITS: dict[tuple[str, ...], tuple[int, str]] = {
    ("basic", "title"): (200, _("项目名称")),
    ("basic", "keywords"): (200, _("关键词")),
    ("basic", "summary"): (500, _("摘要")),
    ("basic", "public_summary"): (500, _("公开摘要")),
    ("tasks", "title"): (200, _("课题名称")),
    ("tasks", "leader_name"): (60, _("课题负责人")),
    ("team", "tasks"): (200, _("分工")),
    ("milestones", "name"): (120, _("节点")),
    ("matching", "policy_document"): (200, _("政策文件")),
    ("foundation", "rights", "title"): (200, _("知识产权名称")),
    ("foundation", "rights", "number"): (80, _("知识产权编号")),
    ("foundation", "projects", "title"): (200, _("在研项目名称")),
    ("foundation", "projects", "programme_name"): (120, _("任务来源")),
    ("foundation", "projects", "number"): (80, _("在研项目编号")),
    ("foundation", "projects", "leader_name"): (60, _("在研项目负责人")),
}


def blank(name: str) -> dict:
    """An empty section."""
    section = SECTIONS[name]
    empty = {TEXT: "", WHOLE: None, TICK: False}
    return {key: empty[kind] for key, kind in section.fields.items()} | {table: [] for table in section.tables}


def modern(sections: dict[str, dict]) -> dict[str, dict]:
    """Sections written at any time, in the shape of today: what is new is empty, nothing that was written is lost."""
    found = {name: blank(name) | content for name, content in sections.items() if name in SECTIONS}
    former = found.get("technical", {}).pop("benefits", "")
    if former:
        benefits = found.setdefault("benefits", blank("benefits"))
        benefits["economic"] = benefits["economic"] or former
    return found


def clean(name: str, content: dict) -> dict:
    """The section as it is kept: every field of its shape, no other. Raises Refused `section_unknown`, `section_shape`."""
    if name not in SECTIONS:
        raise Refused("section_unknown", _("没有名为“%(name)s”的部分。") % {"name": name})
    section = SECTIONS[name]
    if not isinstance(content, dict) or set(content) - {*section.fields, *section.tables}:
        raise _misshapen(section.label)
    kept = {key: _value(section, content.get(key), kind) for key, kind in section.fields.items()}
    for table, columns in section.tables.items():
        rows = content.get(table) or []
        if not isinstance(rows, list) or len(rows) > MAX_ROWS:
            raise _misshapen(section.label)
        kept[table] = [_row(section, row, columns) for row in rows]
    if len(canonical_json(kept)) > MAX_SECTION_BYTES:
        raise Refused("section_too_large", _("“%(part)s”内容过长，请精简或改用附件。") % {"part": section.label})
    return kept


def _row(section: Section, row, columns: dict[str, str]) -> dict:
    if not isinstance(row, dict) or set(row) - set(columns):
        raise _misshapen(section.label)
    return {key: _value(section, row.get(key), kind) for key, kind in columns.items()}


def _value(section: Section, value, kind: str):
    if kind == TICK and (value is None or isinstance(value, bool)):
        return bool(value)
    if kind == TEXT and (value is None or isinstance(value, str)):
        return (value or "").replace("\x00", "").strip()
    if kind == WHOLE and (value is None or (isinstance(value, int) and not isinstance(value, bool))):
        if value is not None and not 0 <= value <= 10**15:
            raise _misshapen(section.label)
        return value
    raise _misshapen(section.label)


def _misshapen(label: str) -> Refused:
    return Refused("section_shape", _("“%(part)s”的数据格式不对，请刷新页面后重新填写。") % {"part": label})
