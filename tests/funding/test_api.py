"""The API of money: the same actions and rules, one effect a key."""

import pytest
from rest_framework.test import APIClient

from funding.models import Transfer
from tests.stories import funding as stories

WAN = stories.WAN


@pytest.fixture(scope="module")
def made(told):
    project = stories.running_project(told)
    stories.requested(told, project)
    return project


@pytest.fixture
def tranche(made, cast):
    return stories.stage(stories.project_of(made.bid), 1)


def enter(user) -> APIClient:
    client = APIClient()
    client.force_authenticate(user)
    return client


def test_the_ledger_is_read_by_staff_and_auditors_alone(cast, tranche):
    assert enter(cast.auditor).get("/api/v1/transfers/").json()["results"][0]["project"] == tranche.project.code
    assert enter(cast.applicant).get("/api/v1/transfers/").status_code == 403
    assert APIClient().get("/api/v1/transfers/").status_code in {401, 403}
    assert enter(cast.finance).post("/api/v1/transfers/", {}).status_code == 405


def test_a_tranche_exists_for_its_units_and_staff(cast, tranche):
    address = f"/api/v1/tranches/{tranche.pk}/"
    assert enter(cast.member).get(address).json()["planned_fen"] == 200 * WAN
    assert enter(cast.rival_applicant).get(address).status_code == 404


def test_approve_and_pay_with_a_key_have_one_effect(cast, tranche):
    address = f"/api/v1/tranches/{tranche.pk}/"
    key = {"HTTP_IDEMPOTENCY_KEY": "k1"}
    body = {"document_number": "内财教〔2022〕1号"}
    assert enter(cast.publisher).post(f"{address}approve/", body).status_code == 400, "no key"
    assert enter(cast.officer).post(f"{address}approve/", body, **key).status_code == 403
    first = enter(cast.publisher).post(f"{address}approve/", body, **key)
    again = enter(cast.publisher).post(f"{address}approve/", body, **key)
    assert (first.status_code, again.json()) == (200, first.json())
    assert (first["Idempotent-Replay"], again["Idempotent-Replay"]) == ("false", "true")
    assert enter(cast.publisher).post(f"{address}approve/", {"document_number": "另一文号"}, **key).status_code == 409
    refusal = enter(cast.publisher).post(f"{address}approve/", body, HTTP_IDEMPOTENCY_KEY="k2")
    assert (refusal.status_code, refusal.json()["code"]) == (409, "wrong_state")
    for _turn in range(2):
        paid = enter(cast.finance).post(f"{address}pay/", {"voucher_number": "PZ-1"}, **key)
        assert (paid.status_code, paid.json()["state"]) == (200, "PAID")
    assert Transfer.objects.filter(tranche=tranche).count() == 2
    assert enter(cast.finance).post(f"{address}pay/", {}, HTTP_IDEMPOTENCY_KEY="k3").json()["errors"] == {
        "voucher_number": ["该字段是必填项。"]
    }
