"""The only writer of transfers (design §5). One row moves money between two accounts, so the books balance by construction.

Money walks TREASURY → AWARDED → PAYABLE → PAID → RETURNED; only funding.actions calls this module.
"""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _

from consortia.enums import FundingSource
from core import clock
from core.errors import Refused
from core.money import with_unit
from funding.enums import AccountKind as K
from funding.enums import TransferCode as C
from funding.models import Account, Transfer
from projects.models import Project

#: code -> (account that gains, account that gives). CORRECT mirrors whatever row it reverses.
MOVES = {
    C.AWARD: (K.AWARDED, K.TREASURY),
    C.RESERVE: (K.PAYABLE, K.AWARDED),
    C.PAY: (K.PAID, K.PAYABLE),
    C.VOID: (K.AWARDED, K.PAYABLE),
    C.RELEASE: (K.TREASURY, K.AWARDED),
    C.CLAW_BACK: (K.RETURNED, K.PAID),
}

# Without a conflict target: the key and the reversed row are both unique for ever, and either makes a repeat harmless.
INSERT = """
INSERT INTO funding_transfer
    (debit_id, credit_id, amount_fen, code, key, tranche_id, reverses_id, resolution_id, document_number, note, at, by_id)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
ON CONFLICT DO NOTHING RETURNING id
"""


def account(*, kind: str, project: Project | None, year: int, source: str = FundingSource.FISCAL) -> Account:
    """The account of a kind, a project (none for TREASURY) and a budget year; made when first asked for."""
    wanted = {"kind": kind, "project": project, "source": source, "year": year}
    found = Account.objects.filter(**wanted).first()
    if found is None:
        Account.objects.bulk_create([Account(**wanted)], ignore_conflicts=True)
        found = Account.objects.get(**wanted)
    return found


def balance(of: Account) -> int:
    """What stands in an account, in fen; derived from its transfers."""
    gained = Transfer.objects.filter(debit=of).aggregate(fen=Sum("amount_fen", default=0))["fen"]
    given = Transfer.objects.filter(credit=of).aggregate(fen=Sum("amount_fen", default=0))["fen"]
    return gained - given


def move(*, code: str, project: Project, year: int, amount_fen: int, key: str, by, **body) -> Transfer:
    """`post` between the two accounts that the code names, of one project and budget year (see MOVES)."""
    gains, gives = MOVES[code]
    debit = account(kind=gains, project=None if gains == K.TREASURY else project, year=year)
    credit = account(kind=gives, project=None if gives == K.TREASURY else project, year=year)
    return post(debit=debit, credit=credit, amount_fen=amount_fen, code=code, key=key, by=by, **body)


def reverse(transfer: Transfer, *, code: str, key: str, by, at: datetime | None = None, note: str = "") -> Transfer:
    """Undo a transfer by its mirror, once; the row itself stays as it is (R-FUN-16)."""
    return post(
        debit=transfer.credit,
        credit=transfer.debit,
        amount_fen=transfer.amount_fen,
        code=code,
        key=key,
        by=by,
        at=at,
        tranche=transfer.tranche,
        reverses=transfer,
        note=note,
    )


def post(
    *,
    debit: Account,
    credit: Account,
    amount_fen: int,
    code: str,
    key: str,
    by,
    at: datetime | None = None,
    tranche=None,
    reverses: Transfer | None = None,
    resolution=None,
    document_number: str = "",
    note: str = "",
) -> Transfer:
    """Write one transfer, or answer the one that already has this key.

    Raises Refused: key_reused (same key, other body), reversed_already, not_a_move, overdrawn, over_decided.
    The project's row is locked, so the limits are checked against every transfer that was ever committed.
    """
    _check_move(debit, credit, amount_fen, code, reverses)
    with transaction.atomic():
        project = _locked_project(debit, credit)
        values = (debit.pk, credit.pk, amount_fen, code, key, _pk(tranche), _pk(reverses), _pk(resolution))
        with connection.cursor() as cursor:
            cursor.execute(INSERT, [*values, document_number, note, at or clock.now(), by.pk])
            row = cursor.fetchone()
        if row is None:
            return _found_again(values)
        _check_limits(debit, credit, code, reverses, project)
        return Transfer.objects.get(pk=row[0])


def _pk(row) -> int | None:
    return row.pk if row is not None else None


