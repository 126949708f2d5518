"""Forms about consortia; saving is the action's business."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganizationState
from accounts.models import Organization, Person
from challenges.forms.fields import LinesField, ReasonForm
from challenges.models import Field, Programme
from consortia import queries
from consortia.enums import PlatformLevel, TeamRole
from core import clock
from core.forms_money import MoneyField
from core.pages import ActForm

__all__ = ["ReasonForm"]


def _units():
    return Organization.objects.filter(state=OrganizationState.ACTIVE).exclude(kind="GOVERNMENT").order_by("name")


class NewConsortiumForm(forms.Form):
    name = forms.CharField(label=_("联合体名称"), max_length=200)
    programme = forms.ModelChoiceField(
        label=_("示范工程"), queryset=Programme.objects.filter(is_active=True).order_by("name"), required=False
    )
    field = forms.ModelChoiceField(
        label=_("领域"),
        queryset=Field.objects.select_related("programme").order_by("programme", "position"),
        required=False,
    )
    chief_scientist = forms.ModelChoiceField(
        label=_("首席科学家"),
        queryset=Person.objects.none(),
        required=False,
        help_text=_("可在邀请成员单位后再确定；不限学历和职称。"),
    )
    goals = forms.CharField(label=_("建设目标"), widget=forms.Textarea, required=False)
    benefit_terms = forms.CharField(label=_("知识产权与利益分配"), widget=forms.Textarea, required=False)

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chief_scientist"].queryset = Person.objects.filter(organization=user.organization_id).order_by(
            "name"
        )

    def clean(self):
        cleaned = super().clean()
        field, programme = cleaned.get("field"), cleaned.get("programme")
        if field and programme and field.programme_id != programme.pk:
            self.add_error("field", _("该领域不属于所选的示范工程。"))
        return cleaned


class InviteForm(ActForm):
    organization = forms.ModelChoiceField(label=_("单位"), queryset=_units())
    tasks = forms.CharField(label=_("任务分工"), widget=forms.Textarea(attrs={"rows": 2}), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        inside = self.obj.memberships.filter(state__in=["INVITED", "CONFIRMED"]).values("organization")
        self.fields["organization"].queryset = _units().exclude(pk__in=inside)


class ConfirmForm(ActForm):
    tasks = forms.CharField(label=_("任务分工"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    self_fund_commitment_fen = MoneyField(label=_("自筹承诺"), required=False, help_text=_("没有的填 0。"))

    def clean_self_fund_commitment_fen(self):
        return self.cleaned_data["self_fund_commitment_fen"] or 0


class RosterForm(ActForm):
    people = forms.ModelMultipleChoiceField(
        label=_("研发团队"),
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("从各成员单位登记的人员中勾选；未登记的请由其单位先登记。"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        units = self.obj.memberships.exclude(state__in=["REFUSED", "LEFT"]).values("organization")
        people = Person.objects.filter(organization__in=units).select_related("organization")
        self.fields["people"].queryset = people.order_by("organization", "pk")
        self.fields["people"].label_from_instance = lambda person: f"{person.name}（{person.organization.name}）"
        self.initial.setdefault("people", list(self.obj.roster.values_list("person", flat=True)))

    @property
    def rows(self) -> list[dict]:
        leader = self.obj.chief_scientist_id
        return [
            {"person": person, "role": TeamRole.CHIEF_SCIENTIST if person.pk == leader else TeamRole.CORE}
            for person in self.cleaned_data["people"]
        ]


class AgreeForm(ActForm):
    agreement_number = forms.CharField(label=_("协议编号"), max_length=80)
    signed_on = forms.DateField(label=_("签订日期"), widget=forms.DateInput)
    upload = forms.FileField(
        label=_("组建协议"), required=False, help_text=_("PDF、OFD 或图片，不超过 50 MB；揭榜时不再重复上传。")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("signed_on", clock.today())


class DefectsForm(ActForm):
    defects = LinesField(label=_("补正清单"), help_text=_("一行一项，请一次写全。"))


class RegisterForm(ActForm):
    valid_from = forms.DateField(label=_("有效期起"), widget=forms.DateInput, required=False)
    valid_to = forms.DateField(
        label=_("有效期止"), widget=forms.DateInput, required=False, help_text=_("不填写的，自备案之日起三年。")
    )


class ChangeForm(ActForm):
    name = forms.CharField(label=_("名称"), max_length=200)
    chief_scientist = forms.ModelChoiceField(label=_("首席科学家"), queryset=Person.objects.none(), required=False)
    valid_to = forms.DateField(label=_("有效期止"), widget=forms.DateInput)
    reason = forms.CharField(label=_("变更理由"), widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(organization__in=queries.member_ids(self.obj))
        self.fields["chief_scientist"].queryset = people.order_by("organization", "pk")
        for name in ("name", "chief_scientist", "valid_to"):
            self.initial.setdefault(name, getattr(self.obj, f"{name}_id", None) or getattr(self.obj, name))


class PlatformForm(ActForm):
    name = forms.CharField(label=_("平台名称"), max_length=200)
    level = forms.ChoiceField(label=_("级别"), choices=PlatformLevel.choices)
    kind = forms.CharField(
        label=_("类型"), max_length=60, required=False, help_text=_("例如：全国重点实验室、技术创新中心。")
    )
    approved_by_name = forms.CharField(label=_("批准部门"), max_length=120, required=False)
    approved_year = forms.IntegerField(label=_("批准年度"), min_value=1950, max_value=2100, required=False)
    document_number = forms.CharField(label=_("批准文号"), max_length=80, required=False)
