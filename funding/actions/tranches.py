"""Tranches: due, requested, approved, paid, received; held, voided, cancelled (3.6). Four people, one ledger."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.enums import Role
from accounts.queries import users_with_role
from core import clock
from core.actions import action, locked
from core.errors import Refused
from core.lifecycle import advance
from core.money import with_unit
from core.outbox import notify
from core.permissions import require
from funding import ledger, rules
from funding.enums import TrancheState as T
from funding.enums import TransferCode as C
from funding.models import Tranche, Transfer
from funding.queries.conditions import OPEN, gaps, may_fall_due
from projects.actions.guards import required_text
from projects.actions.sweeps import each
from projects.enums import ProjectState
from projects.models import Project


def tranche_url(tranche: Tranche) -> str:
    return f"/funding/tranches/{tranche.pk}/"


def fall_due_tranches(*, by, at: datetime | None = None) -> int:
    """Sweep: a tranche falls due when its project runs, its budget year has come and its node is passed or waived."""
    at = at or clock.now()
    return each(may_fall_due(clock.local(at).date()), lambda tranche: _fall_due(tranche, by=by, at=at), by=by)


def _fall_due(tranche: Tranche, *, by, at: datetime) -> bool:
    advance(tranche, "fall_due", by=by, at=at)
    words = {"code": tranche.project.code, "stage": tranche.stage, "amount": with_unit(tranche.planned_fen)}
    title = _("项目 %(code)s 第%(stage)d期拨款（%(amount)s）可以申请") % words
    for user in users_with_role(
        Role.APPLICANT, Role.UNIT_ADMIN, on=clock.local(at).date(), organization=tranche.project.lead
    ):
        notify(user, title=title, url=tranche_url(tranche), key=f"tranche:{tranche.pk}:due", at=at)
    return True


@action
def request_tranche(*, tranche: Tranche, usage_plan: str, by, at: datetime | None = None) -> Tranche:
    """申请拨款 with the 用款计划; every missing condition is named at once (R-FUN-07, Q6)."""
    at = at or clock.now()
    require(rules.request_tranche, by, tranche)
    locked(tranche.project)
    tranche = _fresh(tranche)
    usage_plan = required_text(usage_plan, _("用款计划"))
    if tranche.state == T.PLANNED and not gaps(tranche, on=clock.local(at).date()):
        # The sweep comes every few minutes; nobody waits for it.
        advance(tranche, "fall_due", by=by, at=at)
    if tranche.state in {T.PLANNED, T.DUE}:
        _refuse_gaps(tranche, at)
    return advance(tranche, "request", by=by, at=at, note=usage_plan, changes={"usage_plan": usage_plan})


def _fresh(tranche: Tranche) -> Tranche:
    return (
        Tranche.objects.select_for_update(of=("self",))
        .select_related("project__challenge__batch__rule_set", "milestone", "waiver", "payee")
        .get(pk=tranche.pk)
    )


def _refuse_gaps(tranche: Tranche, at: datetime) -> None:
    found = gaps(tranche, on=clock.local(at).date())
    if found:
        raise Refused(
            "conditions",
            _("第%(stage)d期拨款条件尚未具备：") % {"stage": tranche.stage},
            defects=found,
            tranche=tranche.pk,
        )


@action
def refuse_tranche(*, tranche: Tranche, reason: str, by, at: datetime | None = None) -> Tranche:
    """退回申请; the unit may ask again."""
    require(rules.manage_tranche, by, tranche)
    return advance(tranche, "refuse", by=by, at=at, note=required_text(reason, _("退回理由")))


@action
def approve_tranche(
    *, tranche: Tranche, approved_fen: int | None = None, document_number: str, by, at: datetime | None = None
) -> Tranche:
    """批准拨款, at most what was planned, by default all of it; the money is reserved. The conditions must still hold."""
    at = at or clock.now()
    require(rules.approve_tranche, by, tranche)
    locked(tranche.project)
    tranche = _fresh(tranche)
    require(rules.approve_tranche, by, tranche)
    document_number = required_text(document_number, _("下达文号"))
    approved_fen = tranche.planned_fen if approved_fen is None else approved_fen
    if (
        isinstance(approved_fen, bool)
        or not isinstance(approved_fen, int)
        or not 0 < approved_fen <= tranche.planned_fen
    ):
        words = {"plan": with_unit(tranche.planned_fen)}
        raise Refused("over_planned", _("批准金额须大于零且不超过计划金额%(plan)s。") % words, tranche=tranche.pk)
    if tranche.state == T.REQUESTED:
        _refuse_gaps(tranche, at)
    changes = {"approved_fen": approved_fen, "document_number": document_number}
    note = _("批准%(amount)s，%(number)s") % {"amount": with_unit(approved_fen), "number": document_number}
    advance(tranche, "approve", by=by, at=at, note=note, changes=changes)
    turn = Transfer.objects.filter(tranche=tranche, code=C.RESERVE).count() + 1
    _post(tranche, C.RESERVE, approved_fen, f"reserve:{turn}", by=by, at=at, document_number=document_number)
    return tranche


def _post(tranche: Tranche, code: str, amount_fen: int, name: str, *, by, at: datetime, **body) -> Transfer:
    return ledger.move(
        code=code,
        project=tranche.project,
        year=tranche.year,
        amount_fen=amount_fen,
        key=f"tranche:{tranche.pk}:{name}",
        tranche=tranche,
        by=by,
        at=at,
        **body,
    )


@action
def void_tranche(*, tranche: Tranche, reason: str, by, at: datetime | None = None) -> Tranche:
    """撤销批准 before paying: the reservation is reversed, the tranche may be requested again."""
    at = at or clock.now()
    require(rules.pay_tranche, by, tranche)
    reason = required_text(reason, _("撤销理由"))
    locked(tranche.project)
    advance(tranche, "void", by=by, at=at, note=reason, changes={"approved_fen": None, "document_number": ""})
    _unreserve(tranche, reason, by=by, at=at)
    return tranche


def _unreserve(tranche: Tranche, reason: str, *, by, at: datetime) -> None:
    reserve = ledger.unreversed(tranche, C.RESERVE)
    key = reserve.key.replace("reserve", "void")
    ledger.reverse(reserve, code=C.VOID, key=key, by=by, at=at, note=reason[:300])


@action
def pay_tranche(*, tranche: Tranche, voucher_number: str, by, at: datetime | None = None) -> Tranche:
    """拨付 what was approved, once for ever; what was approved less than planned goes back to the treasury.

    Whoever approved does not pay. A repeat with the same voucher answers as the first did (R1).
    """
    at = at or clock.now()
    require(rules.pay_tranche, by, tranche)
    voucher_number = required_text(voucher_number, _("拨款凭证号"))
    locked(tranche.project)
    tranche = _fresh(tranche)
    if tranche.state in {T.PAID, T.RECEIVED} and tranche.voucher_number == voucher_number:
        return tranche
    require(rules.pay_tranche, by, tranche)
    if tranche.state == T.APPROVED and tranche.project.state in {ProjectState.SUSPENDED, ProjectState.TERMINATED}:
        words = {"state": tranche.project.get_state_display()}
        raise Refused("project_stopped", _("项目现为“%(state)s”，不能拨付。") % words, project=tranche.project_id)
    advance(tranche, "pay", by=by, at=at, note=voucher_number, changes={"voucher_number": voucher_number})
    _post(tranche, C.PAY, tranche.approved_fen, "pay", by=by, at=at, document_number=voucher_number)
    if tranche.approved_fen < tranche.planned_fen:
        rest = tranche.planned_fen - tranche.approved_fen
        _post(tranche, C.RELEASE, rest, "release", by=by, at=at, note=_("批准金额低于计划，余额退回"))
    return tranche


@action
def confirm_tranche(
    *, tranche: Tranche, received_fen: int, received_on: date, by, at: datetime | None = None
) -> Tranche:
    """确认到账 by the lead: no more than was paid, not before it was paid."""
    at = at or clock.now()
    require(rules.confirm_tranche, by, tranche)
    tranche = _fresh(tranche)
    if tranche.state == T.PAID:
        today = clock.local(at).date()
        if not 0 < received_fen <= tranche.approved_fen:
            words = {"paid": with_unit(tranche.approved_fen, "元")}
            raise Refused("over_paid", _("到账金额须大于零且不超过拨付金额%(paid)s。") % words, tranche=tranche.pk)
        if not clock.local(tranche.paid_at).date() <= received_on <= today:
            raise Refused("received_on", _("到账日期须在拨付日与今天之间。"), tranche=tranche.pk)
    changes = {"received_fen": received_fen, "received_on": received_on}
    return advance(tranche, "confirm", by=by, at=at, note=with_unit(received_fen), changes=changes)


@action
def hold_tranche(*, tranche: Tranche, reason: str, by, at: datetime | None = None) -> Tranche:
    """暂缓: nothing is paid until it is lifted or cancelled (S84)."""
    require(rules.manage_tranche, by, tranche)
    reason = required_text(reason, _("暂缓原因"))[:300]
    return advance(tranche, "hold", by=by, at=at, note=reason, changes={"hold_reason": reason})


@action
def unhold_tranche(*, tranche: Tranche, note: str, by, at: datetime | None = None) -> Tranche:
    require(rules.manage_tranche, by, tranche)
    note = required_text(note, _("解除暂缓的说明"))
    return advance(tranche, "unhold", by=by, at=at, note=note, changes={"hold_reason": ""})


@action
def cancel_tranche(*, tranche: Tranche, reason: str, resolution=None, by, at: datetime | None = None) -> Tranche:
    """取消 what is not paid yet: a reservation is voided, and the money goes back to the treasury (R-RAC-05)."""
    at = at or clock.now()
    require(rules.manage_tranche, by, tranche)
    reason = required_text(reason, _("取消原因"))[:300]
    locked(tranche.project)
    tranche = _fresh(tranche)
    was_approved = tranche.state == T.APPROVED
    advance(tranche, "cancel", by=by, at=at, note=reason, changes={"cancel_reason": reason})
    if was_approved:
        _unreserve(tranche, reason, by=by, at=at)
    _post(tranche, C.RELEASE, tranche.planned_fen, "release", by=by, at=at, resolution=resolution, note=reason)
    return tranche


@action
def cancel_open_tranches(
    *, project: Project, reason: str, resolution=None, by, at: datetime | None = None
) -> list[Tranche]:
    """Every unpaid tranche of a project that ended."""
    rows = project.tranches.filter(state__in=OPEN).order_by("stage")
    return [cancel_tranche(tranche=row, reason=reason, resolution=resolution, by=by, at=at) for row in rows]


def cancel_lapsed(*, by, at: datetime | None = None) -> int:
    """Sweep: projects whose agreement was never signed give their money back."""
    at = at or clock.now()
    rows = Project.objects.filter(
        state=ProjectState.LAPSED, pk__in=Tranche.objects.filter(state__in=OPEN).values("project")
    )
    reason = _("任务书逾期未签，立项失效")
    return each(rows, lambda project: bool(cancel_open_tranches(project=project, reason=reason, by=by, at=at)), by=by)
