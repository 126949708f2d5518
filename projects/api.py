"""The API of projects: what the pages show, to whom they show it; the results of awards are open data."""

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import permissions, serializers, viewsets

from projects import queries
from projects.filters import ProjectFilter, ResultFilter
from projects.models import Milestone, Project
from projects.views.public import published


class MilestoneSerializer(serializers.ModelSerializer):
    class Meta:
        model = Milestone
        fields = ("number", "name", "due_on", "report_by_on", "state")


class ProjectSerializer(serializers.ModelSerializer):
    """Amounts in fen."""

    challenge = serializers.CharField(source="challenge.code")
    consortium = serializers.CharField(source="consortium.name")
    lead = serializers.CharField(source="lead.name")
    leader = serializers.CharField(source="leader.name")
    milestones = MilestoneSerializer(many=True)
    race = serializers.SerializerMethodField()

    class Meta:
        model = Project
        fields = (
            "code",
            "title",
            "state",
            "challenge",
            "consortium",
            "lead",
            "leader",
            "starts_on",
            "ends_on",
            "fiscal_total_fen",
            "self_total_fen",
            "budget_mode",
            "chief_scientist_mode",
            "sign_by_on",
            "task_document_number",
            "funding_document_number",
            "milestones",
            "race",
        )

    def get_race(self, project) -> dict | None:
        """The lane of a racing project."""
        lane = getattr(project, "lane", None)
        return {"lane": lane.number, "state": lane.state} if lane else None


class ResultSerializer(serializers.ModelSerializer):
    """Public fields only; amounts in fen."""

    challenge = serializers.CharField(source="challenge.code")
    challenge_title = serializers.CharField(source="challenge.title")
    programme = serializers.CharField(source="challenge.batch.programme.name")
    consortium = serializers.CharField(source="consortium.name")
    lead = serializers.CharField(source="lead.name")
    public_summary = serializers.CharField(source="bid.public_summary")

    class Meta:
        model = Project
        fields = (
            "code",
            "title",
            "challenge",
            "challenge_title",
            "programme",
            "consortium",
            "lead",
            "starts_on",
            "ends_on",
            "fiscal_total_fen",
            "public_summary",
        )


@extend_schema_view(list=extend_schema(summary="项目列表"), retrieve=extend_schema(summary="一个项目"))
class ProjectViewSet(viewsets.ReadOnlyModelViewSet):
    serializer_class = ProjectSerializer
    filterset_class = ProjectFilter
    permission_classes = [permissions.IsAuthenticated]
    lookup_field = "code"
    queryset = Project.objects.none()

    def get_queryset(self):
        if not self.request.user.is_authenticated:
            return Project.objects.none()
        return queries.projects_for(self.request.user).select_related("lane").prefetch_related("milestones")


@extend_schema_view(
    list=extend_schema(summary="立项结果（公开）"), retrieve=extend_schema(summary="一项立项结果（公开）")
)
class ResultViewSet(viewsets.ReadOnlyModelViewSet):
    serializer_class = ResultSerializer
    filterset_class = ResultFilter
    permission_classes = [permissions.AllowAny]
    lookup_field = "code"
    queryset = Project.objects.none()

    def get_queryset(self):
        return published()


ROUTES = [("projects", ProjectViewSet, "project"), ("results", ResultViewSet, "result")]
