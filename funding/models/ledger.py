"""The ledger in its smallest form: accounts, and transfers that nobody can change (design §5)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from consortia.enums import FundingSource
from core.base import choice, fen, link
from core.history import APPEND_ONLY, audit_leaf_trigger
from funding.enums import AccountKind, TransferCode


class Account(models.Model):
    """A place where fiscal money of one source and year stands; the balance is derived from transfers."""

    kind = choice(AccountKind, _("科目"))
    project = link("projects.Project", _("项目"), related="accounts", optional=True)
    source = choice(FundingSource, _("资金来源"), default=FundingSource.FISCAL)
    year = models.PositiveSmallIntegerField(_("年度"))

    class Meta:
        verbose_name = verbose_name_plural = _("台账科目")
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "project", "source", "year"], nulls_distinct=False, name="account_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["TREASURY", "RETURNED"]) | Q(project__isnull=False), name="account_project"
            ),
        ]
        # An account that changes hands would move its money without a transfer.
        triggers = [*APPEND_ONLY, audit_leaf_trigger()]

    def __str__(self):
        return f"{self.get_kind_display()} {self.year} {self.project.code if self.project_id else ''}".strip()


class Transfer(models.Model):
    """One movement between two accounts. `key` makes a repeat harmless for ever; `reverses` undoes an earlier row."""

    debit = link("funding.Account", _("转入科目"), related="debits")
    credit = link("funding.Account", _("转出科目"), related="credits")
    amount_fen = fen(_("金额（分）"))
    code = choice(TransferCode, _("事由"))
    key = models.CharField(_("唯一键"), max_length=120, unique=True)
    tranche = link("funding.Tranche", _("拨款批次"), related="transfers", optional=True)
    reverses = models.OneToOneField(
        "funding.Transfer",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reversed_by",
        verbose_name=_("冲正的流水"),
    )
    resolution = link("challenges.Resolution", _("决议"), optional=True)
    document_number = models.CharField(_("凭证号"), max_length=80, blank=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    at = models.DateTimeField(_("时间"), db_index=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+", verbose_name=_("经手人"))

    class Meta:
        verbose_name = verbose_name_plural = _("台账流水")
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="transfer_positive"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="transfer_two_accounts"),
        ]
        triggers = [*APPEND_ONLY, audit_leaf_trigger()]

    def __str__(self):
        return self.key
