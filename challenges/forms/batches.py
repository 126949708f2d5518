"""The forms of batches: dates, the notice, whom to ask, and the stages row by row (S16)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from challenges.forms.fields import ColumnForm
from challenges.models import Batch, Programme, RuleSet
from core.forms_rows import RowsField


class ContactRow(forms.Form):
    name = forms.CharField(label=_("名称"), max_length=60)
    phone = forms.CharField(label=_("电话"), max_length=40, required=False)


class StageRow(forms.Form):
    name = forms.CharField(label=_("环节"), max_length=60)
    on = forms.DateField(label=_("日期"), required=False)


class BatchForm(ColumnForm):
    model = Batch
    names = ("name", "rule_set", "notice_title", "document_number", "planned_fiscal_fen", "open_at", "deadline")
    needed = ("name", "rule_set")
    helps = {
        "deadline": _("北京时间，不含该时刻；“20 日 24:00”请填 21 日 00:00。"),
        "rule_set": _("随发布冻结。已冻结的规则集可以继续用于新批次。"),
        "document_number": _("发布前必须填写。"),
    }
    contacts = RowsField(
        ContactRow, label=_("联系方式"), required=False, most=10, help_text=_("印在公告和公开页面上。")
    )
    route = RowsField(
        StageRow,
        label=_("流程与路线图"),
        required=False,
        help_text=_("公开页面和看板的时限以此为准；日期未定的可以先空着。"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["rule_set"].queryset = RuleSet.objects.order_by("name", "-version")

    def clean(self):
        cleaned = super().clean()
        cleaned["route"] = [
            {"name": row["name"], "on": row["on"].isoformat() if row["on"] else ""}
            for row in cleaned.get("route") or []
        ]
        opened, deadline = cleaned.get("open_at"), cleaned.get("deadline")
        if opened and deadline and opened >= deadline:
            self.add_error("deadline", _("截止时间应晚于开放时间。"))
        return cleaned

    @staticmethod
    def initial_of(batch: Batch) -> dict:
        return {name: getattr(batch, name) for name in (*BatchForm.names, "contacts", "route")}


class NewBatchForm(BatchForm):
    programme = forms.ModelChoiceField(label=_("示范工程"), queryset=Programme.objects.none(), empty_label=_("请选择"))
    year = forms.IntegerField(label=_("年度"), min_value=2020, max_value=2060)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        mine = Programme.objects.filter(office=self.user.office_id, is_active=True)
        self.fields["programme"].queryset = mine.order_by("name")
        self.order_fields(["programme", "year", *self.names])
