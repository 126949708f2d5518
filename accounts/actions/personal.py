"""Bank accounts and identity numbers: encrypted, written by the unit, read by few, each read an event (R-ROL-07, R-SEC-08)."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts import rules
from accounts.models import Organization, Person, User
from core import clock, events
from core.actions import action, locked
from core.errors import Refused
from core.permissions import require
from core.text import no_blanks


@dataclass(frozen=True)
class BankDetails:
    bank_name: str
    account_name: str
    account: str


@action
def set_bank_details(
    *,
    organization: Organization,
    bank_name: str,
    account_name: str,
    account: str,
    has_consent: bool,
    by: User,
    at: datetime | None = None,
) -> Organization:
    """The unit's administrator enters where tranches are paid to, with separate consent (R-SEC-08)."""
    require(rules.set_bank_details, by, organization)
    if not has_consent:
        raise Refused("consent_needed", _("请阅读并同意银行账户信息的用途说明后再保存。"))
    number = no_blanks(account)
    if not number.isdigit() or not 8 <= len(number) <= 32:
        raise Refused("account_form", _("银行账号应为 8 至 32 位数字，请核对后重新填写。"))
    row = locked(organization)
    Organization.objects.filter(pk=row.pk).update(
        bank_name=bank_name.strip(), bank_account_name=account_name.strip(), bank_account=number
    )
    organization.refresh_from_db(fields=["bank_name", "bank_account_name", "bank_account"])
    note = _("已同意用于拨付项目经费")
    events.record(row, "organization.set_bank", by=by, at=at or clock.now(), label=_("维护银行账户"), note=note)
    return organization


@action
def read_bank_details(*, organization: Organization, purpose: str, by: User, at: datetime | None = None) -> BankDetails:
    """The plain account, for whoever pays or audits; reading it is an event with its purpose."""
    require(rules.read_bank_details, by, organization)
    purpose = _purposeful(purpose)
    events.record(
        organization,
        "organization.read_bank",
        by=by,
        at=at or clock.now(),
        label=_("查看银行账户"),
        note=purpose,
        restricted=True,
    )
    row = Organization.objects.get(pk=organization.pk)
    return BankDetails(row.bank_name, row.bank_account_name, row.bank_account)


@action
def read_identity(*, person: Person, purpose: str, by: User, at: datetime | None = None) -> str:
    """The plain identity number; reading it is an event with its purpose."""
    require(rules.read_identity, by, person)
    purpose = _purposeful(purpose)
    events.record(
        person,
        "person.read_identity",
        by=by,
        at=at or clock.now(),
        label=_("查看证件号码"),
        note=purpose,
        restricted=True,
    )
    return Person.objects.get(pk=person.pk).identity_number


def _purposeful(purpose: str) -> str:
    if not purpose.strip():
        raise Refused("purpose_needed", _("请写明查看的用途；每次查看均留有记录。"))
    return purpose.strip()
