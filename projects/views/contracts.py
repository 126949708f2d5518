"""Contracts of the 2021 mechanism."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import READERS
from core.pages import FormPage, ListPage, ObjectPage
from core.permissions import allows
from core.ui import values
from projects import actions, forms, rules
from projects.filters import ContractFilter
from projects.models import Contract


def contracts_for(user):
    rows = Contract.objects.select_related("challenge", "enterprise").prefetch_related("parties__organization")
    if user.has_role(*READERS):
        return rows
    own = Q(enterprise=user.organization_id) | Q(
        pk__in=Contract.objects.filter(parties__organization=user.organization_id)
    )
    return rows.filter(own) if user.organization_id else rows.none()


class ContractList(ListPage):
    title = gettext_lazy("技术合同")
    lead = gettext_lazy("2021 年机制：企业出题、科研单位揭榜，按合同金额的规定比例支持，按类别封顶。")
    template_name = "projects/contract_list.html"
    filterset = ContractFilter
    sorts = {"signed": ("signed_on",), "amount": ("amount_fen",), "support": ("support_fen",)}
    default_sort = ("-signed_on", "-pk")
    unit = gettext_lazy("份")

    def rows(self, user):
        return contracts_for(user)

    def context(self, user) -> dict:
        return {"new_url": reverse("projects:sign-contract") if allows(rules.sign_contract, user) else ""}


class ContractPage(ObjectPage):
    model = Contract

    def rows(self, user):
        return contracts_for(user).select_related("recorded_by", "challenge__batch__rule_set")

    def heading(self, obj) -> str:
        return _("技术合同：%(name)s") % {"name": obj.enterprise}

    def crumbs(self, obj):
        return [(_("技术合同"), reverse("projects:contracts")), (str(obj), "")]

    def lead(self, obj, user) -> str:
        return str(obj.challenge)

    def facts(self, obj, user) -> list:
        rule_set = obj.challenge.batch.rule_set
        rows = [
            (_("出题企业"), obj.enterprise),
            (_("揭榜科研单位"), "、".join(party.organization.name for party in obj.parties.all())),
            (_("合同金额"), values.money(obj.amount_fen)),
            (_("财政支持"), values.money(obj.support_fen)),
            (_("规则比例"), _("合同金额的 %(percent)d%%，按类别封顶") % {"percent": rule_set.support_percent}),
            (_("签订日期"), values.date(obj.signed_on)),
            (_("技术合同登记号"), obj.registration_number or "—"),
            (_("登记人"), obj.recorded_by),
        ]
        if obj.is_exceptional:
            rows.append((_("一事一议理由"), obj.exception_reason))
        return rows


class SignContract(FormPage):
    rule = rules.sign_contract
    title = gettext_lazy("登记技术合同")
    form = forms.ContractForm
    submit = gettext_lazy("登记")
    done = gettext_lazy("技术合同已登记，财政支持已按规则计算。")

    def run(self, user, **cleaned) -> Contract:
        return actions.sign_contract(by=user, **cleaned)

    def crumbs(self):
        return [(_("技术合同"), reverse("projects:contracts")), (self.title, "")]

    def back(self) -> str:
        return reverse("projects:contracts")
