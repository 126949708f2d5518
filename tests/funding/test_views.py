"""Pages of money: who gets in, what they offer, and that the number of queries does not grow with the rows."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import clock
from core.models import Event
from funding import actions
from funding.models import LocalReward, PublishedFigure, Waiver
from tests.stories import funding as stories

WAN = stories.WAN


@pytest.fixture(scope="module")
def made(told):
    """A paid project, a race, and a panel's report that waits for its decisions."""
    project = stories.running_project(told)
    stories.received(told, project)
    stories.receive_self(told, project, 500 * WAN)
    return project, stories.race_projects(told), stories.judged(told)


@pytest.fixture
def project(made, cast):
    return stories.project_of(made[0].bid)


@pytest.fixture
def bids(made, cast):
    return stories.fresh_bids(made[2])


def enter(user) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(user, name: str, *args, **query):
    return enter(user).get(reverse(f"funding:{name}", args=args), query)


STAFF_PAGES = ("decisions", "ledger", "waivers", "rewards")


@pytest.mark.parametrize("name", [*STAFF_PAGES, "tranches", "expenditures"])
def test_lists_open_for_staff_and_auditors(cast, project, name):
    for user in (cast.officer, cast.publisher, cast.finance, cast.auditor):
        assert page(user, name).status_code == 200
    assert page(cast.applicant, name).status_code == (403 if name in STAFF_PAGES else 200)
    assert Client().get(reverse(f"funding:{name}")).status_code == 302


def test_money_of_a_project_is_there_for_its_units_and_staff(cast, project):
    for user in (cast.finance, cast.auditor, cast.applicant, cast.member, cast.unitadmin):
        response = page(user, "money", project.code)
        assert response.status_code == 200
        assert "计划与实际" in response.content.decode()
    for user in (cast.third_applicant, cast.enduser, cast.experts[0]):
        assert page(user, "money", project.code).status_code == 404
    assert "台账流水" not in page(cast.applicant, "money", project.code).content.decode()
    assert page(cast.applicant, "money", project.code, panel=1).status_code == 200
    assert "财政到账" in page(cast.officer, "lane-money", project.code).content.decode()


def test_a_tranche_offers_what_its_state_and_the_person_allow(cast, project):
    second = stories.stage(project, 2)
    text = page(cast.applicant, "tranche", second.pk).content.decode()
    assert "申请拨款" in text
    assert "尚未到该年度" in text
    address = second.get_absolute_url()
    response = enter(cast.applicant).post(f"{address}do/request/", {"usage_plan": "试验"})
    assert response.status_code == 409
    assert "拨款条件尚未具备" in response.content.decode()
    assert "试验" in response.content.decode()
    assert enter(cast.rival_applicant).post(f"{address}do/request/", {"usage_plan": "试验"}).status_code == 404
    assert enter(cast.finance).post(f"{address}do/request/", {"usage_plan": "试验"}).status_code == 403
    assert enter(cast.applicant).post(f"{address}do/request/", {"usage_plan": ""}).status_code == 422


def test_a_tranche_is_carried_through_by_pages_alone(cast, project):
    stories.pass_node(cast, project, 1)
    tranche = stories.stage(project, 2)
    address = tranche.get_absolute_url()
    steps = [
        (cast.applicant, "request", {"usage_plan": "用于试验。"}),
        (cast.publisher, "approve", {"document_number": "内财教〔2023〕9号", "approved_fen": "100"}),
        (cast.finance, "pay", {"voucher_number": "PZ-9"}),
        (cast.applicant, "confirm", {"received_fen": "100", "received_on": clock.today().isoformat()}),
    ]
    for user, act, values in steps:
        assert enter(user).post(f"{address}do/{act}/", values).status_code == 302, act
    tranche.refresh_from_db()
    assert (tranche.state, tranche.received_fen) == ("RECEIVED", 100 * WAN)


def test_a_decision_is_made_by_pages_alone(cast, bids):
    first, second, third = bids
    code = first.challenge.code
    assert page(cast.auditor, "decision", code).status_code == 200
    assert page(cast.officer2, "decide", first.pk).status_code == 403
    resolution = stories.resolution(cast)
    client = enter(cast.officer)
    low = {"resolution": resolution.pk, "result": "AWARD", "fiscal_fen": "500", "self_fen": "900"}
    response = client.post(reverse("funding:decide", args=[first.pk]), low)
    assert response.status_code == 409
    assert "低于 2.00:1" in response.content.decode()
    assert (
        client.post(
            reverse("funding:ratio-waiver", args=[first.pk]), {"fiscal_fen": "500", "self_fen": "900", "reason": "理由"}
        ).status_code
        == 302
    )
    waiver = Waiver.objects.get()
    assert enter(cast.publisher).post(f"{waiver.get_absolute_url()}do/approve/", {"note": "同意"}).status_code == 302
    assert client.post(reverse("funding:decide", args=[first.pk]), low | {"waiver": waiver.pk}).status_code == 302
    for bid in (second, third):
        decline = {"resolution": resolution.pk, "result": "DECLINE"}
        assert client.post(reverse("funding:decide", args=[bid.pk]), decline).status_code == 302
    draft = {"title": "拟立项公示", "bids": [first.pk]}
    address = reverse("funding:draft-notice", args=[first.challenge.batch_id])
    type(first.challenge.batch).objects.filter(pk=first.challenge.batch_id).update(
        contacts=[{"office": "处", "phone": "0471"}]
    )
    response = client.post(address, draft)
    assert response.status_code == 302
    assert enter(cast.officer).post(f"{response.url}do/publish/", {}).status_code == 403
    assert enter(cast.publisher).post(f"{response.url}do/publish/", {}).status_code == 302
    assert "公示尚未期满" in page(cast.officer, "bid", first.pk).content.decode()


