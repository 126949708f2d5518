"""Filters of the lists; they live in the address."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from reviews.enums import ExpertKind, ExpertState, PanelPurpose, PanelState
from reviews.models import Expert, Panel

ALL = _("全部")


class ExpertFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("姓名、单位或专业"), method="search")
    kind = django_filters.ChoiceFilter(label=_("类别"), choices=ExpertKind.choices, empty_label=ALL)
    place = django_filters.ChoiceFilter(
        label=_("地域"), choices=[("local", _("区内")), ("outside", _("区外"))], method="from_place", empty_label=ALL
    )
    state = django_filters.ChoiceFilter(label=_("状态"), choices=ExpertState.choices, empty_label=ALL)

    class Meta:
        model = Expert
        fields = ("q", "kind", "place", "state")

    def search(self, rows, name, value):
        value = value.strip()
        return rows.filter(
            Q(person__name__icontains=value)
            | Q(person__organization__name__icontains=value)
            | Q(specialties__icontains=value)
        )

    def from_place(self, rows, name, value):
        return rows.filter(is_local=value == "local")


class PanelFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("榜单编号或名称"), method="search")
    purpose = django_filters.ChoiceFilter(label=_("用途"), choices=PanelPurpose.choices, empty_label=ALL)
    state = django_filters.ChoiceFilter(label=_("状态"), choices=PanelState.choices, empty_label=ALL)

    class Meta:
        model = Panel
        fields = ("q", "purpose", "state")

    def search(self, rows, name, value):
        value = value.strip()
        return rows.filter(Q(challenge__code__icontains=value) | Q(challenge__title__icontains=value))
