"""Forms of programmes, rule sets, batches, sittings."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms.picks import PersonField
from accounts.models import Person, User
from challenges.enums import MemberChoice, ResolutionKind
from challenges.findings.resolutions import approvable
from challenges.forms.fields import ColumnForm, DocumentField, LinesField
from challenges.models import (
    AdvisoryCommittee,
    Matchmaking,
    MediaRecord,
    PolicyDocument,
    Programme,
    Sitting,
)
from core.pages import ActForm


class ProgrammeForm(ColumnForm):
    model = Programme
    names = ("name", "short_name", "short_code", "theme", "year_from", "year_to", "support_years", "policy_documents")
    needed = ("name", "short_name", "short_code", "year_from", "year_to", "support_years")
    helps = {"short_code": _("用于榜单编号，例如 ZY 得到 2022-ZY-01。")}
    fields_text = LinesField(
        label=_("领域"),
        required=False,
        help_text=_("每行一个领域；有下级时写作“其他特色种业：杂粮、蔬菜”。"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        policies = self.fields["policy_documents"]
        policies.widget = forms.CheckboxSelectMultiple(choices=policies.widget.choices)
        policies.queryset = PolicyDocument.objects.order_by("title")
        policies.help_text = _("没有列出的，保存后在示范工程页面登记。")

    def clean(self):
        cleaned = super().clean()
        rows = []
        for line in cleaned.pop("fields_text", []):
            name, _colon, children = line.replace(":", "：").partition("：")
            rows.append(
                {"name": name.strip(), "children": [one.strip() for one in children.split("、") if one.strip()]}
            )
        cleaned["fields"] = rows
        first, last = cleaned.get("year_from"), cleaned.get("year_to")
        if first and last and first > last:
            self.add_error("year_to", _("截止年不能早于起始年。"))
        return cleaned


class EditProgrammeForm(ProgrammeForm):
    names = ("name", "short_name", "theme", "year_from", "year_to", "support_years", "policy_documents", "is_active")
    needed = ("name", "short_name", "year_from", "year_to", "support_years")
    helps = {"is_active": _("停用后不再出现在建立批次和需求征集的选项中，已有批次不受影响。")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["fields_text"].label = _("增加领域")
        self.fields["fields_text"].help_text = _(
            "每行一个，写法同“其他特色种业：杂粮、蔬菜”；上级领域已有的，下级补入其中。已有领域不删除。"
        )

    @staticmethod
    def initial_of(programme: Programme) -> dict:
        found = {name: getattr(programme, name) for name in EditProgrammeForm.names if name != "policy_documents"}
        return {**found, "policy_documents": list(programme.policy_documents.values_list("pk", flat=True))}


class PolicyForm(ColumnForm):
    model = PolicyDocument
    names = ("title", "alias", "document_number", "issued_on", "url")
    needed = ("title",)


class CommitteeForm(ActForm):
    name = forms.CharField(label=_("名称"), max_length=120)


class MemberForm(ActForm):
    committee = forms.ModelChoiceField(
        label=_("委员会"), queryset=AdvisoryCommittee.objects.none(), empty_label=_("请选择")
    )
    person = PersonField(
        Person.objects.filter(pk__in=User.objects.filter(is_active=True).values("person")), label=_("委员")
    )
    role = forms.CharField(label=_("职务"), max_length=40, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["committee"].queryset = self.obj.committees.order_by("pk")


class MediaForm(ColumnForm):
    model = MediaRecord
    names = ("medium", "published_on", "url")
    needed = ("medium", "published_on")
    file = DocumentField(label=_("扫描件或截图"))


class MatchmakingForm(ColumnForm):
    model = Matchmaking
    names = ("title", "held_on", "place", "summary")
    needed = ("title", "held_on", "place")


class SittingForm(ColumnForm):
    model = Sitting
    names = ("kind", "title", "programme", "planned_on", "place", "chair")
    needed = ("kind", "title", "planned_on")
    agenda = LinesField(label=_("议程"), required=False, help_text=_("每行一项，决议逐项记录。"))
    invited = LinesField(
        label=_("应到单位"), help_text=_("每行一个有表决权的成员单位；实到超过半数方可形成决议，表决逐家记录。")
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["programme"].queryset = Programme.objects.filter(office=self.user.office_id).order_by("name")
        self.fields["programme"].help_text = _("不属于某一示范工程时留空。")


class EditSittingForm(SittingForm):
    names = ("title", "planned_on", "place", "chair")
    needed = ("title", "planned_on")

    def __init__(self, *args, **kwargs):
        super(SittingForm, self).__init__(*args, **kwargs)


class HoldForm(ActForm):
    """Whoever was invited is ticked; guests are written."""

    present = forms.MultipleChoiceField(label=_("到会的成员单位"), required=False, widget=forms.CheckboxSelectMultiple)
    attendance = LinesField(label=_("出席单位"), help_text=_("每行一个单位。"))
    minutes_text = forms.CharField(label=_("纪要"), widget=forms.Textarea(attrs={"rows": 4}))
    minutes = DocumentField(label=_("纪要文件"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.obj.invited:
            self.fields["present"].choices = [(one, one) for one in self.obj.invited]
            self.fields["present"].help_text = _("应到 %(invited)s 家，须有 %(quorum)s 家到会方可形成决议。") % {
                "invited": len(self.obj.invited), "quorum": self.obj.quorum
            }  # fmt: skip
            self.fields["attendance"].label = _("列席单位")
            self.fields["attendance"].required = False
        else:
            del self.fields["present"]

    def clean(self):
        cleaned = super().clean()
        cleaned["attendance"] = [*cleaned.pop("present", []), *cleaned.get("attendance", [])]
        return cleaned


class ResolutionForm(ActForm):
    """Every member present is asked by name, nothing is preset, and each that stands aside has a reason of its own.

    Where no member was named at planning, only counts are written.
    """

    agenda_number = forms.TypedChoiceField(label=_("议程"), coerce=int, empty_value=None, required=False)
    kind = forms.ChoiceField(label=_("事项"), choices=ResolutionKind.choices)
    title = forms.CharField(label=_("标题"), max_length=200)
    text = forms.CharField(label=_("内容"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    votes_for = forms.IntegerField(label=_("同意"), min_value=0, max_value=99)
    votes_against = forms.IntegerField(label=_("反对"), min_value=0, max_value=99)
    votes_abstained = forms.IntegerField(label=_("弃权"), min_value=0, max_value=99)
    COUNTS = ("votes_for", "votes_against", "votes_abstained")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        done = set(self.obj.resolutions.values_list("agenda_number", flat=True))
        rows = [(place, f"{place}. {text}") for place, text in enumerate(self.obj.agenda, 1)]
        if rows:
            self.fields["agenda_number"].choices = [("", _("不属于某一项")), *rows]
            self.fields["agenda_number"].initial = next((place for place, _text in rows if place not in done), "")
        else:
            del self.fields["agenda_number"]
        self.voters = dict(enumerate(self.obj.present)) if self.obj.invited else {}
        if self.obj.invited:
            for name in self.COUNTS:
                del self.fields[name]
        for place, member in self.voters.items():
            self.fields[f"vote_{place}"] = forms.ChoiceField(
                label=member, choices=MemberChoice.choices, widget=forms.RadioSelect
            )
            self.fields[f"reason_{place}"] = forms.CharField(
                label=_("%(member)s的回避事由") % {"member": member},
                max_length=200,
                required=False,
                help_text=_("回避的单位不计入可表决数。"),
            )
            self.fields[f"reason_{place}"].mark = _("回避时必填")

    def clean(self):
        cleaned = super().clean()
        if not self.voters:
            return cleaned
        votes = {member: cleaned.pop(f"vote_{place}", "") for place, member in self.voters.items()}
        typed = {member: cleaned.pop(f"reason_{place}", "") for place, member in self.voters.items()}
        reasons = {member: typed[member] for member, vote in votes.items() if vote == MemberChoice.RECUSED}
        for place, member in self.voters.items():
            if member in reasons and not reasons[member]:
                self.add_error(f"reason_{place}", _("%(member)s回避，请写明事由。") % {"member": member})
        return {**cleaned, "votes": votes, "reasons": reasons}


class ApproveSeveralForm(ActForm):
    """Those that lack nothing; what is not ticked stays in refining."""

    challenge = forms.MultipleChoiceField(label=_("榜单"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = [(str(row.pk), str(row)) for row, gaps in approvable(self.obj) if not gaps]
        self.fields["challenge"].choices = rows
        self.fields["challenge"].initial = [pk for pk, _name in rows]