def test_units_report_by_pages_alone(cast, project):
    client = enter(cast.applicant)
    address = reverse("funding:money", args=[project.code])
    receipt = {
        "source": "SELF",
        "amount_fen": "10",
        "received_on": clock.today().isoformat(),
        "organization": project.lead_id,
    }
    assert client.post(f"{address}do/receipt/", receipt).status_code == 409  # no proof
    assert client.post(f"{address}do/receipt/", receipt | {"proof_note": "回单"}).status_code == 302
    day = clock.today().isoformat()
    spent = {
        "organization": project.lead_id,
        "period_from": day,
        "period_to": day,
        "FISCAL-LABOR": "20",
        "SELF-EQUIPMENT": "5.5",
    }
    response = client.post(reverse("funding:report-expenditure", args=[project.code]), spent)
    assert response.status_code == 302
    assert enter(cast.finance).post(f"{response.url}do/verify/", {}).status_code == 302
    assert "25.5" in enter(cast.auditor).get(response.url).content.decode()


def test_a_reward_is_recorded(cast, project):
    values = {
        "division": cast.divisions["150929"].pk,
        "receiver": project.lead_id,
        "cash_fen": "100",
        "housing": "5",
        "needs_confirmation": "on",
    }
    assert enter(cast.officer).post(reverse("funding:new-reward"), values).status_code == 302
    assert LocalReward.objects.get().items.count() == 2
    assert "解释待确认" in page(cast.officer, "rewards").content.decode()


def test_lists_ask_no_more_for_more_rows(cast, project):
    queries = {
        "tranches": {"q": project.code},
        "ledger": {"project": project.code, "code": "PAY"},
        "decisions": {"q": project.challenge.code},
    }
    for name, narrow in queries.items():
        counts = []
        for query in (narrow, {"year": 2022}):
            with CaptureQueriesContext(connection) as asked:
                assert page(cast.auditor, name, **query).status_code == 200
            counts.append(len(asked))
        assert counts[0] == counts[1], name


def test_the_ledger_filters_pages_and_exports(cast, project):
    text = page(cast.auditor, "ledger", project=project.code, code="PAY").content.decode()
    assert text.count('<td class="jb-code jb-nowrap">') == 1
    assert "账目核对无误" in page(cast.finance, "ledger", check=1).content.decode()
    assert page(cast.publisher, "ledger-export").status_code == 403
    response = page(cast.auditor, "ledger-export", project=project.code)
    data = b"".join(response.streaming_content)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert rows[1][3] == project.code
    assert Event.objects.filter(verb="export.csv", actor_id=cast.auditor.pk).count() == 1


def test_the_auditors_table_ties_to_the_ledger(cast, project):
    data = b"".join(page(cast.auditor, "auditor-export").streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(data)))
    header, lines = rows[0], [row for row in rows[1:] if row[0].startswith("2022JBGS")]
    assert len(header) == 44
    assert len(lines) == 3
    mine = dict(zip(header, next(row for row in lines if row[0] == project.code), strict=True))
    assert (mine["财政预算（万元）"], mine["财政已拨付（万元）"], mine["自筹到位（万元）"]) == ("400", "200", "500")
    total = dict(zip(header, next(row for row in rows if row[0] == "合计"), strict=True))
    assert total["财政预算（万元）"] == "800"
    assert {"数据截止时间", "导出人", "行数", "SHA-256", "SM3"} <= {row[0] for row in rows if row}


def test_press_figures_stand_beside_the_computed_ones(cast, project):
    today = clock.today()
    values = {"scope": "programme=ZY,year=2022", "as_of": today, "source": "新闻发布会", "by": cast.officer}
    actions.record_published_figure(
        code="items_published", label="榜单", value_text="3项", value=Decimal(3), unit="项", **values
    )
    actions.record_published_figure(
        code="fiscal_decided", label="财政", value_text="0.1亿元", value=Decimal("0.1"), unit="亿元", **values
    )
    actions.record_published_figure(
        code="team_persons", label="人员", value_text="9人", value=Decimal(9), unit="人", **values
    )
    actions.record_published_figure(code="elsewhere", label="其他", value_text="9", **values)
    text = Client().get(reverse("funding:press")).content.decode()
    assert text.count("一致") == 2
    assert "0.1亿元" in text
    figure = PublishedFigure.objects.get(code="items_published")
    rows = Client().get(figure.get_absolute_url()).content.decode()
    assert rows.count("优质苜蓿") >= 3
    people = Client().get(PublishedFigure.objects.get(code="team_persons").get_absolute_url()).content.decode()
    assert "涉及个人信息" in people
    assert cast.applicant.person.name not in people
    assert Client().get(PublishedFigure.objects.get(code="elsewhere").get_absolute_url()).status_code == 404
    assert date.fromisoformat(str(today)) == figure.as_of


def test_desk_names_what_waits(cast, bids):
    text = enter(cast.officer).get(reverse("desk")).content.decode()
    assert "登记立项决定" in text
