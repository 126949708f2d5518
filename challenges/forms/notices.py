"""Forms of notices and objections."""

from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.enums import NoticeKind, ObjectionWay, PartyKind
from challenges.forms.fields import ColumnForm, DocumentField
from challenges.models import Batch, NoticeItem, PublicNotice
from core.pages import ActForm


class NoticeForm(ColumnForm):
    model = PublicNotice
    names = (
        "kind",
        "batch",
        "title",
        "body",
        "document_number",
        "index_number",
        "subject",
        "written_on",
        "objection_guide",
    )
    needed = ("kind", "title")
    rows = 6

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Proposed awards are drafted from the bids (funding), announcements of a batch by its publishing.
        kinds = [kind for kind in NoticeKind if kind not in {NoticeKind.PUBLICATION, NoticeKind.PROPOSED_AWARD}]
        self.fields["kind"].choices = [("", _("请选择")), *((kind.value, kind.label) for kind in kinds)]
        mine = Batch.objects.filter(programme__office=self.user.office_id).select_related("programme")
        self.fields["batch"].queryset = mine.order_by("-year", "-pk")


class EditNoticeForm(NoticeForm):
    names = ("title", "body", "document_number", "index_number", "subject", "written_on", "objection_guide")
    needed = ("title",)

    def __init__(self, *args, **kwargs):
        super(NoticeForm, self).__init__(*args, **kwargs)


class PublishNoticeForm(ActForm):
    starts_on = forms.DateField(label=_("公示起始日"), required=False, help_text=_("留空即从今天起；起止两日均计入。"))


class CorrectForm(ActForm):
    """The reason, and every line as it stands: whatever is changed is shown with both versions."""

    reason = forms.CharField(label=_("更正原因（将公开）"), widget=forms.Textarea(attrs={"rows": 3}))
    COLUMNS = ("project_title", "consortium_name", "lead_name", "note")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.lines = list(self.obj.items.order_by("number"))
        for item in self.lines:
            for name in self.COLUMNS:
                column = NoticeItem._meta.get_field(name)
                label = _("第 %(number)s 项 %(column)s") % {"number": item.number, "column": column.verbose_name}
                self.fields[f"{name}_{item.number}"] = forms.CharField(
                    label=label, max_length=200, initial=getattr(item, name), required=name != "note"
                )

    def clean(self):
        cleaned = super().clean()
        changed = {
            item.number: {
                name: cleaned.pop(key) for name in self.COLUMNS if (key := f"{name}_{item.number}") in cleaned
            }
            for item in self.lines
        }
        lines = {item.number: item for item in self.lines}
        cleaned["items"] = {
            number: kept
            for number, values in changed.items()
            if (kept := {name: value for name, value in values.items() if value != getattr(lines[number], name)})
        }
        return cleaned


class OfNoticeForm(forms.Form):
    """What is handed in about one of the items of a notice."""

    def __init__(self, *args, notice: PublicNotice, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = notice.items.order_by("number")


class ObjectionForm(OfNoticeForm):
    item = forms.ModelChoiceField(label=_("针对的条目"), queryset=NoticeItem.objects.none(), empty_label=_("请选择"))
    party_kind = forms.ChoiceField(label=_("以谁的名义"), choices=PartyKind.choices, widget=forms.RadioSelect)
    party_name = forms.CharField(
        label=_("真实姓名或单位全称"), max_length=100, help_text=_("只有监督部门能看到，匿名不予受理。")
    )
    party_contact = forms.CharField(label=_("联系电话或通信地址"), max_length=200)
    legal_representative = forms.CharField(
        label=_("法定代表人"), max_length=60, required=False, help_text=_("以单位名义提出时填写。")
    )
    has_seal = forms.BooleanField(label=_("所附材料已加盖单位公章"), required=False)
    content = forms.CharField(
        label=_("异议内容、事实和理由"), max_length=5000, widget=forms.Textarea(attrs={"rows": 6})
    )
    file = DocumentField(label=_("证明材料"))

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("party_kind") == PartyKind.ORGANIZATION:
            if not cleaned.get("legal_representative"):
                self.add_error("legal_representative", _("以单位名义提出的，请写明法定代表人。"))
            if not cleaned.get("has_seal"):
                self.add_error("has_seal", _("以单位名义提出的，材料须加盖公章。"))
        return cleaned


class PaperObjectionForm(ObjectionForm):
    """What stands in a letter, typed in by supervision; the scan goes with it."""

    way = forms.ChoiceField(label=_("怎样收到的"), choices=ObjectionWay.choices, widget=forms.RadioSelect)
    received_on = forms.DateField(
        label=_("收到日期"), help_text=_("按收到的日期判断是否在公示期内；受理期限也从这一天起算。")
    )
    file = DocumentField(label=_("异议书和证明材料的扫描件"), required=True)

    field_order = ("way", "received_on", "item")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["content"].help_text = _("照异议书摘录要点，不作评论；全文以扫描件为准。")


class AdmitForm(ActForm):
    accepted = forms.TypedChoiceField(
        label=_("决定"),
        choices=[("", _("请选择")), ("1", _("受理")), ("0", _("不予受理"))],
        coerce=lambda value: value == "1",
    )
    note = forms.CharField(
        label=_("意见"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("异议人查询时可以看到，不要写内部核查内容。"),
    )


class SettleForm(ActForm):
    upheld = forms.TypedChoiceField(
        label=_("结论"),
        choices=[("", _("请选择")), ("1", _("异议成立")), ("0", _("异议不成立"))],
        coerce=lambda value: value == "1",
    )
    investigation_note = forms.CharField(label=_("核查意见（内部）"), widget=forms.Textarea(attrs={"rows": 4}))
    public_reply = forms.CharField(
        label=_("答复"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("在公示页面公开，也是给异议人的答复；不得写入异议人的名称和联系方式。"),
    )


class ReplyForm(ActForm):
    way = forms.CharField(label=_("答复方式"), max_length=60, help_text=_("如：电话答复、挂号信、当面送达。"))


class TrackForm(forms.Form):
    number = forms.CharField(label=_("异议编号"), max_length=40, help_text=_("如：内科异〔2022〕1号"))
    code = forms.CharField(label=_("查询码"), max_length=20, help_text=_("提交异议时页面显示的 10 位查询码。"))
