"""Forms of integrity records."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import IntegrityLevel
from accounts.forms.fields import DateInput
from accounts.forms.picks import PersonField, UnitField


class ReportIntegrityForm(forms.Form):
    organization = UnitField(label=_("单位"), required=False)
    person = PersonField(
        label=_("人员"), required=False, help_text=_("单位与人员只选其一。输入姓名，可加单位，例如：张三 农业大学。")
    )
    fact = forms.CharField(label=_("事实"), widget=forms.Textarea)
    source = forms.CharField(label=_("来源"), max_length=200, help_text=_("例如：评审监督、举报、审计报告、上级通报。"))


class DecideIntegrityForm(forms.Form):
    level = forms.ChoiceField(label=_("认定结论"), choices=IntegrityLevel.choices, widget=forms.RadioSelect)
    years = forms.IntegerField(
        label=_("惩戒年限"),
        min_value=0,
        max_value=5,
        initial=0,
        help_text=_("一般失信 1 至 2 年，严重失信 3 至 5 年；不构成失信填 0。"),
    )
    in_force_from = forms.DateField(
        label=_("惩戒起始日"), required=False, widget=DateInput(), help_text=_("不填为今天。")
    )
    decision_document = forms.CharField(label=_("处理决定文号"), max_length=100, required=False)
    note = forms.CharField(label=_("认定理由"), widget=forms.Textarea)


class RepairForm(forms.Form):
    note = forms.CharField(label=_("修复依据"), widget=forms.Textarea)
