"""Filters of the lists; they live in the address."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from challenges.models import Programme
from consortia import queries
from consortia.enums import BidState, ConsortiumState, PlatformLevel
from consortia.models import Bid, Consortium, Platform
from core.selecting import matching

ALL = _("全部")


class DirectoryFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("名称、牵头或成员单位"), method="search")
    programme = django_filters.ModelChoiceFilter(
        label=_("示范工程"), queryset=Programme.objects.order_by("name"), empty_label=ALL
    )

    class Meta:
        model = Consortium
        fields = ("q", "programme")

    def search(self, rows, name, value):
        word = value.strip()
        hit = Q(name__icontains=word) | Q(registration_number__iexact=word) | Q(lead__name__icontains=word)
        members = Q(memberships__organization__name__icontains=word, memberships__state="CONFIRMED")
        return matching(rows, hit | members)


class ConsortiumFilter(DirectoryFilter):
    state = django_filters.ChoiceFilter(label=_("状态"), choices=ConsortiumState.choices, empty_label=ALL)

    class Meta(DirectoryFilter.Meta):
        fields = ("q", "programme", "state")


class BidFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("方案、榜单或联合体"), method="search")
    state = django_filters.ChoiceFilter(label=_("状态"), choices=BidState.choices, method="by_state", empty_label=ALL)

    class Meta:
        model = Bid
        fields = ("q", "state")

    def search(self, rows, name, value):
        word = value.strip()
        return rows.filter(
            Q(number__icontains=word)
            | Q(challenge__title__icontains=word)
            | Q(consortium__name__icontains=word)
            | Q(consortium__lead__name__icontains=word)
        )

    def by_state(self, rows, name, value):
        return queries.in_shown_state(self.request.user, rows, value)


class PlatformFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("平台或单位"), method="search")
    level = django_filters.ChoiceFilter(label=_("级别"), choices=PlatformLevel.choices, empty_label=ALL)
    is_ended = django_filters.ChoiceFilter(
        label=_("状态"), choices=[("no", _("在用")), ("yes", _("已撤销"))], method="ended", empty_label=ALL
    )

    class Meta:
        model = Platform
        fields = ("q", "level", "is_ended")

    def search(self, rows, name, value):
        return rows.filter(Q(name__icontains=value.strip()) | Q(organization__name__icontains=value.strip()))

    def ended(self, rows, name, value):
        return rows.filter(ended_on__isnull=value == "no")
