"""Forms of the secretary."""

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.enums import Role
from accounts.forms.picks import AccountField
from accounts.models import User
from accounts.queries import users_with_role
from core import clock
from core.forms_plain import DateInput, text_area
from core.pages import ActForm
from reviews.enums import ExpertState, PanelForm, PanelPurpose, RecusalKind, SeatState
from reviews.forms.picks import ExpertField, RubricField
from reviews.forms.plain import ClosingForm
from reviews.forms.pool import SpecialtiesField
from reviews.models import Expert, Rubric, Seat
from reviews.queries import active_seats
from reviews.queries.assessments import subjects
from reviews.queries.draws import MINIMUM_SIZE


class SetUpForm(ActForm):
    """The object is the challenge."""

    rubric = RubricField(
        Rubric.objects.all(), label=_("评分表"), required=False,
        help_text=_("留空则按本批次规则集新建；沿用已有的，点开或输入名称选择。开始评分后评分表即冻结。"),
    )  # fmt: skip
    secretary = AccountField(
        User.objects.none(), label=_("评审秘书"), help_text=_("评审秘书不得评分。输入姓名、用户名或处室。")
    )
    size = forms.IntegerField(label=_("评审组人数"), min_value=5, max_value=21)
    form = forms.ChoiceField(label=_("评审形式"), choices=PanelForm.choices, initial=PanelForm.MEETING)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        least = self.obj.batch.rule_set.panel_size
        self.fields["secretary"].queryset = users_with_role(Role.OFFICER, on=clock.today())
        self.fields["secretary"].initial = self.user
        self.fields["size"].initial = least
        self.fields["size"].help_text = _("单数，本批次规则集要求不少于%(least)s人。") % {"least": least}


class AssessmentSetUpForm(ActForm):
    """A panel for a milestone, a race round or an acceptance; the object is the challenge."""

    subject = forms.ChoiceField(label=_("考核事项"))
    secretary = AccountField(User.objects.none(), label=_("评审秘书"))
    size = forms.IntegerField(label=_("评审组人数"), min_value=MINIMUM_SIZE, max_value=21, initial=MINIMUM_SIZE)
    form = forms.ChoiceField(label=_("评审形式"), choices=PanelForm.choices, initial=PanelForm.MEETING)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        choices = [
            (
                key,
                f"{PanelPurpose(row['purpose']).label}：{row.get('milestone') or row.get('race_round') or row['project']}",
            )
            for key, row in subjects(self.obj).items()
        ]
        self.fields["subject"].choices = choices
        self.fields["secretary"].queryset = users_with_role(Role.OFFICER, on=clock.today())
        self.fields["secretary"].initial = self.user


class DrawForm(forms.Form):
    specialties = SpecialtiesField(
        label=_("专业领域"), required=False, help_text=_("符合其一即可；财务、产业专家不限领域。不填为全库。")
    )
    outside_only = forms.BooleanField(label=_("只抽区外专家"), required=False)


class WitnessForm(forms.Form):
    witness = forms.CharField(
        label=_("见证值"),
        max_length=60,
        required=False,
        help_text=_("由现场见证人报出的数字或词语，与种子一起决定抽取结果。"),
    )


class PickForm(ActForm):
    expert = ExpertField(Expert.objects.none(), label=_("专家"))
    reason = text_area(_("指定理由"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        rows = Expert.objects.filter(state=ExpertState.AVAILABLE).exclude(seats__panel=self.obj)
        self.fields["expert"].queryset = rows


class SeatForm(ActForm):
    """A choice among the panel's seats in `states`."""

    states = (SeatState.DRAWN, SeatState.INVITED, SeatState.ACCEPTED)
    required = True
    empty = _("请选择")
    seat = forms.ModelChoiceField(Seat.objects.none(), label=_("席位"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["seat"]
        field.queryset = active_seats(self.obj).filter(state__in=self.states)
        field.required, field.empty_label = self.required, self.empty
        field.label_from_instance = _seat_label


class ReplaceForm(SeatForm):
    required = False
    empty = _("补齐已空出的席位")
    reason = text_area(_("替换理由"), required=False, help_text=_("替换仍在席的专家须写明理由。"))


class ChairForm(SeatForm):
    states = (SeatState.ACCEPTED, SeatState.DONE)


class RecuseForm(forms.Form):
    kind = forms.ChoiceField(label=_("回避种类"), choices=RecusalKind.choices)
    reason = text_area(_("回避理由"))


class StartForm(ClosingForm):
    pass


class MilestoneConclusionForm(forms.Form):
    opinion = text_area(_("考核结论意见"))
    rectify_by_on = forms.DateField(
        label=_("整改期限"), required=False, widget=DateInput(), help_text=_("专家多数意见为整改时填写，不超过三个月。")
    )


class RoundConclusionForm(forms.Form):
    opinion = text_area(_("考核结论意见"))
    verify_values = forms.BooleanField(
        label=_("各赛道填报的指标值已经评审组核实"),
        required=False,
        help_text=_("勾选后，各赛道在本考核点填报的值记为已核实。"),
    )


def _seat_label(seat: Seat) -> str:
    return f"{seat.number}号席 {seat.expert.person.name}（{seat.get_state_display()}）"
