"""Filters of the lists; they live in the address."""

from datetime import timedelta

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from challenges.models import Programme
from core import clock
from projects.enums import ChangeKind, ChangeState, MilestoneState, OutcomeKind, ProjectState, RaceState
from projects.models import ChangeRequest, Contract, Milestone, Outcome, Project, Race

ALL = _("全部")


class ProjectFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("编号、名称或单位"), method="search")
    state = django_filters.ChoiceFilter(label=_("状态"), choices=ProjectState.choices, empty_label=ALL)
    programme = django_filters.ModelChoiceFilter(
        label=_("示范工程"),
        field_name="challenge__batch__programme",
        queryset=Programme.objects.order_by("name"),
        empty_label=ALL,
    )
    year = django_filters.NumberFilter(label=_("批次年度"), field_name="challenge__batch__year")
    racing = django_filters.ChoiceFilter(
        label=_("赛马"), choices=[("yes", _("是")), ("no", _("否"))], method="in_race", empty_label=ALL
    )

    class Meta:
        model = Project
        fields = ("q", "state", "programme", "year", "racing")

    def search(self, rows, name, value):
        value = value.strip()
        found = Q(code__icontains=value) | Q(title__icontains=value)
        return rows.filter(found | Q(lead__name__icontains=value) | Q(consortium__name__icontains=value))

    def in_race(self, rows, name, value):
        return rows.filter(lane__isnull=value == "no")


class ResultFilter(django_filters.FilterSet):
    """What visitors may search: nothing that a public page does not show."""

    q = django_filters.CharFilter(label=_("项目或单位"), method="search")
    programme = django_filters.ModelChoiceFilter(
        label=_("示范工程"),
        field_name="challenge__batch__programme",
        queryset=Programme.objects.order_by("name"),
        empty_label=ALL,
    )
    year = django_filters.NumberFilter(label=_("批次年度"), field_name="challenge__batch__year")

    class Meta:
        model = Project
        fields = ("q", "programme", "year")

    def search(self, rows, name, value):
        value = value.strip()
        found = Q(code__icontains=value) | Q(title__icontains=value) | Q(challenge__title__icontains=value)
        return rows.filter(found | Q(lead__name__icontains=value) | Q(consortium__name__icontains=value))


class MilestoneFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("项目编号或节点"), method="search")
    state = django_filters.ChoiceFilter(label=_("状态"), choices=MilestoneState.choices, empty_label=ALL)
    soon = django_filters.ChoiceFilter(
        label=_("到期"), choices=[("30", _("30 天内")), ("90", _("90 天内"))], method="due_soon", empty_label=ALL
    )

    class Meta:
        model = Milestone
        fields = ("q", "state", "soon")

    def search(self, rows, name, value):
        return rows.filter(Q(project__code__icontains=value.strip()) | Q(name__icontains=value.strip()))

    def due_soon(self, rows, name, value):
        today = clock.today()
        return rows.filter(state="PLANNED", due_on__range=(today, today + timedelta(days=int(value))))


class RaceFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("榜单"), field_name="challenge__title", lookup_expr="icontains")
    state = django_filters.ChoiceFilter(label=_("状态"), choices=RaceState.choices, empty_label=ALL)

    class Meta:
        model = Race
        fields = ("q", "state")


class ChangeFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("项目编号"), field_name="project__code", lookup_expr="icontains")
    kind = django_filters.ChoiceFilter(label=_("变更事项"), choices=ChangeKind.choices, empty_label=ALL)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=ChangeState.choices, empty_label=ALL)

    class Meta:
        model = ChangeRequest
        fields = ("q", "kind", "state")


class OutcomeFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("名称或编号"), method="search")
    kind = django_filters.ChoiceFilter(label=_("类型"), choices=OutcomeKind.choices, empty_label=ALL)
    year = django_filters.NumberFilter(label=_("取得年度"), field_name="achieved_on__year")

    class Meta:
        model = Outcome
        fields = ("q", "kind", "year")

    def search(self, rows, name, value):
        return rows.filter(Q(name__icontains=value.strip()) | Q(identifier__icontains=value.strip()))


class ContractFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("榜单或企业"), method="search")

    class Meta:
        model = Contract
        fields = ("q",)

    def search(self, rows, name, value):
        return rows.filter(Q(challenge__title__icontains=value.strip()) | Q(enterprise__name__icontains=value.strip()))
