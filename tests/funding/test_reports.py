"""What units report: receipts with proof, sub-transfers within what arrived, expenditure once a period (E-26, E-27)."""

from datetime import date, datetime, timedelta

import pytest

from core import clock, deadlines
from core.errors import Refused
from funding import actions
from funding.models import FundReceipt
from funding.queries.books import faults
from funding.queries.conditions import self_received_fen
from funding.queries.reporting import owing_reports
from projects.models import Project
from tests.stories import funding as stories

WAN = stories.WAN


def refused(call, **arguments) -> Refused:
    with pytest.raises(Refused) as refusal:
        call(**arguments)
    return refusal.value


@pytest.fixture(scope="module")
def made(told):
    project = stories.running_project(told)
    stories.received(told, project)
    return project


@pytest.fixture
def project(made, cast):
    return stories.project_of(made.bid)


def receipt(cast, project, **changes):
    values = {
        "project": project,
        "organization": project.lead,
        "source": "SELF",
        "amount_fen": 10 * WAN,
        "received_on": clock.today(),
        "proof_note": "回单 001",
        "by": cast.applicant,
    }
    return actions.record_fund_receipt(**values | changes)


def test_receipts_need_a_source_a_proof_and_a_member(cast, project):
    assert refused(receipt, cast=cast, project=project, source="FISCAL").code == "source"
    assert refused(receipt, cast=cast, project=project, proof_note=" ").code == "proof_needed"
    assert refused(receipt, cast=cast, project=project, amount_fen=0).code == "amount_needed"
    assert (
        refused(receipt, cast=cast, project=project, received_on=clock.today() + timedelta(days=1)).code
        == "future_date"
    )
    assert refused(receipt, cast=cast, project=project, organization=cast.rival).code == "not_a_member"
    assert refused(receipt, cast=cast, project=project, by=cast.rival_applicant).code == "forbidden"
    assert refused(receipt, cast=cast, project=project, by=cast.member).code == "other_unit"
    assert refused(receipt, cast=cast, project=project, by=cast.officer).code == "forbidden"
    assert receipt(cast, project, organization=cast.university, by=cast.member).amount_fen == 10 * WAN
    assert FundReceipt.objects.count() == 1


def test_a_receipt_is_taken_back_by_its_mirror_once(cast, project):
    first = receipt(cast, project)
    assert refused(receipt, cast=cast, project=project, reverses=first, amount_fen=9 * WAN).code == "not_a_mirror"
    back = receipt(cast, project, reverses=first)
    assert refused(receipt, cast=cast, project=project, reverses=first).code == "reversed_already"
    assert refused(receipt, cast=cast, project=project, reverses=back).code == "not_a_mirror"
    assert self_received_fen(project) == 0


def test_the_lead_passes_on_no_more_than_arrived(cast, project):
    values = {
        "project": project,
        "organization": cast.university,
        "transferred_on": clock.today(),
        "by": cast.applicant,
    }
    assert refused(actions.record_sub_transfer, amount_fen=201 * WAN, **values).code == "over_received"
    actions.record_sub_transfer(amount_fen=150 * WAN, **values)
    assert refused(actions.record_sub_transfer, amount_fen=51 * WAN, **values).code == "over_received"
    assert (
        refused(actions.record_sub_transfer, amount_fen=1, **{**values, "organization": cast.rival}).code
        == "not_a_member"
    )
    assert refused(actions.record_sub_transfer, amount_fen=1, **{**values, "by": cast.member}).code == "forbidden"


def line(source="FISCAL", category="LABOR", amount_fen=10 * WAN) -> dict:
    return {"source": source, "category": category, "amount_fen": amount_fen}


