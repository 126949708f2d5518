"""The API: projects for those concerned, results for everybody, public fields only."""

from tests.stories import projects as story


def test_results_are_open_and_carry_public_fields_alone(client, running):
    body = client.get("/api/v1/results/").json()
    row = body["results"][0]
    assert row["code"] == running.code
    assert row["fiscal_total_fen"] == story.FISCAL_FEN
    assert not set(row) & {"leader", "self_total_fen", "state", "milestones", "termination_note"}


def test_projects_ask_for_a_sign_in_and_show_ones_own(client, cast, running):
    assert client.get("/api/v1/projects/").status_code in {401, 403}
    client.force_login(cast.applicant)
    body = client.get("/api/v1/projects/", {"state": "IN_PROGRESS"}).json()
    assert [row["code"] for row in body["results"]] == [running.code]
    assert len(body["results"][0]["milestones"]) == 3
    client.force_login(cast.third_applicant)
    assert client.get("/api/v1/projects/").json()["results"] == []
    assert client.get(f"/api/v1/projects/{running.code}/").status_code == 404


def test_the_list_filters(client, cast, running):
    client.force_login(cast.officer)
    assert client.get("/api/v1/projects/", {"state": "CLOSED"}).json()["results"] == []
    assert len(client.get("/api/v1/projects/", {"q": running.code}).json()["results"]) == 1
    assert client.get("/api/v1/projects/", {"state": "NONSENSE"}).status_code == 400
