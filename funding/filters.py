"""Filters of the lists; they live in the address."""

import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from challenges.models import Challenge, Programme
from consortia.enums import FundingSource
from funding.enums import ExpenditureState, TrancheState, TransferCode, WaiverKind, WaiverState
from funding.models import ExpenditureReport, LocalReward, Tranche, Transfer, Waiver

ALL = _("全部")


def programmes(path: str) -> filters.ModelChoiceFilter:
    return filters.ModelChoiceFilter(
        label=_("示范工程"), field_name=path, queryset=Programme.objects.order_by("name"), empty_label=ALL
    )


class DecisionFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("编号或名称"), method="search")
    programme = programmes("batch__programme")
    year = filters.NumberFilter(label=_("批次年度"), field_name="batch__year")

    class Meta:
        model = Challenge
        fields = ("q", "programme", "year")

    def search(self, rows, name, value):
        return rows.filter(Q(code__icontains=value.strip()) | Q(title__icontains=value.strip()))


class TrancheFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("项目或单位"), method="search")
    state = filters.ChoiceFilter(label=_("状态"), choices=TrancheState.choices, empty_label=ALL)
    year = filters.NumberFilter(label=_("预算年度"))
    programme = programmes("project__challenge__batch__programme")

    class Meta:
        model = Tranche
        fields = ("q", "state", "year", "programme")

    def search(self, rows, name, value):
        value = value.strip()
        found = Q(project__code__icontains=value) | Q(project__title__icontains=value)
        return rows.filter(found | Q(payee__name__icontains=value))


class TransferFilter(filters.FilterSet):
    project = filters.CharFilter(label=_("项目编号"), method="of_project")
    code = filters.ChoiceFilter(label=_("事由"), choices=TransferCode.choices, empty_label=ALL)
    year = filters.NumberFilter(label=_("预算年度"), field_name="debit__year")
    since = filters.DateFilter(label=_("自"), field_name="at", lookup_expr="date__gte")
    until = filters.DateFilter(label=_("至"), field_name="at", lookup_expr="date__lte")

    class Meta:
        model = Transfer
        fields = ("project", "code", "year", "since", "until")

    def of_project(self, rows, name, value):
        value = value.strip()
        return rows.filter(Q(debit__project__code__iexact=value) | Q(credit__project__code__iexact=value))


class WaiverFilter(filters.FilterSet):
    state = filters.ChoiceFilter(label=_("状态"), choices=WaiverState.choices, empty_label=ALL)
    kind = filters.ChoiceFilter(label=_("事项"), choices=WaiverKind.choices, empty_label=ALL)

    class Meta:
        model = Waiver
        fields = ("state", "kind")


class ExpenditureFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("项目或单位"), method="search")
    state = filters.ChoiceFilter(label=_("状态"), choices=ExpenditureState.choices, empty_label=ALL)
    source = filters.ChoiceFilter(
        label=_("资金来源"), choices=FundingSource.choices, empty_label=ALL, field_name="lines__source", distinct=True
    )

    class Meta:
        model = ExpenditureReport
        fields = ("q", "state", "source")

    def search(self, rows, name, value):
        value = value.strip()
        return rows.filter(Q(project__code__icontains=value) | Q(organization__name__icontains=value))


class RewardFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("地方或单位"), method="search")

    class Meta:
        model = LocalReward
        fields = ("q",)

    def search(self, rows, name, value):
        value = value.strip()
        return rows.filter(Q(division__name__icontains=value) | Q(receiver__name__icontains=value))
