"""Forms of sign-in, accounts and roles."""

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.forms.fields import PASSWORD_HINT, AskedLater, DateInput, free_username, role_choices
from accounts.forms.picks import PersonField
from accounts.models import Division, Grant, Office, Person, User
from accounts.queries import staying_people
from accounts.roles import GRANTED_BY_UNIT
from core.pages import ActForm


class SignInForm(AuthenticationForm):
    error_messages = {
        "invalid_login": _("用户名或密码不正确，请核对后重新输入；连续 5 次错误将锁定 30 分钟。"),
        "inactive": _("该账号已停用，请联系本单位管理员。"),
    }

    def __init__(self, *args, shows_password: bool = False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["username"].label = _("用户名")
        # What is longer is nobody's name, and longer than what the lock against guessing can write down.
        self.fields["username"].validators.append(MaxLengthValidator(User._meta.get_field("username").max_length))
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
        help_text=PASSWORD_HINT,
        strip=False,
    )
    again = forms.CharField(
        label=_("再输一次新密码"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )

    def __init__(self, *args, user=None, **kwargs):
        self.user = user
        super().__init__(*args, **kwargs)
        if user.must_choose_password:
            self.fields["old"].label = _("现在的密码")
            self.fields["old"].help_text = _("刚才登录时用的、由他人告知的密码。")

    def clean_old(self):
        if not self.user.check_password(self.cleaned_data["old"]):
            raise forms.ValidationError(_("%(label)s不正确。") % {"label": self.fields["old"].label})
        return self.cleaned_data["old"]

    def clean_new(self):
        password_validation.validate_password(self.cleaned_data["new"], self.user)
        if self.user.check_password(self.cleaned_data["new"]):
            raise forms.ValidationError(_("新密码不能与现在的密码相同。"))
        return self.cleaned_data["new"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("new") and cleaned.get("again") and cleaned["new"] != cleaned["again"]:
            self.add_error("again", _("两次输入的新密码不一致。"))
        return cleaned


class AddUserForm(AskedLater, forms.Form):
    """An account for a person of a unit; the department's own accounts also name an office or a jurisdiction."""

    asked_later = ("is_second",)

    person = PersonField(Person.objects.none(), label=_("人员"), help_text=_("输入姓名。没有的，请先登记人员。"))
    username = forms.CharField(label=_("用户名"), max_length=150, validators=[UnicodeUsernameValidator()])
    password = forms.CharField(
        label=_("初始密码"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False,
        help_text=_("请当面告知本人；本人首次登录时须先改为自己的密码。"),
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

    is_second = forms.BooleanField(
        label=_("该人员已有账号，确需另开一个"),
        required=False,
        help_text=_("一人一般只用一个账号；单位管理员兼任申报人的，须分设两个账号。"),
    )

    def __init__(self, *args, organization=None, is_sysadmin=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = staying_people(organization)
        self.order_fields(["person", "is_second"])
        self.fields["roles"].choices = role_choices(Role if is_sysadmin else GRANTED_BY_UNIT)
        if not is_sysadmin:
            del self.fields["office"], self.fields["division"]

    def clean_password(self):
        holder = User(username=self.cleaned_data.get("username", ""))
        password_validation.validate_password(self.cleaned_data["password"], holder)
        return self.cleaned_data["password"]

    def clean_roles(self):
        return tuple(self.cleaned_data["roles"])

    def clean_username(self):
        return free_username(self.cleaned_data["username"])

    def clean(self):
        cleaned = super().clean()
        is_second, person = cleaned.pop("is_second", False), cleaned.get("person")
        held = list(person.users.filter(is_active=True).order_by("pk")) if person and not is_second else []
        if held:
            names = "、".join(user.username for user in held)
            sentence = _("%(name)s已有账号 %(names)s；可直接在该账号上授权，确需另开的请勾选。")
            self.add_error("is_second", sentence % {"name": person.name, "names": names})
        return cleaned


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


class OfGrantForm(ActForm):
    """About one of the grants in force of an account."""

    grant = forms.ModelChoiceField(label=_("授权"), queryset=Grant.objects.none(), empty_label=_("请选择"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["grant"].queryset = self.obj.grants.filter(revoked_at__isnull=True).order_by("pk")
        self.fields["grant"].label_from_instance = lambda grant: grant.get_role_display()


class RenewForm(OfGrantForm):
    valid_to = forms.DateField(
        label=_("失效日期"), required=False, widget=DateInput(), help_text=_("含当日；不填为长期。")
    )


class RevokeForm(OfGrantForm):
    reason = forms.CharField(label=_("理由"), max_length=200, required=False)


class ResetPasswordForm(ActForm):
    password = forms.CharField(
        label=_("新密码"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )

    def clean_password(self):
        password_validation.validate_password(self.cleaned_data["password"], self.obj)
        return self.cleaned_data["password"]