def _locked_project(debit: Account, credit: Account) -> Project | None:
    number = debit.project_id or credit.project_id
    return Project.objects.select_for_update(of=("self",), no_key=True).get(pk=number) if number else None


def _check_move(debit: Account, credit: Account, amount_fen: int, code: str, reverses: Transfer | None) -> None:
    """Whether the code may move money between these two accounts at all."""
    if isinstance(amount_fen, bool) or not isinstance(amount_fen, int) or amount_fen <= 0:
        raise Refused("not_positive", _("台账金额必须是大于零的整数分。"), amount_fen=amount_fen)
    if reverses is not None:
        fits = (debit.pk, credit.pk, amount_fen) == (reverses.credit_id, reverses.debit_id, reverses.amount_fen)
        if not fits or reverses.reverses_id is not None or code not in {C.VOID, C.CORRECT}:
            raise Refused(
                "not_a_move", _("冲正必须与原流水金额相等、方向相反，且冲正流水不能再冲正。"), transfer=reverses.pk
            )
        return
    projects = {of.project_id for of in (debit, credit) if of.kind != K.TREASURY}
    same = len(projects) == 1 and debit.year == credit.year and debit.source == credit.source
    if not same or MOVES.get(code) != (debit.kind, credit.kind) or code == C.VOID:
        raise Refused("not_a_move", _("这两个科目之间不能发生此类流水。"), debit=debit.pk, credit=credit.pk, code=code)


def _check_limits(debit: Account, credit: Account, code: str, reverses: Transfer | None, project: Project) -> None:
    """No project account below zero (never more paid than approved, approved than awarded); never more awarded than decided."""
    if credit.kind != K.TREASURY and (left := balance(credit)) < 0:
        raise Refused(
            "overdrawn",
            _("“%(account)s”余额不足，还差%(short)s，不能办理。请核对金额与年度。")
            % {"account": credit, "short": with_unit(-left, "元")},
            account=credit.pk,
            project=project.pk,
        )
    if credit.kind == K.TREASURY and (over := awarded(project) - project.fiscal_total_fen) > 0:
        raise Refused(
            "over_decided",
            _("项目%(code)s的立项安排将超出决定的财政经费%(over)s，不能办理。")
            % {"code": project.code, "over": with_unit(over, "元")},
            project=project.pk,
        )


def awarded(project: Project) -> int:
    """What was arranged for a project out of the treasury, less what went back to it, in fen."""
    treasury = {"kind": K.TREASURY}
    out = Transfer.objects.filter(credit__in=Account.objects.filter(**treasury), debit__project=project)
    back = Transfer.objects.filter(debit__in=Account.objects.filter(**treasury), credit__project=project)
    gained = out.aggregate(fen=Sum("amount_fen", default=0))["fen"]
    return gained - back.aggregate(fen=Sum("amount_fen", default=0))["fen"]


def _found_again(values: tuple) -> Transfer:
    """The transfer that was written before under this key; another body under the same key is an error, not silence."""
    debit, credit, amount_fen, code, key, tranche, reverses, resolution = values
    found = Transfer.objects.filter(key=key).first()
    if found is None:
        earlier = Transfer.objects.get(reverses=reverses)
        raise Refused(
            "reversed_already", _("该流水已由“%(key)s”冲正，不能再次冲正。") % {"key": earlier.key}, transfer=reverses
        )
    body = (
        found.debit_id,
        found.credit_id,
        found.amount_fen,
        found.code,
        found.tranche_id,
        found.reverses_id,
        found.resolution_id,
    )
    if body != (debit, credit, amount_fen, code, tranche, reverses, resolution):
        raise Refused(
            "key_reused",
            _("唯一键“%(key)s”已用于另一笔流水（%(amount)s），内容不一致，未入账。请核对后重新办理。")
            % {"key": key, "amount": with_unit(found.amount_fen, "元")},
            transfer=found.pk,
            key=key,
        )
    return found


def unreversed(tranche, code: str) -> Transfer | None:
    """The latest transfer of a tranche under a code that nothing has reversed."""
    return (
        Transfer.objects.filter(tranche=tranche, code=code, reversed_by__isnull=True)
        .order_by(F("id").desc())
        .select_related("debit", "credit", "tranche")
        .first()
    )
