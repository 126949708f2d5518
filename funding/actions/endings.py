"""Ends: a project terminated, its money stopped at once, settled with what is unspent or misused clawed back (R-RAC-05, Q15)."""

from datetime import datetime

from django.utils.translation import gettext as _

from challenges.models import Resolution
from core import clock
from core.actions import action, locked
from core.errors import Refused
from core.money import with_unit
from core.permissions import require
from funding import ledger, rules
from funding.actions.tranches import cancel_open_tranches
from funding.enums import AccountKind, TransferCode
from funding.models import Account, Settlement
from projects import actions as project_actions
from projects.actions.guards import required_text
from projects.enums import ProjectState, TerminationKind
from projects.models import Project


@action
def terminate_project(
    *,
    project: Project,
    kind: str,
    note: str,
    resolution: Resolution | None = None,
    by,
    at: datetime | None = None,
) -> Project:
    """终止 by a resolution; unpaid tranches are cancelled in the same transaction. Races eliminate instead (`eliminate`)."""
    require(rules.terminate_project, by, project)
    if kind == TerminationKind.RACE:
        raise Refused("race_eliminates", _("赛马淘汰请在赛马考核决定中办理。"), project=project.pk)
    return end_project(project=project, kind=kind, note=note, resolution=resolution, by=by, at=at)


@action
def end_project(
    *, project: Project, kind: str, note: str, resolution: Resolution | None, by, at: datetime | None = None
) -> Project:
    """The state and the money of an end, whatever the reason."""
    at = at or clock.now()
    require(rules.terminate_project, by, project)
    project = locked(project)
    project_actions.record_termination(project=project, kind=kind, note=note, resolution=resolution, by=by, at=at)
    cancel_open_tranches(project=project, reason=note, resolution=resolution, by=by, at=at)
    return project


@action
def settle_project(
    *,
    project: Project,
    spent_fen: int,
    misused_fen: int = 0,
    is_faultless: bool,
    audit_report_number: str,
    opinion: str,
    by,
    at: datetime | None = None,
) -> Settlement:
    """清算 after the audit: unspent fiscal money comes back whole, spent money only as far as it was misused; fen.

    `is_faultless` (勤勉尽责) exempts from consequences, not from returning what is left; it excludes misuse.
    """
    at = at or clock.now()
    require(rules.settle_project, by, project)
    project = locked(project)
    opinion = required_text(opinion, _("清算意见"))
    number = required_text(audit_report_number, _("审计报告编号"))
    if project.state != ProjectState.TERMINATED:
        words = {"state": project.get_state_display()}
        raise Refused(
            "not_terminated", _("项目现为“%(state)s”，只有已终止的项目需要清算。") % words, project=project.pk
        )
    places = Account.objects.filter(project=project, kind=AccountKind.PAID).order_by("-year")
    stands = [(place, ledger.balance(place)) for place in places]
    paid_fen = sum(fen for _place, fen in stands)
    if not 0 <= spent_fen <= paid_fen:
        words = {"paid": with_unit(paid_fen, "元")}
        raise Refused("over_paid", _("已支出须不小于零且不超过已拨付的%(paid)s。") % words, project=project.pk)
    if not 0 <= misused_fen <= spent_fen or (misused_fen and is_faultless):
        raise Refused(
            "misused", _("违规使用金额不能超过已支出金额；有违规使用的，不能认定勤勉尽责。"), project=project.pk
        )
    back = paid_fen - spent_fen + misused_fen
    settlement = Settlement.objects.create(
        project=project,
        paid_fen=paid_fen,
        spent_fen=spent_fen,
        misused_fen=misused_fen,
        clawed_back_fen=back,
        is_faultless=is_faultless,
        audit_report_number=number,
        opinion=opinion,
        settled_at=at,
        settled_by=by,
    )
    # The youngest year first: what is unspent was paid last.
    left = back
    for place, stands_fen in stands:
        if part := min(left, stands_fen):
            left -= part
            ledger.move(
                code=TransferCode.CLAW_BACK,
                project=project,
                year=place.year,
                amount_fen=part,
                key=f"project:{project.pk}:claw-back:{place.year}",
                resolution=project.termination_resolution,
                document_number=number,
                by=by,
                at=at,
            )
    note = _("清算：已拨%(paid)s，追回%(back)s") % {"paid": with_unit(paid_fen), "back": with_unit(back)}
    project_actions.record_settlement(project=project, is_faultless=is_faultless, note=note, by=by, at=at)
    return settlement
