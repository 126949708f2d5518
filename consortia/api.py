"""The register as open data; bids for their own people: sections under ETag and If-Match, one effect a key for every step."""

import json
import re

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_field, extend_schema_view
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import APIException, NotFound, ValidationError
from rest_framework.mixins import ListModelMixin, RetrieveModelMixin
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet, ReadOnlyModelViewSet

from challenges.queries import public_challenges
from consortia import actions, drafts, queries, rules
from consortia.actions.access import require_on_sealed
from consortia.drafts.schema import WRITTEN
from consortia.filters import BidFilter, DirectoryFilter
from consortia.models import Bid, Consortium
from core.api import IDEMPOTENCY_KEY, once
from core.errors import Conflict, Refused
from core.permissions import require

IF_MATCH = OpenApiParameter(
    "If-Match", str, OpenApiParameter.HEADER, description='写入者读到的版本，例如 "3"；新的部分用 "0"。'
)


class PreconditionRequired(APIException):
    status_code, default_code = 428, "precondition_required"
    default_detail = "If-Match is missing: send the ETag of the version you have read."


class PreconditionFailed(APIException):
    status_code, default_code = 412, "precondition_failed"


class MemberSerializer(serializers.Serializer):
    name = serializers.CharField(source="organization.name")
    kind = serializers.CharField(source="kind_at_signing")
    is_local = serializers.BooleanField(source="is_local_at_signing")
    role = serializers.CharField()


class ConsortiumSerializer(serializers.ModelSerializer):
    """What stands in the public register."""

    lead = serializers.CharField(source="lead.name", read_only=True)
    programme = serializers.CharField(source="programme.short_code", read_only=True, default="")
    field = serializers.CharField(source="field.name", read_only=True, default="")
    members = serializers.SerializerMethodField()

    class Meta:
        model = Consortium
        fields = (
            "id",
            "name",
            "registration_number",
            "programme",
            "field",
            "lead",
            "valid_from",
            "valid_to",
            "state",
            "members",
        )

    @extend_schema_field(MemberSerializer(many=True))
    def get_members(self, obj):
        confirmed = [one for one in obj.memberships.all() if one.state == "CONFIRMED"]
        return MemberSerializer(sorted(confirmed, key=lambda one: (one.role, one.pk)), many=True).data


@extend_schema_view(
    list=extend_schema(summary="已备案的创新联合体", tags=["consortia"]),
    retrieve=extend_schema(summary="一个创新联合体", tags=["consortia"]),
)
class ConsortiumViewSet(ReadOnlyModelViewSet):
    queryset = (
        queries.public_consortia()
        .select_related("lead", "programme", "field")
        .prefetch_related("memberships__organization")
    )
    serializer_class = ConsortiumSerializer
    filterset_class = DirectoryFilter


class BidSerializer(serializers.ModelSerializer):
    """A bid as its row shows it: nothing of the content before opening. Amounts are whole fen."""

    challenge = serializers.CharField(source="challenge.code", read_only=True)
    consortium = serializers.CharField(source="consortium.name", read_only=True)
    deadline = serializers.DateTimeField(source="challenge.deadline", read_only=True)
    state_label = serializers.CharField(source="get_state_display", read_only=True)

    class Meta:
        model = Bid
        fields = (
            "id", "number", "challenge", "consortium", "deadline", "version", "state", "state_label", "submitted_at",
            "content_sha256", "content_sm3", "opened_at", "title", "fiscal_fen", "self_fen", "loan_fen", "matching_fen",
        )  # fmt: skip


class OwnConsortiumField(serializers.PrimaryKeyRelatedField):
    """Another's is like none at all."""

    def get_queryset(self):
        request = self.context.get("request")
        return queries.consortia_of(request.user) if request else Consortium.objects.none()


class StartSerializer(serializers.Serializer):
    # A refusal names the challenge: of one that is still being drafted nobody learns the title by trying its code.
    challenge = serializers.SlugRelatedField("code", queryset=public_challenges())
    consortium = OwnConsortiumField()


