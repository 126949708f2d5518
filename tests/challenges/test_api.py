"""Open data and downloads: what a visitor may read, and nothing else."""

import csv
import io
import zipfile

import pytest

from challenges.models import PublicNotice
from tests.stories import challenges as stories
from tests.stories.cast import cast as make_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(db):
    return make_cast()


@pytest.fixture
def challenge(cast):
    opened = stories.open_challenge(cast)
    stories.drafted_challenge(cast, batch=stories.batch(cast, name="第二批"), title="尚未公布的榜单")
    return opened


def test_a_visitor_reads_published_challenges_alone(client, challenge):
    rows = client.get("/api/v1/challenges/").json()["results"]
    assert [row["code"] for row in rows] == [challenge.code]
    assert rows[0]["fiscal_cap_fen"] == 500 * stories.WAN


def test_one_challenge_comes_with_its_tables_and_without_its_inside(client, challenge):
    body = client.get(f"/api/v1/challenges/{challenge.code}/").json()
    assert [row["target"] for row in body["indicators"]] == ["3.0000", "15.0000"]
    assert len(body["conditions"]) == 9
    assert body["self_funding_floor_fen"] == 1000 * stories.WAN
    assert not {"refinements", "government_reason", "created_by", "seal_public_key", "version"} & set(body)


def test_a_draft_is_not_found(client, challenge):
    assert client.get(f"/api/v1/challenges/{challenge.batch.year}-ZY-02/").status_code == 404


def test_the_filters_are_those_of_the_page(client, challenge):
    assert client.get("/api/v1/challenges/", {"state": "CLOSED"}).json()["results"] == []
    assert len(client.get("/api/v1/challenges/", {"q": "苜蓿"}).json()["results"]) == 1


def test_nothing_can_be_written(client, cast, challenge):
    client.force_login(cast.officer)
    assert client.post("/api/v1/challenges/", {}).status_code == 405
    assert client.delete(f"/api/v1/challenges/{challenge.code}/").status_code == 405


def test_notices_keep_drafts_and_amounts_to_the_office(client, cast, challenge):
    stories.proposed_notice(cast, challenge, amount_fen=7 * stories.WAN)
    PublicNotice.objects.get(kind="PUBLICATION")
    rows = client.get("/api/v1/notices/", {"kind": "PROPOSED_AWARD"}).json()["results"]
    body = client.get(f"/api/v1/notices/{rows[0]['id']}/").json()
    assert [item["amount_fen"] for item in body["items"]] == [None]
    assert body["working_days"] == 5


def test_batches_are_open_data(client, challenge):
    rows = client.get("/api/v1/batches/").json()["results"]
    assert [(row["programme"], row["state"], row["mechanism"]) for row in rows] == [("ZY", "OPEN", "CONSORTIUM_2022")]


def test_one_row_costs_as_many_queries_as_three(client, cast, challenge, django_assert_num_queries):
    with django_assert_num_queries(1):
        client.get("/api/v1/challenges/")
    stories.open_challenges(cast, 2, batch=stories.batch(cast, name="第三批"))
    with django_assert_num_queries(1):
        assert len(client.get("/api/v1/challenges/").json()["results"]) == 3


def test_the_schema_names_these_resources(client, challenge):
    schema = client.get("/api/schema/", headers={"accept": "application/json"}).json()
    assert {"/api/v1/challenges/", "/api/v1/challenges/{code}/", "/api/v1/notices/{id}/"} <= set(schema["paths"])


def test_the_filtered_list_is_downloaded_for_a_spreadsheet(client, cast, challenge):
    answer = client.get("/challenges/export/", {"format": "csv", "q": "苜蓿"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [(row["编号"], row["财政支持上限（万元）"]) for row in rows] == [(challenge.code, "500")]
    sheet = client.get("/challenges/export/", {"state": "CLOSED"})
    assert zipfile.is_zipfile(io.BytesIO(sheet.content))
    client.force_login(cast.officer)
    everything = client.get("/challenges/export/", {"format": "csv"}).content.decode("utf-8-sig")
    assert "尚未公布的榜单" in everything


def test_a_cell_that_looks_like_a_formula_is_made_harmless(client, cast):
    stories.open_challenge(cast, title="=HYPERLINK(1)")
    text = client.get("/challenges/export/", {"format": "csv"}).content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
