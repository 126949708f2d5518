"""Forms about consortia and platforms; saving is the action's business."""

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.enums import OrganizationState
from accounts.forms.picks import AccountField, PersonField, UnitField
from accounts.models import Organization, Person, User
from accounts.queries import applicants_of, find_units, staying_people
from challenges.forms.fields import LinesField, ReasonForm
from challenges.models import Field, Programme
from consortia import queries, register
from consortia.actions.registration import FILE_LIMIT_BYTES
from consortia.enums import MembershipRole, MembershipState, PlatformLevel, TeamRole
from consortia.models import Consortium, Membership
from core import clock
from core.forms_money import MoneyField
from core.forms_pick import tidy
from core.forms_uploads import UploadField, bind_uploads
from core.pages import ActForm

__all__ = ["ReasonForm"]

MOST_PEOPLE = 200  # of one unit or one consortium
FILES = _("PDF、OFD 或图片，不超过 50 MB。")


def invitable() -> QuerySet[Organization]:
    """Units that may be asked to join: let in, and no part of the government."""
    return Organization.objects.filter(state=OrganizationState.ACTIVE).exclude(kind="GOVERNMENT").order_by("name")


def found_units(word: str, limit: int = 20) -> list[Organization]:
    """Units to invite, by the search that every form uses for units; none without a word."""
    word = tidy(word)
    return list(find_units(invitable(), word).select_related("division__parent")[:limit]) if word else []


class ConsortiumFields(forms.Form):
    """What a consortium is for."""

    name = forms.CharField(
        label=_("联合体名称"),
        max_length=200,
        help_text=_("建议以“牵头单位或领域 + 创新联合体”命名，不得与已有的重名。"),
    )
    programme = forms.ModelChoiceField(
        label=_("示范工程"),
        queryset=Programme.objects.filter(is_active=True).order_by("name"),
        required=False,
        empty_label=_("暂不确定"),
        help_text=_("决定由哪个处室审核备案。"),
    )
    field = forms.ModelChoiceField(
        label=_("领域"),
        queryset=Field.objects.select_related("programme").order_by("programme", "position"),
        required=False,
        empty_label=_("暂不确定"),
    )
    chief_scientist = PersonField(
        Person.objects.none(),
        label=_("首席科学家"),
        required=False,
        help_text=_("输入姓名，从各单位在职人员中选定；不限学历和职称，可在成员单位加入后再确定。"),
    )
    goals = forms.CharField(label=_("建设目标"), widget=forms.Textarea, required=False, max_length=4000)
    benefit_terms = forms.CharField(
        label=_("知识产权与利益分配"), widget=forms.Textarea, required=False, max_length=4000
    )

    def clean(self):
        cleaned = super().clean()
        field, programme = cleaned.get("field"), cleaned.get("programme")
        if field and programme and field.programme_id != programme.pk:
            self.add_error("field", _("该领域不属于所选的示范工程。"))
        name = (cleaned.get("name") or "").strip()
        if name and Consortium.objects.filter(name=name).exclude(pk=self.own_pk).exists():
            self.add_error("name", _("已有同名的联合体，请更换名称。"))
        return cleaned

    own_pk = None

    def offer_people(self, people: QuerySet[Person]) -> None:
        self.fields["chief_scientist"].queryset = people


class NewConsortiumForm(ConsortiumFields):
    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer_people(staying_people(user.organization_id).select_related("organization"))


