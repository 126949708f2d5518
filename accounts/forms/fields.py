"""Fields and small forms that several pages share."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import DivisionLevel
from accounts.models import Division, User
from accounts.roles import DESCRIPTIONS

TAGS = ("高新技术企业", "科技型中小企业", "规模以上企业", "科技领军企业", "产业链龙头企业")

#: What core.passwords asks for, in one line.
PASSWORD_HINT = _("至少 8 个字符，不能只有数字，不能是常见密码，不能与用户名相近。")


class DateInput(forms.DateInput):
    input_type = "date"


class AskedLater:
    """A form some of whose fields make sense only after a check has objected: until then they are not on the page.

    What is posted for them counts all the same, so the answer can come with the first try.
    """

    asked_later: tuple[str, ...] = ()

    def is_asked(self, name: str) -> bool:
        field = self[name]
        return bool((self.is_bound and self.errors.get(name)) or field.value())

    def visible_fields(self):
        shown = super().visible_fields()
        return [one for one in shown if one.name not in self.asked_later or self.is_asked(one.name)]


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
        options.setdefault("widget", forms.Select(attrs={"data-divisions": _("盟市")}))
        super().__init__(queryset=Division.objects.order_by("code"), empty_label=_("请选择"), **options)


def free_username(name: str) -> str:
    """Somebody else's name is refused beside the field."""
    if User.objects.filter(username=name).exists():
        raise forms.ValidationError(_("该用户名已被使用，请换一个，例如加上单位简称。"))
    return name


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("理由"), widget=forms.Textarea)


class NoteForm(forms.Form):
    note = forms.CharField(label=_("审核意见"), widget=forms.Textarea, required=False)


class ReturnForm(forms.Form):
    defects = forms.CharField(
        label=_("需要补正的内容"), widget=forms.Textarea, help_text=_("请一次性列明全部内容，每行一条。")
    )

    def clean_defects(self):
        return [line.strip() for line in self.cleaned_data["defects"].splitlines() if line.strip()]


class PurposeForm(forms.Form):
    purpose = forms.CharField(label=_("查看用途"), max_length=200, help_text=_("查看人、时间和用途将留下记录。"))


def role_choices(roles) -> list[tuple[str, str]]:
    """Each role with its one line, so that nobody has to guess (C04)."""
    return [(role.value, f"{role.label}：{DESCRIPTIONS[role]}") for role in roles]
