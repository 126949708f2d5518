"""Experts and their interests."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.picks import PersonField, UnitField
from accounts.models import Organization, Person
from accounts.roles import READERS
from challenges.forms.picks import ChallengeField
from challenges.queries import challenges_for
from core.forms_plain import DateInput, text_area
from core.pages import ActForm
from reviews.enums import ConflictKind, ExpertKind
from reviews.forms.picks import ExpertField
from reviews.models import Expert
from reviews.queries import interests

DECLARED_KINDS = [(kind, ConflictKind(kind).label) for kind in ("EMPLOYER", "KINSHIP", "COOPERATION", "INTEREST")]


class SpecialtiesField(forms.CharField):
    """Words with blanks or commas between them."""

    def to_python(self, value):
        text = super().to_python(value)
        for sign in "，、；,;\n":
            text = text.replace(sign, " ")
        return text.split()

    def prepare_value(self, value):
        return "、".join(value) if isinstance(value, list) else value


class AdmitForm(forms.Form):
    person = PersonField(
        Person.objects.filter(expert__isnull=True),
        label=_("人员"),
        help_text=_("输入姓名，可加单位，例如：张三 农业大学。已入库的不再列出；查不到的，请先登记人员。"),
    )
    kind = forms.ChoiceField(label=_("类别"), choices=ExpertKind.choices)
    specialties = SpecialtiesField(
        label=_("专业领域"), required=False, help_text=_("用顿号隔开，例如：草种业、分子育种。")
    )
    verified_on = forms.DateField(label=_("核验日期"), required=False, widget=DateInput())


class EditForm(ActForm):
    kind = forms.ChoiceField(label=_("类别"), choices=ExpertKind.choices)
    specialties = SpecialtiesField(label=_("专业领域"), required=False)
    verified_on = forms.DateField(label=_("核验日期"), required=False, widget=DateInput())

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.fields[name].initial = getattr(self.obj, name)


class ConflictForm(ActForm):
    kind = forms.ChoiceField(label=_("种类"), choices=DECLARED_KINDS)
    organization = UnitField(label=_("涉及单位"), required=False)
    challenge = ChallengeField(label=_("涉及榜单"), required=False)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)
    until = forms.DateField(label=_("有效至"), required=False, widget=DateInput(), help_text=_("不填为长期有效。"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # An expert looks among what he may see: drafts of challenges and units that wait for approval are not his.
        self.fields["challenge"].queryset = challenges_for(self.user)
        if not self.user.has_role(*READERS):
            self.fields["organization"].queryset = Organization.objects.filter(state="ACTIVE")

    def clean(self):
        data = super().clean()
        if not data.get("organization") and not data.get("challenge"):
            self.add_error("organization", _("请选择涉及的单位或榜单。"))
        return data


class RequestForm(ActForm):
    """A bidding unit's written request; the object is the challenge."""

    organization = forms.ModelChoiceField(Organization.objects.none(), label=_("申请单位"), empty_label=_("请选择"))
    experts = ExpertField(
        Expert.objects.all(),
        label=_("申请回避的专家"),
        help_text=_("每个单位最多三名。输入姓名，可加单位。"),
        several=True,
    )
    note = text_area(_("书面申请的理由"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        units = Organization.objects.filter(pk__in=interests(self.obj).organizations).order_by("name")
        self.fields["organization"].queryset = units
