"""Open data of challenges, batches and notices: what a visitor may read, in the words of the API."""

from django.db.models import TextField
from drf_spectacular.utils import extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.viewsets import ReadOnlyModelViewSet

from challenges import queries
from challenges.enums import BatchState, NoticeState
from challenges.filters import BatchFilter, ChallengeFilter, NoticeFilter
from challenges.models import Batch, Challenge, Condition, Indicator, MilestoneRequirement, NoticeItem, PublicNotice

#: Of what is written of a challenge everything is open but why the department poses it and who had the need.
OPEN = tuple(name for name in Challenge.WRITTEN if name not in {"government_reason", "owner"})
LONG = tuple(name for name in OPEN if isinstance(Challenge._meta.get_field(name), TextField))


class IndicatorSerializer(serializers.ModelSerializer):
    class Meta:
        model = Indicator
        fields = ("number", "name", "unit", "baseline", "comparator", "target", "is_hard", "test_method", "due_year")


class RequirementSerializer(serializers.ModelSerializer):
    class Meta:
        model = MilestoneRequirement
        fields = ("number", "name", "month_offset", "requirement")


class ConditionSerializer(serializers.ModelSerializer):
    class Meta:
        model = Condition
        fields = ("number", "code", "text", "parameter", "is_waivable")


class ChallengeSerializer(serializers.ModelSerializer):
    """One challenge in the list. Amounts are whole fen, `deadline` is an exclusive instant."""

    programme = serializers.CharField(source="batch.programme.short_code", read_only=True)
    batch = serializers.CharField(source="batch.name", read_only=True)
    year = serializers.IntegerField(source="batch.year", read_only=True)
    field = serializers.CharField(source="field.name", read_only=True)
    end_user = serializers.CharField(source="end_user.name", read_only=True, default="")
    state_label = serializers.CharField(source="get_state_display", read_only=True)

    class Meta:
        model = Challenge
        fields = (
            "code",
            "programme",
            "year",
            "batch",
            *(name for name in OPEN if name not in LONG),
            "open_at",
            "deadline",
            "published_at",
            "state",
            "state_label",
        )


class ChallengeDetailSerializer(ChallengeSerializer):
    """The whole public text with its tables."""

    self_funding_floor_fen = serializers.IntegerField(read_only=True, allow_null=True)
    indicators = serializers.SerializerMethodField()
    milestone_requirements = serializers.SerializerMethodField()
    conditions = serializers.SerializerMethodField()

    class Meta(ChallengeSerializer.Meta):
        fields = (
            *ChallengeSerializer.Meta.fields,
            *LONG,
            "self_funding_floor_fen",
            "indicators",
            "milestone_requirements",
            "conditions",
        )

    @extend_schema_field(IndicatorSerializer(many=True))
    def get_indicators(self, obj):
        return IndicatorSerializer(obj.indicators.order_by("number"), many=True).data

    @extend_schema_field(RequirementSerializer(many=True))
    def get_milestone_requirements(self, obj):
        return RequirementSerializer(obj.milestone_requirements.order_by("number"), many=True).data

    @extend_schema_field(ConditionSerializer(many=True))
    def get_conditions(self, obj):
        return ConditionSerializer(obj.conditions.order_by("number"), many=True).data


@extend_schema_view(
    list=extend_schema(summary="已发布的榜单", tags=["challenges"]),
    retrieve=extend_schema(summary="一项榜单的全部公开内容", tags=["challenges"]),
)
class ChallengeViewSet(ReadOnlyModelViewSet):
    """Published challenges, by code."""

    queryset = queries.public_challenges()
    filterset_class = ChallengeFilter
    lookup_field = "code"
    lookup_value_regex = r"[^/]+"

    def get_serializer_class(self):
        return ChallengeDetailSerializer if self.action == "retrieve" else ChallengeSerializer


class BatchSerializer(serializers.ModelSerializer):
    programme = serializers.CharField(source="programme.short_code", read_only=True)
    mechanism = serializers.CharField(source="rule_set.mechanism", read_only=True)

    class Meta:
        model = Batch
        fields = (
            "id",
            "programme",
            "year",
            "number",
            "name",
            "mechanism",
            "notice_title",
            "document_number",
            "planned_fiscal_fen",
            "open_at",
            "deadline",
            "route",
            "state",
        )


@extend_schema_view(
    list=extend_schema(summary="已发布的批次", tags=["batches"]),
    retrieve=extend_schema(summary="一个批次", tags=["batches"]),
)
class BatchViewSet(ReadOnlyModelViewSet):
    queryset = Batch.objects.exclude(state=BatchState.DRAFTING).select_related("programme", "rule_set")
    serializer_class = BatchSerializer
    filterset_class = BatchFilter


class NoticeItemSerializer(serializers.ModelSerializer):
    challenge = serializers.CharField(source="challenge.code", read_only=True)
    amount_fen = serializers.SerializerMethodField()

    class Meta:
        model = NoticeItem
        fields = ("number", "challenge", "project_title", "consortium_name", "lead_name", "amount_fen", "note")

    def get_amount_fen(self, item) -> int | None:
        """Null while the rules keep the amount from the public (Q12)."""
        return item.amount_fen if self.context.get("shows_amounts") else None


class NoticeSerializer(serializers.ModelSerializer):
    class Meta:
        model = PublicNotice
        fields = (
            "id",
            "kind",
            "title",
            "document_number",
            "issuer",
            "written_on",
            "published_at",
            "starts_on",
            "ends_on",
            "ends_at",
            "working_days",
            "state",
        )


class NoticeDetailSerializer(NoticeSerializer):
    items = serializers.SerializerMethodField()

    class Meta(NoticeSerializer.Meta):
        fields = (
            *NoticeSerializer.Meta.fields,
            "body",
            "index_number",
            "subject",
            "correction_reason",
            "replaces",
            "items",
        )

    @extend_schema_field(NoticeItemSerializer(many=True))
    def get_items(self, notice):
        rows = notice.items.select_related("challenge").order_by("number")
        context = {"shows_amounts": queries.shows_amounts(notice)}
        return NoticeItemSerializer(rows, many=True, context=context).data


@extend_schema_view(
    list=extend_schema(summary="公示公告", tags=["notices"]),
    retrieve=extend_schema(summary="一份公示公告及其条目", tags=["notices"]),
)
class NoticeViewSet(ReadOnlyModelViewSet):
    queryset = PublicNotice.objects.exclude(state=NoticeState.DRAFT).select_related("batch__rule_set")
    filterset_class = NoticeFilter

    def get_serializer_class(self):
        return NoticeDetailSerializer if self.action == "retrieve" else NoticeSerializer


ROUTES = [
    ("challenges", ChallengeViewSet, "challenge"),
    ("batches", BatchViewSet, "batch"),
    ("notices", NoticeViewSet, "notice"),
]
