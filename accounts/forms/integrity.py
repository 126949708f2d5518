"""Forms of integrity records."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import IntegrityLevel
from accounts.forms.fields import DateInput
from accounts.models import Organization, Person


class ReportIntegrityForm(forms.Form):
    organization = forms.ModelChoiceField(
        label=_("单位"), queryset=Organization.objects.order_by("name"), required=False, empty_label=_("不针对单位")
    )
    person = forms.ModelChoiceField(
        label=_("人员"),
        queryset=Person.objects.select_related("organization").order_by("name", "pk"),
        required=False,
        empty_label=_("不针对个人"),
        help_text=_("单位与人员只选其一。"),
    )
    fact = forms.CharField(label=_("事实"), widget=forms.Textarea)
    source = forms.CharField(label=_("来源"), max_length=200, help_text=_("例如：评审监督、举报、审计报告、上级通报。"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].label_from_instance = lambda person: f"{person.name}（{person.organization}）"


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
