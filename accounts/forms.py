"""Forms of sign-in, units, people, accounts and records."""

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _

from accounts.enums import DivisionLevel, IdentityKind, IntegrityLevel, OrganizationKind, Role
from accounts.models import Division, Grant, Office, Organization, Person
from accounts.roles import DESCRIPTIONS, GRANTED_BY_UNIT
from core.identifiers import orcid_warnings, resident_id_warnings
from core.pages import ActForm

TAGS = ("高新技术企业", "科技型中小企业", "规模以上企业", "科技领军企业", "产业链龙头企业")


class DateInput(forms.DateInput):
    input_type = "date"


class GroupedDivisions(forms.models.ModelChoiceIterator):
    """Divisions grouped by prefecture; places outside the region come last."""

    def __iter__(self):
        groups: dict[str, list] = {}
        prefectures: dict[int, str] = {}
        outside = []
        for division in self.queryset.all():
            if not division.is_local:
                outside.append(self.choice(division))
                continue
            if division.level == DivisionLevel.PREFECTURE:
                prefectures[division.pk] = division.name
            label = prefectures.get(division.pk) or prefectures.get(division.parent_id) or str(_("自治区本级"))
            groups.setdefault(label, []).append(self.choice(division))
        yield ("", self.field.empty_label)
        yield from groups.items()
        if outside:
            yield (str(_("区外")), outside)


