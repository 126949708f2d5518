"""Forms of people."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import IdentityKind
from accounts.forms.fields import AskedLater, DateInput
from accounts.forms.picks import UnitField
from accounts.models import Organization
from accounts.queries import resembling_people
from core import clock
from core.identifiers import normalise_orcid, orcid_warnings, resident_id_warnings
from core.pages import ActForm


class ProfileForm(forms.Form):
    """What a person keeps up to date."""

    title = forms.CharField(label=_("职称"), max_length=40, required=False, help_text=_("仅供了解，揭榜不设职称门槛。"))
    degree = forms.CharField(label=_("学历学位"), max_length=40, required=False)
    research_fields = forms.CharField(label=_("研究领域"), max_length=200, required=False)
    orcid = forms.CharField(
        label="ORCID", max_length=60, required=False, help_text=_("没有的不填；形如 0000-0002-1825-0097。")
    )
    phone = forms.CharField(label=_("手机"), max_length=40, required=False)
    email = forms.EmailField(label=_("邮箱"), required=False)

    def clean_orcid(self):
        orcid = normalise_orcid(self.cleaned_data["orcid"])
        if orcid and (found := orcid_warnings(orcid)):
            raise forms.ValidationError(found[0])
        return orcid


class EditPersonForm(ProfileForm, ActForm):
    birth_year = forms.IntegerField(
        label=_("出生年"),
        min_value=1900,
        max_value=2100,
        required=False,
        help_text=_("只填年份，用于统计和识别同名人员。"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(self.obj, name) for name in self.fields}


class PersonForm(AskedLater, ProfileForm):
    """A person of a unit. Somebody of the same name and year of birth is pointed out once, and a tick lets it pass."""

    asked_later = ("is_checked", "is_another")

    name = forms.CharField(label=_("姓名"), max_length=60)
    identity_kind = forms.ChoiceField(label=_("证件类型"), choices=IdentityKind.choices, initial=IdentityKind.RESIDENT)
    identity_number = forms.CharField(
        label=_("证件号码"),
        max_length=40,
        required=False,
        help_text=_("加密保存，只用于识别同一人；页面只显示部分数字。"),
    )
    is_checked = forms.BooleanField(label=_("证件号码未通过校验，但已核对无误"), required=False)
    birth_year = forms.IntegerField(label=_("出生年"), min_value=1900, max_value=2100, required=False)
    is_academician = forms.BooleanField(label=_("院士"), required=False)
    employed_since = forms.DateField(
        label=_("入职日期"), required=False, widget=DateInput(), help_text=_("用于评审回避的追溯，可不填。")
    )
    is_another = forms.BooleanField(
        label=_("已核对，与已登记的同名人员不是同一人"),
        required=False,
    )
    field_order = (
        "name",
        "identity_kind",
        "identity_number",
        "is_checked",
        "birth_year",
        "is_another",
        "employed_since",
    )

    def __init__(self, *args, organization=None, **kwargs):
        self.organization = organization
        super().__init__(*args, **kwargs)

    def _refuse_resembling(self, cleaned: dict) -> None:
        same = list(resembling_people(cleaned.get("name", ""), cleaned.get("birth_year"))[:5])
        if not same or cleaned.get("identity_number"):
            return  # a number tells people apart
        words = "、".join(f"{one.organization.name}{_('（已离职）') if one.left_on else ''}" for one in same)
        self.add_error(
            "is_another",
            _(
                "已有同名、同出生年的人员，登记在：%(where)s。同一人不要重复登记：本单位的请直接使用，外单位的请其原单位办理离职或由科技厅办理调动；确非同一人的请勾选。"
            )
            % {"where": words},
        )

    def clean(self):
        cleaned = super().clean()
        if not cleaned.pop("is_another", False):
            self._refuse_resembling(cleaned)
        is_checked = cleaned.pop("is_checked", False)
        number = cleaned.get("identity_number", "")
        if number and cleaned.get("identity_kind") == IdentityKind.RESIDENT and not is_checked:
            for warning in resident_id_warnings(number):
                self.add_error("identity_number", warning)
            if self.has_error("identity_number"):
                self.add_error("is_checked", _("请先核对证件号码；核对无误的，请在此勾选后再次保存。"))
        return cleaned


class LeaveForm(ActForm):
    on = forms.DateField(label=_("离职日期"), widget=DateInput(), initial=clock.today)
    reason = forms.CharField(label=_("说明"), max_length=200, required=False)


class MovePersonForm(forms.Form):
    organization = UnitField(Organization.objects.filter(state="ACTIVE"), label=_("调入单位"))
    on = forms.DateField(label=_("调动日期"), widget=DateInput())
