"""Filters of lists; they live in the address, the same for pages and API."""

import django_filters as filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.enums import DivisionLevel, OrganizationKind
from accounts.models import HOME_REGION, Division, Organization
from challenges import queries
from challenges.enums import (
    BatchState,
    ChallengeState,
    IssueMode,
    NeedState,
    NoticeKind,
    NoticeState,
    ObjectionState,
    PairVerdict,
    ResolutionKind,
    SittingState,
)
from challenges.findings.alike import LIKELY, grams_of
from challenges.models import (
    Batch,
    Challenge,
    Field,
    Need,
    NeedCall,
    NeedPair,
    NeedText,
    Programme,
    PublicNotice,
)
from core.selecting import key_of

ALL = _("全部")


def _programmes(request):
    return Programme.objects.order_by("name")


def _fields(request):
    """The fields of the programme that is chosen, else of all."""
    rows = Field.objects.select_related("programme").order_by("programme__name", "position")
    programme = key_of(request.GET.get("programme", "")) if request is not None else None
    return rows if programme is None else rows.filter(programme=programme)


class ChallengeFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("关键词"), method="by_text")
    programme = filters.ModelChoiceFilter(
        label=_("示范工程"), field_name="batch__programme", queryset=_programmes, empty_label=ALL
    )
    field = filters.ModelChoiceFilter(label=_("领域"), method="by_field", queryset=_fields, empty_label=ALL)
    state = filters.ChoiceFilter(
        label=_("状态"),
        choices=[(state.value, state.label) for state in queries.PUBLIC_CHALLENGE_STATES],
        empty_label=ALL,
    )
    issue_mode = filters.ChoiceFilter(label=_("出题方式"), choices=IssueMode.choices, empty_label=ALL)
    year = filters.NumberFilter(label=_("年度"), field_name="batch__year")

    class Meta:
        model = Challenge
        fields = ("q", "programme", "field", "state", "issue_mode", "year")

    def by_text(self, rows, name, value):
        found = Q(title__icontains=value) | Q(code__icontains=value) | Q(one_line__icontains=value)
        return rows.filter(found | Q(bottleneck__icontains=value) | Q(objective__icontains=value))

    def by_field(self, rows, name, value):
        return rows.filter(Q(field=value) | Q(field__parent=value))


class OfficeChallengeFilter(ChallengeFilter):
    """With the states before publishing."""

    state = filters.ChoiceFilter(label=_("状态"), choices=ChallengeState.choices, empty_label=ALL)


class BatchFilter(filters.FilterSet):
    programme = filters.ModelChoiceFilter(label=_("示范工程"), queryset=_programmes, empty_label=ALL)
    year = filters.NumberFilter(label=_("年度"))
    state = filters.ChoiceFilter(label=_("状态"), choices=BatchState.choices, empty_label=ALL)

    class Meta:
        model = Batch
        fields = ("programme", "year", "state")


class CallFilter(filters.FilterSet):
    phase = filters.ChoiceFilter(
        label=_("状态"),
        choices=[("open", _("征集中")), ("later", _("未开始")), ("ended", _("已截止"))],
        empty_label=ALL,
    )
    programme = filters.ModelChoiceFilter(label=_("示范工程"), queryset=_programmes, empty_label=ALL)

    class Meta:
        model = NeedCall
        fields = ("phase", "programme")


class NeedFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("关键词"), method="by_text")
    call = filters.ModelChoiceFilter(
        label=_("征集"), queryset=lambda request: NeedCall.objects.order_by("-opens_at"), empty_label=ALL
    )
    state = filters.ChoiceFilter(label=_("状态"), choices=NeedState.choices, empty_label=ALL)

    class Meta:
        model = Need
        fields = ("q", "call", "state")

    def by_text(self, rows, name, value):
        return rows.filter(
            Q(title__icontains=value) | Q(problem__icontains=value) | Q(organization__name__icontains=value)
        )