class DivisionField(forms.ModelChoiceField):
    """A division of the country, asked for once a page."""

    iterator = GroupedDivisions

    def __init__(self, **options):
        super().__init__(queryset=Division.objects.order_by("code"), empty_label=_("请选择"), **options)


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("用户名或密码不正确，请核对后重新输入；连续 5 次错误将锁定 30 分钟。"),
        "inactive": _("该账号已停用，请联系本单位管理员。"),
    }

    def __init__(self, *args, shows_password: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("用户名")
        self.fields["password"].label = _("密码")
        self.fields["password"].widget.render_value = shows_password  # demo accounts are filled in by a link


class PasswordForm(forms.Form):
    """The holder changes his own password."""

    old = forms.CharField(
        label=_("原密码"), widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}), strip=False
    )
    new = forms.CharField(
        label=_("新密码"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("至少 8 个字符，不能只有数字，不能与用户名相近。"),
        strip=False,
    )
    again = forms.CharField(
        label=_("再输一次新密码"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )

    def __init__(self, *args, user=None, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_old(self):
        if not self.user.check_password(self.cleaned_data["old"]):
            raise forms.ValidationError(_("原密码不正确。"))
        return self.cleaned_data["old"]

    def clean_new(self):
        password_validation.validate_password(self.cleaned_data["new"], self.user)
        return self.cleaned_data["new"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("new") and cleaned.get("again") and cleaned["new"] != cleaned["again"]:
            self.add_error("again", _("两次输入的新密码不一致。"))
        return cleaned


class OrganizationFields(forms.Form):
    """What a unit says about itself."""

    name = forms.CharField(label=_("单位名称"), max_length=200)
    uscc = forms.CharField(
        label=_("统一社会信用代码"), max_length=30, help_text=_("18 位；空格、小写和全角字符会自动规范。")
    )
    uscc_reason = forms.CharField(
        label=_("代码校验说明"),
        max_length=200,
        required=False,
        help_text=_("代码未通过校验但核对无误时填写，例如“合并前旧码，换证中”。"),
    )
    kind = forms.ChoiceField(label=_("单位类型"), choices=[("", _("请选择")), *OrganizationKind.choices])
    division = DivisionField(
        label=_("登记地"), help_text=_("区内单位由登记地盟市科技局归口管理，区外单位由科技厅审核。")
    )
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    established_on = forms.DateField(
        label=_("成立日期"), required=False, widget=DateInput(), help_text=_("仅供了解，揭榜不设注册时间门槛。")
    )
    tags = forms.MultipleChoiceField(
        label=_("企业标签"),
        choices=[(tag, tag) for tag in TAGS],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    legal_representative = forms.CharField(label=_("法定代表人"), max_length=60, required=False)
    contact_name = forms.CharField(label=_("联系人"), max_length=60)
    contact_phone = forms.CharField(label=_("联系电话"), max_length=40)


class RegisterForm(OrganizationFields):
    """A visitor registers a unit and chooses the account of its future administrator."""

    contact_email = forms.EmailField(label=_("联系邮箱"), required=False)
    username = forms.CharField(
        label=_("管理员用户名"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        help_text=_("审核通过后，该账号成为本单位的管理员账号。"),
    )
    password = forms.CharField(
        label=_("密码"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )
    again = forms.CharField(
        label=_("再输一次密码"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )

    def clean_password(self):
        password_validation.validate_password(self.cleaned_data["password"])
        return self.cleaned_data["password"]

    def clean(self):
        cleaned = super().clean()
        again = cleaned.pop("again", None)
        if again is not None and cleaned.get("password") and again != cleaned["password"]:
            self.add_error("again", _("两次输入的密码不一致。"))
        return cleaned


class EditOrganizationForm(OrganizationFields, ActForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(self.obj, name) for name in self.fields} | {"division": self.obj.division_id}
        if self.obj.state not in {"PENDING", "RETURNED"}:
            del self.fields["uscc"], self.fields["uscc_reason"]


class NoteForm(forms.Form):
    note = forms.CharField(label=_("审核意见"), widget=forms.Textarea, required=False)


class ReturnForm(forms.Form):
    defects = forms.CharField(
        label=_("需要补正的内容"), widget=forms.Textarea, help_text=_("请一次性列明全部内容，每行一条。")
    )

    def clean_defects(self):
        return [line.strip() for line in self.cleaned_data["defects"].splitlines() if line.strip()]


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("理由"), widget=forms.Textarea)


class BankForm(ActForm):
    bank_name = forms.CharField(label=_("开户银行"), max_length=120)
    account_name = forms.CharField(label=_("开户名"), max_length=120)
    account = forms.CharField(label=_("银行账号"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    has_consent = forms.BooleanField(
        label=_("同意将银行账户用于拨付项目经费；账户加密保存，仅财务和审计人员可查看，每次查看均留有记录。")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = {"bank_name": self.obj.bank_name, "account_name": self.obj.bank_account_name or self.obj.name}


class PurposeForm(forms.Form):
    purpose = forms.CharField(label=_("查看用途"), max_length=200, help_text=_("查看人、时间和用途将留下记录。"))


class ProfileForm(forms.Form):
    """What a person keeps up to date."""

    title = forms.CharField(label=_("职称"), max_length=40, required=False, help_text=_("仅供了解，揭榜不设职称门槛。"))
    degree = forms.CharField(label=_("学历学位"), max_length=40, required=False)
    research_fields = forms.CharField(label=_("研究领域"), max_length=200, required=False)
    orcid = forms.CharField(label="ORCID", max_length=19, required=False)
    phone = forms.CharField(label=_("手机"), max_length=40, required=False)
    email = forms.EmailField(label=_("邮箱"), required=False)

    def clean_orcid(self):
        orcid = self.cleaned_data["orcid"].strip()
        if orcid and (found := orcid_warnings(orcid)):
            raise forms.ValidationError(found[0])
        return orcid


class EditPersonForm(ProfileForm, ActForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial = {name: getattr(self.obj, name) for name in self.fields}


class PersonForm(ProfileForm):
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
    field_order = ("name", "identity_kind", "identity_number", "is_checked", "birth_year", "employed_since")

    def clean(self):
        cleaned = super().clean()
        is_checked = cleaned.pop("is_checked", False)
        number = cleaned.get("identity_number", "")
        if number and cleaned.get("identity_kind") == IdentityKind.RESIDENT and not is_checked:
            for warning in resident_id_warnings(number):
                self.add_error("identity_number", warning)
        return cleaned


class MovePersonForm(forms.Form):
    organization = forms.ModelChoiceField(
        label=_("调入单位"), queryset=Organization.objects.filter(state="ACTIVE").order_by("name")
    )
    on = forms.DateField(label=_("调动日期"), widget=DateInput())


class AddUserForm(forms.Form):
    """An account for a person of a unit; the department's own accounts also name an office or a jurisdiction."""

    person = forms.ModelChoiceField(label=_("人员"), queryset=Person.objects.none(), empty_label=_("请选择"))
    username = forms.CharField(label=_("用户名"), max_length=150, validators=[UnicodeUsernameValidator()])
    password = forms.CharField(
        label=_("初始密码"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False,
        help_text=_("请当面告知本人，并提醒其登录后立即修改。"),
    )  # fmt: skip
    roles = forms.MultipleChoiceField(label=_("角色"), widget=forms.CheckboxSelectMultiple)
    office = forms.ModelChoiceField(
        label=_("处室"), queryset=Office.objects.order_by("pk"), required=False, empty_label=_("不属于处室")
    )
    division = forms.ModelChoiceField(
        label=_("辖区"),
        queryset=Division.objects.filter(reports_directly=True).order_by("code"),
        required=False,
        empty_label=_("不是盟市科技局"),
    )

    def __init__(self, *args, organization=None, is_sysadmin=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = organization.people.order_by("name", "pk")
        self.fields["roles"].choices = role_choices(Role if is_sysadmin else GRANTED_BY_UNIT)
        if not is_sysadmin:
            del self.fields["office"], self.fields["division"]

    def clean_password(self):
        password_validation.validate_password(self.cleaned_data["password"])
        return self.cleaned_data["password"]

    def clean_roles(self):
        return tuple(self.cleaned_data["roles"])


def role_choices(roles) -> list[tuple[str, str]]:
    """Each role with its one line, so that nobody has to guess (C04)."""
    return [(role.value, f"{role.label}：{DESCRIPTIONS[role]}") for role in roles]


class GrantForm(ActForm):
    role = forms.ChoiceField(label=_("角色"))
    valid_from = forms.DateField(label=_("生效日期"), required=False, widget=DateInput(), help_text=_("不填为今天。"))
    valid_to = forms.DateField(
        label=_("失效日期"), required=False, widget=DateInput(), help_text=_("含当日；不填为长期。")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        roles = Role if self.user.has_role(Role.SYSADMIN) else GRANTED_BY_UNIT
        self.fields["role"].choices = role_choices(roles)


class RevokeForm(ActForm):
    grant = forms.ModelChoiceField(label=_("授权"), queryset=Grant.objects.none(), empty_label=_("请选择"))
    reason = forms.CharField(label=_("理由"), max_length=200, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["grant"].queryset = self.obj.grants.filter(revoked_at__isnull=True).order_by("pk")
        self.fields["grant"].label_from_instance = lambda grant: grant.get_role_display()


class ResetPasswordForm(ActForm):
    password = forms.CharField(
        label=_("新密码"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )

    def clean_password(self):
        password_validation.validate_password(self.cleaned_data["password"], self.obj)
        return self.cleaned_data["password"]


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