class EditConsortiumForm(ConsortiumFields):
    def __init__(self, *args, obj=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.own_pk = obj.pk
        self.offer_people(people_of(obj))


def people_of(consortium: Consortium) -> QuerySet[Person]:
    """Whoever works at a unit that takes part."""
    units = consortium.memberships.filter(state__in=register.TAKING_PART).values("organization")
    people = Person.objects.filter(organization__in=units, left_on__isnull=True)
    return people.select_related("organization").order_by("organization", "name", "pk")


class InviteForm(ActForm):
    organization = UnitField(Organization.objects.none(), label=_("单位"))
    tasks = forms.CharField(
        label=_("拟请承担的任务"), widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=2000
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organization"].queryset = invitable()


class MemberForm(ActForm):
    """Names one membership of the consortium; shown as a button in the row it is about."""

    membership = forms.ModelChoiceField(
        queryset=Membership.objects.none(), widget=forms.HiddenInput, label=_("成员单位")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["membership"].queryset = self.obj.memberships.select_related("organization__division", "consortium")


class RemoveForm(MemberForm):
    reason = forms.CharField(label=_("理由"), max_length=500)


class TermsFields(ActForm):
    """What a unit takes on."""

    tasks = forms.CharField(
        label=_("任务分工"), widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=2000
    )
    share_percent = forms.IntegerField(
        label=_("任务份额（%）"),
        min_value=0,
        max_value=100,
        required=False,
        help_text=_("按协议约定填写，各单位合计 100。"),
    )
    self_fund_commitment_fen = MoneyField(
        label=_("自筹承诺"), required=False, help_text=_("本单位为联合体承担的自筹经费，没有的填 0。")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # A unit may say yes first and write its part later; without it nothing is filed.
        self.fields["tasks"].mark = _("报备案前须填写")

    def clean_self_fund_commitment_fen(self):
        return self.cleaned_data["self_fund_commitment_fen"] or 0


class ConfirmForm(TermsFields):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        own = self.obj.memberships.filter(organization=self.user.organization_id).first()
        if own is not None:
            for name in ("tasks", "share_percent", "self_fund_commitment_fen"):
                self.initial.setdefault(name, getattr(own, name))


class PartForm(TermsFields):
    """A unit's whole part on one page: terms and people."""

    people = PersonField(
        Person.objects.none(),
        label=_("参加的研发人员"),
        several=True,
        most=MOST_PEOPLE,
        required=False,
        help_text=_("输入姓名，逐人添加；只能是本单位在职人员，未登记的请先登记。"),
    )

    def __init__(self, *args, obj: Membership, locks_terms: bool = False, locks_people: bool = False, **kwargs):
        super().__init__(*args, obj=obj, **kwargs)
        self.fields["people"].queryset = staying_people(obj.organization_id)
        if locks_people or not self.fields["people"].queryset.exists():
            del self.fields["people"]
        if locks_terms:
            for name in ("tasks", "share_percent", "self_fund_commitment_fen"):
                del self.fields[name]

    def clean(self):
        cleaned = super().clean()
        if self.data.get("then") == "confirm" and not cleaned.get("tasks", "").strip() and "tasks" in self.fields:
            self.add_error("tasks", _("确认加入前请填写本单位承担的任务。"))
        return cleaned


class SignForm(ActForm):
    agrees = forms.BooleanField(label=_("本单位已阅读并同意组建协议全文，此项签署与盖章具有同等约束力。"))
    upload = UploadField(label=_("本单位盖章页扫描件"), required=False, help_text=FILES, limit_bytes=FILE_LIMIT_BYTES)


class RosterForm(ActForm):
    people = PersonField(
        Person.objects.none(),
        label=_("研发团队"),
        several=True,
        most=MOST_PEOPLE,
        required=False,
        help_text=_("输入姓名，可加单位，逐人添加；未登记的请由其单位先登记。"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = people_of(self.obj)
        self.initial.setdefault("people", list(self.obj.roster.values_list("person", flat=True)))


def roster_rows(consortium: Consortium, people) -> list[dict]:
    """The people with their roles: the chief scientist is one, everybody else keeps what stood there before."""
    chief = consortium.chief_scientist_id
    known = dict(consortium.roster.values_list("person", "role"))
    return [
        {
            "person": one,
            "role": TeamRole.CHIEF_SCIENTIST if one.pk == chief else known.get(one.pk, TeamRole.CORE),
        }
        for one in people
    ]


class AgreementForm(ActForm):
    upload = UploadField(label=_("协议文本"), help_text=FILES, limit_bytes=FILE_LIMIT_BYTES)


class AgreeForm(ActForm):
    agreement_number = forms.CharField(label=_("协议编号"), max_length=80)
    signed_on = forms.DateField(label=_("签订日期"), widget=forms.DateInput)
    upload = UploadField(
        limit_bytes=FILE_LIMIT_BYTES,
        label=_("各方盖章的协议扫描件"),
        required=False,
        help_text=_("各单位已在系统中逐一签署的可不上传；线下签订的请上传。PDF、OFD 或图片，不超过 50 MB。"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("signed_on", self.obj.signed_on or clock.today())
        self.initial.setdefault("agreement_number", self.obj.agreement_number)


class DefectsForm(ActForm):
    defects = LinesField(label=_("补正清单"), help_text=_("一行一项，请一次写全。"))


class NoteForm(ActForm):
    note = forms.CharField(label=_("意见"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class RegisterForm(ActForm):
    valid_from = forms.DateField(label=_("有效期起"), widget=forms.DateInput, required=False)
    valid_to = forms.DateField(
        label=_("有效期止"), widget=forms.DateInput, required=False, help_text=_("不填写的，自备案之日起三年。")
    )

    def clean(self):
        cleaned = super().clean()
        start, end = cleaned.get("valid_from"), cleaned.get("valid_to")
        if start and end and end < start:
            self.add_error("valid_to", _("有效期止不能早于有效期起。"))
        return cleaned


class ChangeForm(ActForm):
    """The office corrects an entry."""

    name = forms.CharField(label=_("名称"), max_length=200)
    chief_scientist = PersonField(Person.objects.none(), label=_("首席科学家"), required=False)
    valid_to = forms.DateField(label=_("有效期止"), widget=forms.DateInput)
    reason = forms.CharField(label=_("变更理由"), widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        people = Person.objects.filter(organization__in=queries.member_ids(self.obj))
        self.fields["chief_scientist"].queryset = people
        for name in ("name", "chief_scientist", "valid_to"):
            self.initial.setdefault(name, getattr(self.obj, f"{name}_id", None) or getattr(self.obj, name))


class AskChangeForm(ConsortiumFields):
    """The lead asks for a change of the entry; who shall come is invited on the page of invitations."""

    removals = forms.ModelMultipleChoiceField(
        label=_("退出的成员单位"),
        queryset=Membership.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("新增成员请先“邀请成员单位”，由其确认后随本次变更生效。"),
    )
    upload = UploadField(label=_("补充协议或证明"), required=False, help_text=FILES, limit_bytes=FILE_LIMIT_BYTES)
    reason = forms.CharField(label=_("变更理由"), widget=forms.Textarea(attrs={"rows": 3}), max_length=1000)

    def __init__(self, *args, obj, user, **kwargs):
        super().__init__(*args, **kwargs)
        bind_uploads(self, by=user, obj=obj)
        self.own_pk = obj.pk
        self.offer_people(people_of(obj))
        del self.fields["programme"]
        fields = Field.objects.order_by("position", "pk")
        self.fields["field"].queryset = fields.filter(programme=obj.programme_id) if obj.programme_id else fields
        members = obj.memberships.filter(state=MembershipState.CONFIRMED, role=MembershipRole.MEMBER)
        self.fields["removals"].queryset = members.select_related("organization").order_by("pk")
        self.fields["removals"].label_from_instance = lambda one: one.organization.name
        if not members.exists():
            del self.fields["removals"]


class PlatformForm(ActForm):
    name = forms.CharField(label=_("平台名称"), max_length=200, help_text=_("与批准文件一致。"))
    level = forms.ChoiceField(label=_("级别"), choices=[("", _("请选择")), *PlatformLevel.choices])
    kind = forms.CharField(
        label=_("类型"), max_length=60, required=False, help_text=_("例如：全国重点实验室、技术创新中心。")
    )
    approved_by_name = forms.CharField(label=_("批准部门"), max_length=120, required=False)
    approved_year = forms.IntegerField(label=_("批准年度"), min_value=1950, max_value=2100, required=False)
    document_number = forms.CharField(label=_("批准文号"), max_length=80, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.obj is not None and getattr(self.obj, "approved_by_name", None) is not None:
            self.initial = {name: getattr(self.obj, name) for name in self.fields}


class EndPlatformForm(ActForm):
    on = forms.DateField(label=_("撤销日期"), widget=forms.DateInput, initial=clock.today)
    reason = forms.CharField(label=_("撤销原因"), max_length=200)


class HandOverForm(ActForm):
    successor = AccountField(
        User.objects.none(),
        label=_("接手人"),
        help_text=_("输入姓名或用户名。须是本单位在用的申报人账号；没有合适的，请先开设账号或授权。"),
    )
    reason = forms.CharField(label=_("交接原因"), max_length=300, help_text=_("例如：离职、岗位调整、休假。"))
    closes_account = forms.BooleanField(
        label=_("同时停用其账号"), required=False, help_text=_("勾选后原申报人立即不能登录；其办理记录保留。")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = applicants_of(self.obj.organization_id, clock.today()).exclude(pk=self.obj.pk)
        self.fields["successor"].queryset = rows
        self.fields["successor"].label_from_instance = lambda user: f"{user}（{user.username}）"
