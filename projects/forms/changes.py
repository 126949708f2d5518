"""Forms of a change: what shall be, and the decision."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms.picks import PersonField
from accounts.models import Person
from challenges.enums import ResolutionKind
from consortia.enums import MembershipState
from core.forms_plain import DateInput, text_area
from core.pages import ActForm
from projects.enums import ChangeKind
from projects.forms.plain import resolution_field
from projects.queries.agreements import plain

OPEN = ("PLANNED", "DUE", "OVERDUE")


class ChangeForm(forms.Form):
    """One kind a form (`kind` is part of the address); `after()` answers what request_change takes."""

    def __init__(self, *args, project, kind, **kwargs):
        super().__init__(*args, **kwargs)
        self.project, self.kind = project, kind
        if kind == ChangeKind.PERIOD:
            self.fields["months"] = forms.IntegerField(
                label=_("延期月数"),
                min_value=1,
                max_value=12,
                help_text=_("只能延期一次，最多 12 个月，截止前三个月申请"),
            )
        elif kind in {ChangeKind.LEADER, ChangeKind.CHIEF_SCIENTIST}:
            units = project.consortium.memberships.filter(state=MembershipState.CONFIRMED).values("organization")
            people = Person.objects.filter(organization__in=units)
            self.fields["person"] = PersonField(people, label=_("变更后人员"))
        elif kind == ChangeKind.MILESTONES:
            for row in project.milestones.filter(state__in=OPEN).order_by("number"):
                label = _("里程碑 %(number)d：%(name)s") % {"number": row.number, "name": row.name}
                self.fields[f"m{row.number}"] = forms.DateField(
                    label=label, widget=DateInput(), initial=row.due_on.isoformat()
                )
        elif kind == ChangeKind.INDICATORS:
            for row in project.challenge.indicators.order_by("number"):
                asked = f"{row.get_comparator_display()} {plain(row.target)}"
                self.fields[f"t{row.pk}"] = forms.DecimalField(
                    label=f"{row.name}（{row.unit}）",
                    required=False,
                    help_text=_("榜单要求 %(asked)s，不得弱于此") % {"asked": asked},
                )
        else:
            self.fields["text"] = text_area(_("变更后内容"))
        self.fields["reason"] = text_area(_("变更理由"))

    def after(self) -> dict:
        data = self.cleaned_data
        if self.kind == ChangeKind.PERIOD:
            return {"months": data["months"]}
        if self.kind in {ChangeKind.LEADER, ChangeKind.CHIEF_SCIENTIST}:
            return {self.kind.lower(): data["person"].pk, "name": data["person"].name}
        if self.kind == ChangeKind.MILESTONES:
            dates = dict(self.project.milestones.filter(state__in=OPEN).values_list("number", "due_on"))
            moved = {
                number: data[f"m{number}"]
                for number in dates
                if f"m{number}" in data and data[f"m{number}"] != dates[number]
            }
            return {
                "milestones": [{"number": number, "due_on": day.isoformat()} for number, day in sorted(moved.items())]
            }
        if self.kind == ChangeKind.INDICATORS:
            ids = [int(name[1:]) for name in data if name[0] == "t" and name[1:].isdigit()]
            return {
                "indicators": [
                    {"indicator": key, "target": plain(data[f"t{key}"])} for key in ids if data[f"t{key}"] is not None
                ]
            }
        return {"text": data["text"]}


class ChangeDecisionForm(ActForm):
    approved = forms.TypedChoiceField(
        label=gettext_lazy("决定"),
        choices=[("yes", gettext_lazy("同意")), ("no", gettext_lazy("不同意"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = text_area(gettext_lazy("处理意见"))
    resolution = resolution_field(
        ResolutionKind.CHANGE, required=False, help_text=gettext_lazy("变更期限、考核指标须有会议决议")
    )


class RecordForm(forms.Form):
    note = text_area(gettext_lazy("备案说明"), required=False)
