"""Forms about bids, apart from the sections of a draft."""

from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.forms.fields import LinesField
from consortia.actions.eligibility import CORRECTABLE, LETTER_LIMIT_BYTES
from consortia.enums import ConsortiumState, RecommendationResult
from consortia.models import Consortium
from core.forms_uploads import UploadField
from core.pages import ActForm


class StartForm(forms.Form):
    consortium = forms.ModelChoiceField(label=_("创新联合体"), queryset=Consortium.objects.none())

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Consortium.objects.filter(lead=user.organization_id, state=ConsortiumState.REGISTERED)
        self.fields["consortium"].queryset = rows.order_by("name")
        self.fields["consortium"].help_text = _("只列出本单位牵头、备案有效的联合体。")
        if rows.count() == 1:
            self.initial.setdefault("consortium", rows.first().pk)


class PledgeForm(ActForm):
    agree = forms.BooleanField(label=_("我已阅读并同意上述承诺，知悉其与书面签字具有同等效力"))


class ReturnForm(ActForm):
    reason = forms.CharField(label=_("退回理由"), widget=forms.Textarea(attrs={"rows": 3}))


class SubmitForm(ActForm):
    sure = forms.BooleanField(label=_("已核对全部内容；提交后方案即密封，开标前任何人不能查看"))


class WithdrawForm(ActForm):
    reason = forms.CharField(
        label=_("理由"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        help_text=_("截止后放弃揭榜的，须写明理由。"),
    )


class DefectsForm(ActForm):
    defects = LinesField(label=_("补正清单"), help_text=_("一行一项；补正只有一次机会，请一次写全。"))
    days = forms.IntegerField(
        label=_("补正期限（工作日）"), min_value=3, max_value=7, initial=5, help_text=_("当日不计，到期日 24:00 止。")
    )


class CorrectForm(ActForm):
    """Form only; the attachments of a correction have a page of their own."""

    keywords = forms.CharField(label=_("关键词"), max_length=CORRECTABLE["keywords"], required=False)
    summary = forms.CharField(label=_("摘要"), max_length=CORRECTABLE["summary"], widget=forms.Textarea)
    public_summary = forms.CharField(
        label=_("公开摘要"), max_length=CORRECTABLE["public_summary"], widget=forms.Textarea
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.fields:
            self.initial.setdefault(name, getattr(self.obj, name))


class RecommendForm(ActForm):
    result = forms.ChoiceField(label=_("结论"), choices=RecommendationResult.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("理由"), widget=forms.Textarea(attrs={"rows": 2}), required=False)
    letter = UploadField(
        label=_("推荐函"), required=False, help_text=_("盖章扫描件，不超过 20 MB。"), limit_bytes=LETTER_LIMIT_BYTES
    )


class FindingForm(forms.Form):
    """One condition of the checklist. What the system cannot judge, or found false, starts unanswered."""

    code = forms.CharField(widget=forms.HiddenInput)
    is_passed = forms.ChoiceField(
        label=_("结论"),
        choices=[("", _("请选择")), ("yes", _("符合")), ("no", _("不符合"))],
        widget=forms.Select(attrs={"class": "form-select w-auto pe-5"}),
    )
    reason = forms.CharField(
        label=_("理由"), required=False, widget=forms.Textarea(attrs={"rows": 1, "class": "form-control"})
    )


FindingFormSet = forms.formset_factory(FindingForm, extra=0)
