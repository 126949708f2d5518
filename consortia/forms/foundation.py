"""Rows of what a bid stands on and of its years: targets of a year, platforms to tick, rights, running projects (E-13)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from consortia.drafts.foundation import years_offered
from consortia.enums import RightKind
from consortia.forms.fields import PICK, Amount, choice, text, whole
from consortia.forms.rows import Choices, RowForm
from core import money


class _Known(forms.IntegerField):
    """What a fixed row is about, carried along by its page."""

    widget = forms.HiddenInput

    def __init__(self, **options):
        super().__init__(required=False, min_value=0, max_value=10**12, **options)

    def to_python(self, value):
        text = str(value or "").strip()
        return int(text) if text.isascii() and text.isdecimal() and len(text) < 13 else None


class YearForm(RowForm):
    """One calendar year of the plan."""

    is_fixed = True
    silent = ("year",)
    year = _Known()
    targets = text(_("年度目标"), 3)

    @staticmethod
    def offered(choices: Choices, rows: list[dict]) -> list[dict]:
        said = {row["year"]: row for row in rows}
        return [said.get(year, {"year": year, "targets": ""}) for year in years_offered(choices.years, rows)]

    def offer(self, choices):
        year = self.fields["year"].to_python(self["year"].value())
        if year is None:
            return
        field = self.fields["targets"]
        field.label = _("%(year)d 年目标") % {"year": year}
        if spent := choices.spent.get(year):
            field.help_text = _("本年度预算 %(amount)s 万元。") % {"amount": money.exact_text(spent)}
        elif year not in choices.planned:
            field.help_text = _("没有安排经费的年度，可以不填。")


class PlatformForm(RowForm):
    """One platform of a member, ticked where the bid relies on it."""

    is_fixed = True
    platform_id = _Known()
    is_used = forms.BooleanField(label=_("依托"), required=False)

    @staticmethod
    def offered(choices: Choices, rows: list[dict]) -> list[dict]:
        chosen = {row["platform_id"] for row in rows}
        return [{"platform_id": pk, "is_used": pk in chosen} for pk in choices.platforms]

    def offer(self, choices):
        known = choices.platforms.get(self.fields["platform_id"].to_python(self["platform_id"].value()))
        if known is not None:
            self.fields["is_used"].label = str(known.name)
            words = f"{known.get_level_display()}，{known.organization.name}"
            self.fields["is_used"].help_text = (
                words if known.ended_on is None else _("%(words)s，已撤销") % {"words": words}
            )

    def row(self):
        return {"platform_id": self.cleaned_data.get("platform_id")}

    def says_something(self):
        return bool(self.cleaned_data.get("is_used"))


class RightForm(RowForm):
    silent = ("organization_id",)
    kind = choice(_("种类"), RightKind.choices)
    title = text(_("名称"), of="foundation.rights.title")
    number = text(_("授权号、登记号或申请号"), of="foundation.rights.number")
    organization_id = choice(_("权利单位"), [], is_id=True)

    def offer(self, choices):
        self.fields["organization_id"].choices = [*PICK, *choices.units]


class RunningForm(RowForm):
    """A running project of a member: what the department looks at for duplicate funding."""

    is_card = True
    title = text(_("项目名称"), of="foundation.projects.title")
    programme_name = text(_("任务来源（计划类别）"), of="foundation.projects.programme_name")
    number = text(_("项目编号"), of="foundation.projects.number")
    organization_id = choice(_("承担单位"), [], is_id=True)
    leader_name = text(_("负责人"), of="foundation.projects.leader_name")
    amount_fen = Amount(label=_("财政经费（万元）"))
    ends_year = whole(_("结束年度"))
    difference = text(_("与本项目的区别"), 2)

    def offer(self, choices):
        self.fields["organization_id"].choices = [*PICK, *choices.units]