def test_expenditure_once_a_period_and_never_more_than_arrived(cast, project):
    day = clock.today()
    values = {
        "project": project,
        "organization": project.lead,
        "period_from": day,
        "period_to": day,
        "by": cast.applicant,
    }
    assert refused(actions.report_expenditure, lines=[], **values).code == "lines"
    assert len(refused(actions.report_expenditure, lines=[line(), line(), line("X")], **values).defects) == 2
    assert refused(actions.report_expenditure, lines=[line(amount_fen=201 * WAN)], **values).code == "over_received"
    report = actions.report_expenditure(lines=[line(amount_fen=200 * WAN), line("SELF")], **values)
    assert refused(actions.report_expenditure, lines=[line("SELF")], **values).code == "period_reported"
    member = {**values, "organization": cast.university, "by": cast.member}
    assert refused(actions.report_expenditure, lines=[line()], **member).code == "over_received"
    assert refused(actions.return_expenditure, report=report, reason="", by=cast.finance).code == "text_needed"
    actions.return_expenditure(report=report, reason="科目有误。", by=cast.finance)
    again = actions.report_expenditure(lines=[line()], **values)
    assert refused(actions.verify_expenditure, report=again, by=cast.applicant).code == "forbidden"
    actions.verify_expenditure(report=again, by=cast.finance)
    assert refused(actions.return_expenditure, report=again, reason="晚了", by=cast.finance).code == "wrong_state"
    assert list(faults()) == []


def test_local_rewards_and_benefits_stand_outside_the_ledger(cast, project):
    division = cast.divisions["150105"]
    items = [{"kind": "CASH", "amount_fen": 100 * WAN}, {"kind": "HOUSING", "quantity": 5, "unit": "套"}]
    values = {"division": division, "receiver": project.lead, "items": items}
    assert refused(actions.record_local_reward, by=cast.prefecture2, **values).code == "forbidden"
    assert (
        refused(actions.record_local_reward, by=cast.officer, **{**values, "items": [{"kind": "CASH"}]}).code == "items"
    )
    reward = actions.record_local_reward(by=cast.prefecture, needs_confirmation=True, **values)
    assert [(row.amount_fen, row.quantity) for row in reward.items.order_by("pk")] == [(100 * WAN, None), (None, 5)]
    benefit = actions.record_policy_benefit(
        organization=project.lead, kind="TAX", granted_on=clock.today(), by=cast.officer
    )
    assert benefit.amount_fen is None
    assert list(faults()) == []


def test_a_year_is_owed_until_the_lead_has_reported_it_to_its_end(cast, project):
    def owed():
        return owing_reports().filter(pk=project.pk).values_list("owed_year", "report_by_on").first()

    first = project.starts_on.year
    assert owed() == (first, date(first, 12, 31) + timedelta(days=60))
    values = {"project": project, "organization": project.lead, "by": cast.unitadmin, "lines": [line("SELF")]}
    clock.move(to=datetime(first + 1, 1, 20, 9, tzinfo=clock.BEIJING))
    until = date(first, 12, 31)
    half = actions.report_expenditure(period_from=project.starts_on, period_to=until - timedelta(days=1), **values)
    assert owed()[0] == first  # a day is missing
    actions.return_expenditure(report=half, reason="期间有误。", by=cast.finance)
    assert owed()[0] == first
    actions.report_expenditure(period_from=project.starts_on, period_to=until, **values)
    assert owed() == (first + 1, date(first + 1, 12, 31) + timedelta(days=60))
    Project.objects.filter(pk=project.pk).update(ends_on=until)
    assert owed() is None


def test_the_lead_is_warned_of_the_years_report(cast, project):
    kind = deadlines.by_kind("funding.expenditure")
    row = kind.rows().get(pk=project.pk)
    assert kind.text(row) == f"项目 {project.code} {project.starts_on.year} 年支出待报告"
    found = deadlines.people(kind, [row], on=clock.today())
    assert {user.organization_id for user in found} == {project.lead_id}
    dues = deadlines.of_user(cast.applicant, since=clock.now(), until=kind.end_of(row))
    assert "funding.expenditure" in {due.deadline.kind for due in dues}