class ReceiptSerializer(serializers.Serializer):
    number = serializers.CharField()
    payload = serializers.JSONField()
    signature = serializers.CharField()
    public_key = serializers.CharField()


class DefectSerializer(serializers.Serializer):
    section = serializers.CharField()
    anchor = serializers.CharField()
    sentence = serializers.CharField()
    code = serializers.CharField()
    is_waivable = serializers.BooleanField()


@extend_schema_view(
    list=extend_schema(summary="与我有关的揭榜方案", tags=["bids"]),
    retrieve=extend_schema(summary="一份揭榜方案", tags=["bids"]),
)
class BidViewSet(ListModelMixin, RetrieveModelMixin, GenericViewSet):
    """The same actions and rules as the pages. A bid without a relation to the caller is not found."""

    queryset = Bid.objects.none()
    serializer_class = BidSerializer
    filterset_class = BidFilter
    permission_classes = [IsAuthenticated]

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return Bid.objects.none()
        return queries.bids_of(self.request.user).select_related("challenge__batch__rule_set", "consortium__lead")

    def _answer(self, bid: Bid) -> dict:
        fresh = self.get_queryset().get(pk=bid.pk)
        return json.loads(json.dumps(BidSerializer(fresh).data, default=str))

    @extend_schema(
        summary="发起揭榜",
        tags=["bids"],
        request=StartSerializer,
        responses={201: BidSerializer},
        parameters=[IDEMPOTENCY_KEY],
    )
    def create(self, request):
        asked = StartSerializer(data=request.data, context={"request": request})
        asked.is_valid(raise_exception=True)
        values = asked.validated_data
        return once(request, lambda: self._answer(actions.start_bid(by=request.user, **values)), status=201)

    @extend_schema(summary="缺漏清单", tags=["bids"], responses=DefectSerializer(many=True))
    @action(detail=True, methods=["get"], pagination_class=None, filterset_class=None)
    def defects(self, request, pk=None):
        bid = self._readable()
        found = drafts.defects(challenge=bid.challenge, consortium=bid.consortium, sections=queries.sections(bid))
        return Response(DefectSerializer(found, many=True).data)

    @extend_schema(
        methods=["GET"], summary="方案的一个部分", tags=["bids"], responses=OpenApiTypes.OBJECT,
        parameters=[OpenApiParameter("name", str, OpenApiParameter.PATH, enum=list(WRITTEN))],
    )  # fmt: skip
    @extend_schema(
        methods=["PUT"], summary="保存方案的一个部分", tags=["bids"], request=OpenApiTypes.OBJECT, responses=OpenApiTypes.OBJECT,
        parameters=[IF_MATCH, OpenApiParameter("name", str, OpenApiParameter.PATH, enum=list(WRITTEN))],
    )  # fmt: skip
    @action(detail=True, methods=["get", "put"], url_path=r"sections/(?P<name>[a-z]+)")
    def sections(self, request, pk=None, name=None):
        bid = self._readable()
        if name not in WRITTEN:
            raise NotFound
        if request.method == "PUT":
            return self._save(request, bid, name)
        found = queries.section(bid, name)
        if found is None and bid.opened_at is None and not bid.sections.exists():
            raise Refused("sealed", "方案已密封，开封前不能查看。", sensitive=True, bid=bid.pk)
        content = (
            json.loads(found.content)
            if found
            else queries.content_of(bid)[name]
            if bid.opened_at
            else drafts.blank(name)
        )
        return Response(content, headers={"ETag": f'"{found.version if found else 0}"'})

    def _save(self, request, bid: Bid, name: str) -> Response:
        given = re.fullmatch(r'(?:W/)?"(\d{1,9})"', request.headers.get("If-Match", "").strip())
        if given is None:
            raise PreconditionRequired
        if not isinstance(request.data, dict):
            raise ValidationError({"content": "An object is needed."})
        content = json.loads(json.dumps(request.data))
        try:
            saved = actions.save_section(bid=bid, name=name, content=content, version=int(given[1]), by=request.user)
        except Conflict as conflict:
            raise PreconditionFailed(conflict.sentence) from conflict
        return Response(json.loads(saved.content), headers={"ETag": f'"{saved.version}"'})

    @extend_schema(
        summary="送单位审核", tags=["bids"], request=None, responses=BidSerializer, parameters=[IDEMPOTENCY_KEY]
    )
    @action(detail=True, methods=["post"])
    def send(self, request, pk=None):
        bid = self.get_object()
        return once(request, lambda: self._answer(actions.send_to_unit(bid=bid, by=request.user)))

    @extend_schema(
        summary="密封提交", tags=["bids"], request=None, responses=ReceiptSerializer, parameters=[IDEMPOTENCY_KEY]
    )
    @action(detail=True, methods=["post"])
    def submit(self, request, pk=None):
        bid = self.get_object()

        def run() -> dict:
            receipt = actions.submit_bid(bid=bid, by=request.user)
            return {"number": receipt.number, **queries.receipt_document(receipt)}

        return once(request, run)

    @extend_schema(
        summary="截止前撤回", tags=["bids"], request=None, responses=BidSerializer, parameters=[IDEMPOTENCY_KEY]
    )
    @action(detail=True, methods=["post"])
    def recall(self, request, pk=None):
        bid = self.get_object()
        return once(request, lambda: self._answer(actions.recall_bid(bid=bid, by=request.user)))

    @extend_schema(summary="回执", tags=["bids"], responses=ReceiptSerializer)
    @action(detail=True, methods=["get"])
    def receipt(self, request, pk=None):
        bid = self.get_object()
        require(rules.read_receipt, request.user, bid)
        found = bid.receipts.order_by("-version").first()
        if found is None:
            raise NotFound
        return Response({"number": found.number, **queries.receipt_document(found)})

    def _readable(self) -> Bid:
        bid = self.get_object()
        require_on_sealed(rules.read_bid, self.request.user, bid)
        return bid


