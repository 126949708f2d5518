"""What changed between two versions of a challenge: sections with marked words, indicators added, removed and changed."""

from dataclasses import dataclass, field

from django.db import models
from django.utils.translation import gettext as _

from challenges.models import Challenge, Refinement
from core import differences, money


def _is_prose(name: str) -> bool:
    column = Challenge._meta.get_field(name)
    return isinstance(column, models.TextField | models.CharField) and not column.choices


#: Prose is compared word by word (S09), everything else as a whole.
SECTIONS = tuple(name for name in Challenge.WRITTEN if _is_prose(name))
FACTS = tuple(name for name in Challenge.WRITTEN if name not in SECTIONS)


@dataclass(frozen=True)
class Line:
    """A line of a table or a section: how it stands to the version before, and its pieces ("same", "gone", "new")."""

    label: str
    how: str
    pieces: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class Changes:
    sections: list[Line]
    indicators: list[Line]
    requirements: list[Line]
    conditions: list[Line]
    facts: list[Line]

    @property
    def count(self) -> int:
        tables = (self.sections, self.indicators, self.requirements, self.conditions, self.facts)
        return sum(line.how != "same" for table in tables for line in table)


def between(before: dict, after: dict) -> Changes:
    """`before` and `after` as `queries.snapshot` made them; an empty `before` marks nothing."""
    return Changes(
        sections=[_text(_label(name), before, after, name) for name in SECTIONS if after.get(name) or before.get(name)],
        indicators=_table(before, after, "indicators", _indicator),
        requirements=_table(before, after, "requirements", _requirement),
        conditions=_table(before, after, "conditions", _condition),
        facts=[
            line
            for line in (_text(_label(name), _worded(before), _worded(after), name) for name in FACTS)
            if before and line.how != "same"
        ],
    )


def of(refinement: Refinement) -> Changes:
    """Against the version before it."""
    earlier = Refinement.objects.filter(challenge=refinement.challenge_id, version__lt=refinement.version)
    before = earlier.order_by("-version").values_list("snapshot", flat=True).first()
    return between(before or {}, refinement.snapshot)


def _label(name: str) -> str:
    return str(Challenge._meta.get_field(name).verbose_name).replace("（分）", "")


def _worded(snapshot: dict) -> dict:
    """Choices, amounts and yes or no as words."""
    found = {}
    for name in FACTS:
        value = snapshot.get(name)
        column = Challenge._meta.get_field(name)
        if name.endswith("_fen"):
            value = f"{money.exact_text(value)} 万元" if value is not None else ""
        elif isinstance(value, bool):
            value = _("是") if value else _("否")
        elif column.choices:
            value = dict(column.choices).get(value, value)
        found[name] = "" if value is None else str(value)
    return found


def _text(label: str, before: dict, after: dict, name: str) -> Line:
    old, new = str(before.get(name) or ""), str(after.get(name) or "")
    if not before or old == new:
        return Line(label, "same", [("same", new)])
    return Line(label, "changed" if old and new else "new" if new else "gone", differences.merged(old, new))


def _indicator(row: dict) -> str:
    signs = {"AT_LEAST": "≥", "AT_MOST": "≤", "EQUAL": "="}
    words = f"{signs.get(row['comparator'], '')} {row['target']} {row.get('unit') or ''}".strip()
    if row.get("baseline") is not None:
        words += _("，现状 %(value)s") % {"value": row["baseline"]}
    words += "，" + (_("硬指标") if row.get("is_hard") else _("一般指标"))
    if row.get("due_year"):
        words += _("，%(year)s 年完成") % {"year": row["due_year"]}
    return words + (f"，{row['test_method']}" if row.get("test_method") else "")


def _requirement(row: dict) -> str:
    return _("第 %(month)s 个月：%(what)s") % {"month": row["month_offset"], "what": row.get("requirement") or "—"}


def _condition(row: dict) -> str:
    return (_("参数 %(value)s，") % {"value": row["parameter"]} if row.get("parameter") else "") + (
        _("可豁免") if row.get("is_waivable") else _("不可豁免")
    )


def _table(before: dict, after: dict, name: str, words) -> list[Line]:
    """Rows of the same name are one row that changed; conditions are told apart by their text."""
    key = "text" if name == "conditions" else "name"
    old = {row[key]: words(row) for row in before.get(name, [])}
    new = {row[key]: words(row) for row in after.get(name, [])}
    lines = []
    for label, text in new.items():
        if not before or old.get(label) == text:
            lines.append(Line(label, "same", [("same", text)]))
        elif label in old:
            lines.append(Line(label, "changed", differences.merged(old[label], text)))
        else:
            lines.append(Line(label, "new", [("new", text)]))
    return lines + [Line(label, "gone", [("gone", text)]) for label, text in old.items() if label not in new]