class NoticeFilter(filters.FilterSet):
    q = filters.CharFilter(label=_("关键词"), method="by_text")
    kind = filters.ChoiceFilter(label=_("类型"), choices=NoticeKind.choices, empty_label=ALL)
    state = filters.ChoiceFilter(
        label=_("状态"), choices=[row for row in NoticeState.choices if row[0] != "DRAFT"], empty_label=ALL
    )

    class Meta:
        model = PublicNotice
        fields = ("q", "kind", "state")

    def by_text(self, rows, name, value):
        return rows.filter(Q(title__icontains=value) | Q(document_number__icontains=value) | Q(body__icontains=value))


class ObjectionFilter(filters.FilterSet):
    state = filters.ChoiceFilter(label=_("状态"), choices=ObjectionState.choices, empty_label=ALL)


class SittingFilter(filters.FilterSet):
    state = filters.ChoiceFilter(label=_("状态"), choices=SittingState.choices, empty_label=ALL)
    kind = filters.ChoiceFilter(
        label=_("决议事项"),
        field_name="resolutions__kind",
        choices=ResolutionKind.choices,
        empty_label=ALL,
        distinct=True,
    )


class QuestionFilter(filters.FilterSet):
    answered = filters.ChoiceFilter(
        label=_("答复"), choices=[("no", _("待答复")), ("yes", _("已答复"))], empty_label=ALL, method="by_answer"
    )

    def by_answer(self, rows, name, value):
        return rows.filter(answered_at__isnull=value == "no")


def _leagues(request):
    return Division.objects.filter(level=DivisionLevel.PREFECTURE, code__startswith=HOME_REGION).order_by("code")


class PoolFilter(filters.FilterSet):
    """The pool of needs. Words are looked up by the index that also finds duplicates (docs/adr/0009)."""

    q = filters.CharFilter(label=_("关键词"), method="by_text")
    call = filters.ModelChoiceFilter(
        label=_("征集"), queryset=lambda request: NeedCall.objects.order_by("-opens_at"), empty_label=ALL
    )
    field = filters.ModelChoiceFilter(label=_("领域"), method="by_field", queryset=_fields, empty_label=ALL)
    league = filters.ModelChoiceFilter(label=_("盟市"), method="by_league", queryset=_leagues, empty_label=ALL)
    kind = filters.ChoiceFilter(
        label=_("单位类型"), field_name="organization__kind", choices=OrganizationKind.choices, empty_label=ALL
    )
    state = filters.ChoiceFilter(
        label=_("状态"), choices=[row for row in NeedState.choices if row[0] != NeedState.DRAFT], empty_label=ALL
    )
    alike = filters.ChoiceFilter(
        label=_("查重"),
        method="by_alike",
        choices=[("open", _("有疑似重复")), ("same", _("已合并办理"))],
        empty_label=ALL,
    )

    class Meta:
        model = Need
        fields = ("q", "call", "field", "league", "kind", "state", "alike")

    def by_text(self, rows, name, value):
        units = Organization.objects.filter(name__icontains=value).values("pk")
        grams = sorted(grams_of(value))
        if not grams:
            return rows.filter(Q(title__icontains=value) | Q(organization__in=units))
        texts = NeedText.objects.filter(grams__contains=grams).values("need")
        return rows.filter(Q(pk__in=texts) | Q(organization__in=units))

    def by_field(self, rows, name, value):
        return rows.filter(Q(field=value) | Q(field__parent=value))

    def by_league(self, rows, name, value):
        units = Organization.objects.filter(division__code__startswith=value.code[:4]).values("pk")
        return rows.filter(organization__in=units)

    def by_alike(self, rows, name, value):
        verdict = PairVerdict.OPEN if value == "open" else PairVerdict.SAME
        pairs = NeedPair.objects.filter(verdict=verdict)
        return rows.filter(Q(pk__in=pairs.values("first")) | Q(pk__in=pairs.values("second")))


class PairFilter(filters.FilterSet):
    verdict = filters.ChoiceFilter(label=_("结论"), choices=PairVerdict.choices, empty_label=ALL)
    least = filters.ChoiceFilter(
        label=_("相似度"),
        field_name="percent",
        lookup_expr="gte",
        choices=[(LIKELY, _("高度相似（40% 以上）")), (20, _("20% 以上"))],
        empty_label=ALL,
    )
