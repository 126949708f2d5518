"""Filters of the lists; they live in the address."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import IntegrityState, OrganizationKind, OrganizationState, Role
from accounts.models import Division, IntegrityRecord, Organization, Person, User
from accounts.roles import READERS
from core import clock
from core.identifiers import normalise_uscc
from core.selecting import matching


class OrganizationFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("名称或信用代码"), method="search")
    kind = django_filters.ChoiceFilter(label=_("单位类型"), choices=OrganizationKind.choices, empty_label=_("全部"))
    state = django_filters.ChoiceFilter(label=_("状态"), choices=OrganizationState.choices, empty_label=_("全部"))
    bureau = django_filters.ModelChoiceFilter(
        label=_("归口"),
        field_name="supervising_division",
        queryset=Division.objects.filter(reports_directly=True).order_by("code"),
        empty_label=_("全部"),
    )

    class Meta:
        model = Organization
        fields = ("q", "kind", "state", "bureau")

    def search(self, rows, name, value):
        return rows.filter(Q(name__icontains=value.strip()) | Q(uscc__startswith=normalise_uscc(value)))


class PersonFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("姓名或研究领域"), method="search")
    unit = django_filters.CharFilter(label=_("单位"), field_name="organization__name", lookup_expr="icontains")

    class Meta:
        model = Person
        fields = ("q", "unit")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        user = getattr(self.request, "user", None)
        if user is not None and not user.has_role(*READERS, Role.SYSADMIN):
            del self.filters["unit"]  # everybody listed is of the reader's own

    def search(self, rows, name, value):
        return rows.filter(Q(name__icontains=value.strip()) | Q(research_fields__icontains=value.strip()))


class UserFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("用户名、姓名或单位"), method="search")
    role = django_filters.ChoiceFilter(label=_("角色"), choices=Role.choices, method="with_role", empty_label=_("全部"))
    is_active = django_filters.ChoiceFilter(
        label=_("状态"), choices=[("true", _("使用中")), ("false", _("已停用"))], method="active", empty_label=_("全部")
    )

    class Meta:
        model = User
        fields = ("q", "role", "is_active")

    def search(self, rows, name, value):
        word = value.strip()
        return rows.filter(
            Q(username__icontains=word) | Q(person__name__icontains=word) | Q(organization__name__icontains=word)
        )

    def with_role(self, rows, name, value):
        today = clock.today()
        return matching(
            rows,
            Q(grants__valid_to__isnull=True) | Q(grants__valid_to__gte=today),
            grants__role=value,
            grants__revoked_at__isnull=True,
            grants__valid_from__lte=today,
        )

    def active(self, rows, name, value):
        return rows.filter(is_active=value == "true")


class IntegrityFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("单位或姓名"), method="search")
    state = django_filters.ChoiceFilter(label=_("状态"), choices=IntegrityState.choices, empty_label=_("全部"))

    class Meta:
        model = IntegrityRecord
        fields = ("q", "state")

    def search(self, rows, name, value):
        return rows.filter(Q(organization__name__icontains=value.strip()) | Q(person__name__icontains=value.strip()))