class VerificationSerializer(serializers.Serializer):
    """Either a receipt as it was handed out (payload and signature), or a number and one digest."""

    payload = serializers.JSONField(required=False)
    signature = serializers.CharField(required=False, max_length=200)
    number = serializers.CharField(required=False, max_length=80)
    digest = serializers.RegexField(r"^[0-9a-fA-F]{64}$", required=False)

    def validate(self, asked):
        if not isinstance(asked.get("payload"), dict) and not (asked.get("number") and asked.get("digest")):
            raise ValidationError("Send payload and signature, or number and digest.")
        return asked


class ComparedSerializer(serializers.Serializer):
    label = serializers.CharField()
    is_same = serializers.BooleanField(allow_null=True)
    text = serializers.CharField()


class VerdictSerializer(serializers.Serializer):
    is_genuine = serializers.BooleanField()
    what = serializers.CharField(allow_blank=True)
    compared = ComparedSerializer(many=True)


class VerificationViewSet(GenericViewSet):
    """Anybody may check a receipt; nothing is kept, and nothing is told of receipts that the caller does not hold."""

    serializer_class = VerificationSerializer
    permission_classes = [AllowAny]
    pagination_class = None

    @extend_schema(summary="核验回执", tags=["bids"], request=VerificationSerializer, responses=VerdictSerializer)
    def create(self, request):
        asked = VerificationSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        said = asked.validated_data
        if "payload" in said:
            proof = queries.matches_shown(payload=said["payload"], signature=said.get("signature", ""))
        else:
            proof = queries.matches_digest(number=said["number"].strip().upper(), digest=said["digest"].lower())
        return Response(VerdictSerializer(proof).data)


ROUTES = [
    ("consortia", ConsortiumViewSet, "consortium"),
    ("bids", BidViewSet, "bid"),
    ("verify", VerificationViewSet, "verify"),
]
