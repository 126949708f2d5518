"""Forms of units: registration, correction, code, bank account."""

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _

from accounts.actions.organizations import taken_sentence
from accounts.enums import OrganizationKind
from accounts.forms.fields import PASSWORD_HINT, TAGS, AskedLater, DateInput, DivisionField, free_username
from accounts.models import User
from accounts.queries import holder_of
from core.identifiers import normalise_uscc, uscc_warnings
from core.pages import ActForm


class OrganizationFields(AskedLater, forms.Form):
    """What a unit says about itself."""

    asked_later = ("uscc_reason",)

    name = forms.CharField(label=_("单位名称"), max_length=200)
    uscc = forms.CharField(
        label=_("统一社会信用代码"), max_length=30, help_text=_("18 位；空格、小写和全角字符会自动规范。")
    )
    uscc_reason = forms.CharField(
        label=_("代码校验说明"),
        max_length=200,
        required=False,
        help_text=_("代码核对无误的，写明理由后可继续提交，例如“旧码，换证中”。"),
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

    own_code = ""

    def clean(self):
        """A doubtful code is a warning: a reason lets it pass (appendix D). A code that is taken says where (all at once)."""
        cleaned = super().clean()
        code = normalise_uscc(cleaned.get("uscc") or "")
        if not code or code == self.own_code:
            return cleaned
        taken = holder_of(code)
        if taken is not None:
            self.add_error("uscc", taken_sentence(taken, code))
        elif len(code) > 18:
            self.add_error("uscc", _("统一社会信用代码为 18 位，现为 %(count)d 位，请核对。") % {"count": len(code)})
        elif (warnings := uscc_warnings(code)) and not cleaned.get("uscc_reason", "").strip():
            self.add_error("uscc", "".join(warnings))
            self.add_error("uscc_reason", _("请先核对代码；核对无误的，请在此写明理由后再次提交。"))
        return cleaned


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
        label=_("密码"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        help_text=PASSWORD_HINT,
    )
    again = forms.CharField(
        label=_("再输一次密码"), widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}), strip=False
    )

    def clean_username(self):
        return free_username(self.cleaned_data["username"])

    def clean_password(self):
        holder = User(username=self.cleaned_data.get("username", ""), email=self.cleaned_data.get("contact_email", ""))
        password_validation.validate_password(self.cleaned_data["password"], holder)
        return self.cleaned_data["password"]

    def clean(self):
        cleaned = super().clean()
        again = cleaned.pop("again", None)
        if again is not None and cleaned.get("password") and again != cleaned["password"]:
            self.add_error("again", _("两次输入的密码不一致。"))
        return cleaned


class CorrectOrganizationForm(OrganizationFields):
    """A returned registration with what was written before; saving hands it in again."""

    def __init__(self, *args, obj=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.own_code = obj.uscc
        if obj.uscc_reason == "":
            self.fields["uscc_reason"].required = False


class ReplaceCodeForm(ActForm):
    uscc = forms.CharField(label=_("新的统一社会信用代码"), max_length=30)
    uscc_reason = forms.CharField(
        label=_("代码校验说明"), max_length=200, required=False, help_text=_("仅在新代码未通过校验时填写。")
    )
    reason = forms.CharField(label=_("更换依据"), max_length=200, help_text=_("例如：与某单位合并、换发营业执照。"))


class EditOrganizationForm(OrganizationFields, ActForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.own_code = self.obj.uscc
        self.initial = {name: getattr(self.obj, name) for name in self.fields} | {"division": self.obj.division_id}
        if self.obj.state not in {"PENDING", "RETURNED"}:
            del self.fields["uscc"], self.fields["uscc_reason"]


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
