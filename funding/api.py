"""The API of money: the ledger for staff and auditors, tranches with the same actions as the pages."""

from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import permissions, serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import IDEMPOTENCY_KEY, once
from core.permissions import allows
from funding import actions, rules
from funding.filters import TrancheFilter, TransferFilter
from funding.models import Tranche, Transfer
from funding.queries.access import tranches_for


class TransferSerializer(serializers.ModelSerializer):
    """Amounts in fen; `debit` is the account that gains."""

    project = serializers.SerializerMethodField()
    debit = serializers.CharField(source="debit.kind")
    credit = serializers.CharField(source="credit.kind")
    year = serializers.IntegerField(source="debit.year")
    by = serializers.CharField(source="by.__str__")

    class Meta:
        model = Transfer
        fields = (
            "id",
            "at",
            "code",
            "project",
            "year",
            "debit",
            "credit",
            "amount_fen",
            "key",
            "tranche",
            "reverses",
            "document_number",
            "note",
            "by",
        )

    def get_project(self, row) -> str:
        project = row.debit.project or row.credit.project
        return project.code if project else ""


class MayReadLedger(permissions.BasePermission):
    def has_permission(self, request, view) -> bool:
        return allows(rules.view_ledger, request.user)


@extend_schema_view(list=extend_schema(summary="台账流水"), retrieve=extend_schema(summary="一笔流水"))
class TransferViewSet(viewsets.ReadOnlyModelViewSet):
    serializer_class = TransferSerializer
    filterset_class = TransferFilter
    permission_classes = [permissions.IsAuthenticated, MayReadLedger]
    queryset = Transfer.objects.select_related("debit__project", "credit__project", "by__person").order_by("-id")


class TrancheSerializer(serializers.ModelSerializer):
    """Amounts in fen."""

    project = serializers.CharField(source="project.code")
    payee = serializers.CharField(source="payee.name")

    class Meta:
        model = Tranche
        fields = (
            "id", "project", "stage", "year", "planned_fen", "approved_fen", "planned_on", "milestone", "payee", "document_number",
            "voucher_number", "received_fen", "received_on", "state",
        )  # fmt: skip


class RequestBody(serializers.Serializer):
    usage_plan = serializers.CharField()


class ApproveBody(serializers.Serializer):
    document_number = serializers.CharField(max_length=60)
    approved_fen = serializers.IntegerField(required=False)


class PayBody(serializers.Serializer):
    voucher_number = serializers.CharField(max_length=60)


class ConfirmBody(serializers.Serializer):
    received_fen = serializers.IntegerField()
    received_on = serializers.DateField()


@extend_schema_view(list=extend_schema(summary="拨款批次"), retrieve=extend_schema(summary="一期拨款"))
class TrancheViewSet(viewsets.ReadOnlyModelViewSet):
    """Each POST carries an Idempotency-Key: a repeat answers as the first did, another body under the key is refused."""

    serializer_class = TrancheSerializer
    filterset_class = TrancheFilter
    permission_classes = [permissions.IsAuthenticated]
    queryset = Tranche.objects.none()

    def get_queryset(self):
        if not self.request.user.is_authenticated:
            return Tranche.objects.none()
        return tranches_for(self.request.user).order_by("-id")

    def _act(self, request: Request, verb, body: type[serializers.Serializer]) -> Response:
        tranche = self.get_object()
        form = body(data=request.data)
        form.is_valid(raise_exception=True)

        def run() -> dict:
            return TrancheSerializer(verb(tranche=tranche, by=request.user, **form.validated_data)).data

        return once(request, run)

    @extend_schema(summary="申请拨款", parameters=[IDEMPOTENCY_KEY], request=RequestBody, responses=TrancheSerializer)
    @action(detail=True, methods=["post"], url_path="request")
    def ask(self, request: Request, pk=None) -> Response:
        return self._act(request, actions.request_tranche, RequestBody)

    @extend_schema(summary="批准拨款", parameters=[IDEMPOTENCY_KEY], request=ApproveBody, responses=TrancheSerializer)
    @action(detail=True, methods=["post"])
    def approve(self, request: Request, pk=None) -> Response:
        return self._act(request, actions.approve_tranche, ApproveBody)

    @extend_schema(summary="拨付", parameters=[IDEMPOTENCY_KEY], request=PayBody, responses=TrancheSerializer)
    @action(detail=True, methods=["post"])
    def pay(self, request: Request, pk=None) -> Response:
        return self._act(request, actions.pay_tranche, PayBody)

    @extend_schema(summary="确认到账", parameters=[IDEMPOTENCY_KEY], request=ConfirmBody, responses=TrancheSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk=None) -> Response:
        return self._act(request, actions.confirm_tranche, ConfirmBody)


ROUTES = [("transfers", TransferViewSet, "transfer"), ("tranches", TrancheViewSet, "tranche")]
