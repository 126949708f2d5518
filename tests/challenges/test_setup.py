"""Setting up a programme and its batches (S01–S04, S14–S16), and taking up again what was withdrawn."""

from datetime import timedelta

import pytest

from challenges import actions, checks
from challenges.enums import ResolutionKind
from challenges.models import Batch, Challenge, PolicyDocument, Programme
from challenges.views.batches import route_steps
from core import clock, events
from core.errors import Forbidden, Refused
from tests.stories import challenges as stories
from tests.stories.cast import cast as make_cast
from tests.typed import rows


@pytest.fixture
def cast(db):
    return make_cast()


def test_a_programme_is_edited_by_its_office_and_fields_are_only_added(cast, client):
    programme = stories.programme(cast)
    top = programme.fields.filter(parent=None).order_by("position").first()
    before = set(programme.fields.values_list("name", flat=True))
    policy = PolicyDocument.objects.create(title="专项行动方案")
    client.force_login(cast.officer)
    address = f"/programmes/{programme.pk}/edit/"
    shown = client.get(address).context["form"]
    data = {name: value for name, value in shown.initial.items() if name != "is_active"}
    data |= {
        "policy_documents": [policy.pk],
        "theme": "新的主题。",
        "is_active": "on",
        "fields_text": f"{top.name}：新的下级\n新的领域：甲、乙",
    }
    assert client.post(address, data).status_code == 302
    programme.refresh_from_db()
    assert programme.theme == "新的主题。"
    assert set(programme.fields.values_list("name", flat=True)) == before | {"新的下级", "新的领域", "甲", "乙"}
    assert programme.fields.get(name="新的下级").parent == top
    told = events.of(programme).first()
    assert (told.label, told.data["fields"]) == ("修改示范工程", ["policy_documents", "theme"])
    page = client.get(programme.get_absolute_url()).content.decode()
    for words in (
        "专项行动方案",
        "修改示范工程",
        f"/batches/new/?programme={programme.pk}",
        "新增领域：新的下级、新的领域、甲、乙",
    ):
        assert words in page
    assert client.post(address, {**data, "year_to": data["year_from"] - 1}).status_code == 422
    with pytest.raises(Refused):
        actions.edit_programme(programme=programme, changes={"year_to": 1999}, by=cast.officer)
    with pytest.raises(Forbidden):
        actions.edit_programme(programme=programme, changes={"theme": ""}, by=cast.officer2)
    client.logout()
    assert "修改示范工程" not in client.get(programme.get_absolute_url()).content.decode()


def test_a_new_batch_begins_with_what_the_last_one_had(cast, client):
    first = stories.batch(cast)
    Batch.objects.filter(pk=first.pk).update(
        year=clock.today().year, contacts=[{"name": "农村科技处", "phone": "0471-1"}]
    )
    client.force_login(cast.officer)
    form = client.get("/batches/new/", {"programme": first.programme_id}).context["form"]
    found = form.initial
    assert (found["programme"], found["name"], found["rule_set"]) == (first.programme_id, "第二批", first.rule_set_id)
    assert found["contacts"] == [{"name": "农村科技处", "phone": "0471-1"}]
    assert "第二批" in found["notice_title"]
    assert {"name": "榜单发布"} in found["route"]
    data = {
        **{key: found[key] for key in ("programme", "year", "name", "rule_set", "notice_title")},
        **rows("contacts", {"name": "农村科技处", "phone": "0471-2"}, {"name": "战略规划处"}),
        **rows("route", {"name": "榜单发布"}, {"name": "专家评审", "on": "2027-07-01"}, {"name": ""}),
    }
    wrong = client.post("/batches/new/", {**data, "route-1-on": "2027-13-01", "route-2-on": "2027-08-01"})
    page = wrong.content.decode()
    assert "流程与路线图·第 2 行·日期" in page
    assert "流程与路线图·第 3 行·环节" in page
    longer = client.post("/batches/new/", {**data, "more": "route"})
    assert longer.status_code == 200
    assert 'name="route-3-name"' in longer.content.decode()
    shorter = client.post("/batches/new/", {**data, "remove": "route-0"}).content.decode()
    assert 'name="route-0-name" value="专家评审"' in shorter
    assert not Batch.objects.filter(programme=first.programme_id, name="第二批").exists()
    assert client.post("/batches/new/", data).status_code == 302
    made = Batch.objects.latest("pk")
    assert made.contacts == [{"name": "农村科技处", "phone": "0471-2"}, {"name": "战略规划处", "phone": ""}]
    assert made.route == [{"name": "榜单发布", "on": ""}, {"name": "专家评审", "on": "2027-07-01"}]


def test_the_route_shows_what_is_done_and_what_comes_next(cast):
    today = clock.today()
    days = [today - timedelta(days=3), today + timedelta(days=3), today + timedelta(days=9)]
    names = ("需求征集", "揭榜截止", "专家评审")
    route = [{"name": name, "on": day.isoformat()} for name, day in zip(names, days, strict=True)]
    batch = stories.batch(cast, route=[*route, {"name": "立项下达", "on": ""}])
    assert [step.state for step in route_steps(batch)] == ["done", "current", "todo", "todo"]


def test_what_does_not_apply_yet_is_not_called_ready(cast):
    points = {point.text: point for point in checks.for_batch(stories.batch(cast), at=clock.now())}
    assert not points["保密审查"].applies
    assert not points["每项榜单有会议决议"].applies
    batch = stories.batch(cast, name="另一批", contacts=[{"name": "农村科技处", "phone": ""}])
    points = {point.text: point for point in checks.for_batch(batch, at=clock.now())}
    assert "没有电话" in points["联系方式"].warning


def test_a_withdrawn_challenge_is_listed_again_in_a_later_batch(cast, client):
    challenge = stories.open_challenge(cast)
    other = stories.open_challenge(cast, title="另一项", batch=stories.batch(cast, name="另一批"))
    resolution = stories.resolution(cast, ResolutionKind.WITHDRAW)
    client.force_login(cast.officer)
    address = challenge.get_absolute_url()
    done = client.post(f"{address}do/withdraw/", {"resolution": resolution.pk, "reason": "指标有误。"}, follow=True)
    page = done.content.decode()
    assert "关于撤销" in page
    assert "没有其他筹备中的批次，请先建立批次" in page
    later = stories.batch(cast, name="后续一批")
    client.post(f"{address}do/relist/", {"batch": later.pk})
    again = Challenge.objects.get(relisted_from=challenge)
    assert (again.batch, again.state, again.indicators.count()) == (later, "DRAFTING", challenge.indicators.count())
    page = client.get(address).content.decode()
    assert again.get_absolute_url() in page
    assert "do/relist/" not in page
    client.logout()
    public = client.get(address).content.decode()
    assert again.code not in public
    assert "关于撤销" not in client.get(other.get_absolute_url()).content.decode()


def test_freezing_the_rules_is_told_in_their_history(cast):
    challenge = stories.published_challenge(cast)
    told = events.of(challenge.batch.rule_set).first()
    assert (told.label, told.note, told.actor_name) == (
        "随批次发布冻结",
        str(challenge.batch),
        cast.publisher.signature,
    )
    assert Programme.objects.count() == 1
