"""Forms of corrections, matchmaking, clues and evidence."""

from django import forms
from django.utils.translation import gettext_lazy as _

from challenges import checks
from challenges.forms.fields import ColumnForm, DocumentField
from challenges.forms.notices import OfNoticeForm
from challenges.models import Challenge, Matchmaking, NoticeItem
from core.pages import ActForm


class PublishBatchForm(ActForm):
    """Everything that is ready is ticked; what is not ready is listed with its reason, and stays behind."""

    challenges = forms.ModelMultipleChoiceField(
        label=_("随本批发布的榜单"), queryset=Challenge.objects.none(), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选择一项；没有可发布的榜单时，请先办完核对表中的事项。")},
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        found = checks.readiness(self.obj, by=self.user)
        ready = [row.pk for row, why in found if not why]
        kept = [f"{row.code}：{why}" for row, why in found if why]
        self.fields["challenges"].queryset = Challenge.objects.filter(pk__in=ready).order_by("code")
        self.fields["challenges"].initial = ready
        if kept:
            self.fields["challenges"].help_text = _("%(count)s 项留待后续批次——%(rows)s") % {
                "count": len(kept), "rows": " ".join(kept)
            }  # fmt: skip

    def clean_challenges(self):
        return list(self.cleaned_data["challenges"])


class CorrectionForm(forms.Form):
    """Every passage that may be corrected, as it stands; whatever is changed becomes a line of the notice."""

    reason = forms.CharField(label=_("更正原因（将公开）"), widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args, passages, **kwargs):
        super().__init__(*args, **kwargs)
        for (_key, name), one in zip(self.names(passages), passages, strict=True):
            is_long = len(one.was) > 40 or "\n" in one.was or one.key in {"bottleneck", "objective", "content"}
            widget = forms.Textarea(attrs={"rows": 3}) if is_long else forms.TextInput()
            # Browsers send \r\n: compared with what is stored it would look like a change.
            passage = _Passage(label=one.label, initial=one.was, required=bool(one.was), widget=widget)
            passage.mark = ""  # it is filled in already: neither asked for nor left to choice
            passage.error_messages["required"] = _("已公布的内容只能更正，不能清空。")
            self.fields[name] = passage
        self.order_fields([*(name for _key, name in self.names(passages)), "reason"])

    @staticmethod
    def names(passages) -> list[tuple[str, str]]:
        return [(one.key, one.key.replace(":", "-")) for one in passages]


class _Passage(forms.CharField):
    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class PlanMatchmakingForm(ColumnForm):
    model = Matchmaking
    names = ("title", "held_on", "hours", "place", "introduction", "sign_up_ends_at", "capacity")
    needed = ("title", "held_on", "place")
    helps = {
        "hours": _("例如 9:00—11:30。"),
        "sign_up_ends_at": _("北京时间；留空则到活动当天 24:00，不便于准备的请填早一些。"),
        "capacity": _("单位数；不限时留空。"),
    }


class ReportMatchmakingForm(ActForm):
    summary = forms.CharField(label=_("对接情况（将公开）"), widget=forms.Textarea(attrs={"rows": 4}))
    came = forms.ModelMultipleChoiceField(
        label=_("到会单位"), queryset=None, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        units = self.obj.sign_ups.filter(cancelled_at=None).values("organization")
        model = self.obj.organizations.model
        self.fields["came"].queryset = model.objects.filter(pk__in=units).order_by("name")


class SignUpForm(ActForm):
    contact_name = forms.CharField(label=_("联系人"), max_length=60)
    contact_phone = forms.CharField(label=_("联系电话"), max_length=40, help_text=_("只有主管处室能看到。"))
    wish = forms.CharField(
        label=_("对接意向"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("想对接哪项榜单、能提供或需要什么；请勿写入技术秘密。"),
    )  # fmt: skip


class ClueForm(OfNoticeForm):
    item = forms.ModelChoiceField(
        label=_("涉及的条目"), queryset=NoticeItem.objects.none(), required=False, empty_label=_("不针对某一条目")
    )
    content = forms.CharField(
        label=_("反映的事实"), max_length=5000, min_length=10, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("请写明时间、地点、单位和具体事实，便于核查。"),
    )  # fmt: skip
    file = DocumentField(label=_("材料"))


class EvidenceForm(ActForm):
    title = forms.CharField(label=_("材料名称"), max_length=120)
    file = DocumentField(label=_("文件"), required=True)


class HandleClueForm(ActForm):
    note = forms.CharField(label=_("处理情况"), widget=forms.Textarea(attrs={"rows": 3}))
