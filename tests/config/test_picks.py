"""Every form that finds its rows by typing: who may open the page may search, nobody else, and no page grows with the rows."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import actions as accounts
from accounts.models import IntegrityRecord, Person
from core.forms_pick import MOST_SHOWN
from funding.models import LocalReward
from reviews import actions as reviews
from reviews.models import Expert
from tests.stories import challenges as stories
from tests.stories.cast import cast

pytestmark = pytest.mark.django_db

WAITING = "牧歌"

#: (address, who may open it, the fields that find)
FORMS = [
    ("accounts:report-integrity", "supervisor", ["organization", "person"]),
    ("reviews:admit", "officer", ["person"]),
    ("funding:new-reward", "officer", ["receiver"]),
    ("projects:sign-contract", "officer", ["challenge", "enterprise", "research_units"]),
    ("accounts:new-substitution", "sysadmin", ["principal", "substitute"]),
    ("consortia:new", "applicant", ["chief_scientist"]),
]


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def ask(client, people):
    def asked(who: str, address: str, **query):
        client.logout()
        if who:
            client.force_login(getattr(people, who))
        return client.get(address, query)

    return asked


def test_the_fields_answer_whom_the_page_is_open_to(ask, people):
    for name, who, fields in FORMS:
        page = ask(who, reverse(name))
        assert page.status_code == 200, name
        html = page.content.decode()
        for field in fields:
            assert f'data-pick="{field}"' in html, (name, field)
            assert html.count(f'name="{field}" value="') == 0, (name, field)
            found = ask(who, reverse(name), pick=field, word="x")
            assert (found.status_code, found["Content-Type"]) == (200, "text/html; charset=utf-8"), (name, field)
            assert "<html" not in found.content.decode()
        assert ask(who, reverse(name), pick="nothing", word="x").status_code == 404


def test_nobody_else_searches(ask, people):
    for name, _who, fields in FORMS:
        assert ask("", reverse(name), pick=fields[0], word="x").status_code == 302, name
        if name != "accounts:new-substitution":  # everybody may ask a colleague to stand in
            assert ask("enduser", reverse(name), pick=fields[0], word="x").status_code == 403, name


def test_an_acts_field_answers_at_the_acts_address(ask, people):
    person = people.experts[0].person
    move = f"{person.get_absolute_url()}do/move/"
    name = people.third.name
    found = ask("sysadmin", move, pick="organization", word=name).content.decode()
    assert f'data-key="{people.third.pk}"' in found
    assert people.third.uscc in found
    assert ask("supervisor", move, pick="organization", word=name).status_code == 403
    assert ask("sysadmin", move, pick="on", word=name).status_code == 404
    assert ask("sysadmin", f"{person.get_absolute_url()}do/nothing/", pick="organization").status_code == 404
    assert ask("sysadmin", move).status_code == 302  # the bare address leads to the page, as ever
    assert ask("applicant", move, pick="organization", word=name).status_code in {403, 404}


def test_a_report_names_its_unit_or_person_by_a_word(client, people):
    client.force_login(people.supervisor)
    address = reverse("accounts:report-integrity")
    said = {"fact": "虚假材料（示例）", "source": "举报"}
    answer = client.post(address, {"organization-word": people.third.uscc, **said})
    assert answer.status_code == 302
    assert IntegrityRecord.objects.get().organization == people.third
    twins = [Person.objects.create(name="白同名", organization=unit) for unit in (people.third, people.rival)]
    answer = client.post(address, {"person-word": "白同名", **said})
    assert answer.status_code == 422
    html = answer.content.decode()
    assert "找到 2 个，请选择。" in html
    assert people.third.name in html
    assert people.rival.name in html
    assert "虚假材料（示例）" in html
    answer = client.post(address, {"person-word": "白同名", "person-asked": "白同名", "person": twins[1].pk, **said})
    assert answer.status_code == 302
    assert IntegrityRecord.objects.order_by("pk").last().person == twins[1]
    answer = client.post(address, {"person-word": "查无此人", **said})
    assert "没有找到与“查无此人”相符的人员" in answer.content.decode()


def test_an_expert_and_a_reward_are_found_by_a_word(client, people):
    person = Person.objects.create(name="安专家", organization=people.third)
    client.force_login(people.officer)
    answer = client.post(reverse("reviews:admit"), {"person-word": "安专家", "kind": "TECHNOLOGY"})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    expert = Expert.objects.get(person=person)
    again = client.post(reverse("reviews:admit"), {"person-word": "安专家", "kind": "TECHNOLOGY"})
    assert "没有找到" in again.content.decode()
    conflict = f"{expert.get_absolute_url()}do/conflict/"
    answer = client.post(conflict, {"kind": "COOPERATION", "organization-word": people.rival.name})
    assert answer.status_code == 302
    assert expert.conflicts.get().organization == people.rival
    division = people.divisions["150100"].pk
    reward = {"division": division, "receiver-word": people.third.name, "cash_fen": "10"}
    answer = client.post(reverse("funding:new-reward"), reward)
    assert answer.status_code == 302
    assert LocalReward.objects.get().receiver == people.third


def test_an_expert_looks_only_among_what_he_may_see(client, people):
    """The form about interests stands on the expert's own page; its fields must not find drafts and barred units."""
    draft = stories.drafted_challenge(people, title="尚未公开的榜单")
    accounts.suspend_organization(organization=people.third, reason="核查", by=people.sysadmin)
    expert = reviews.admit_expert(person=people.experts[0].person, kind="TECHNOLOGY", specialties=[], by=people.officer)
    conflict = f"{expert.get_absolute_url()}do/conflict/"

    def keys(user, field: str, word: str) -> str:
        client.force_login(user)
        return client.get(conflict, {"pick": field, "word": word}).content.decode()

    for field, row, word in (("challenge", draft, "尚未公开"), ("organization", people.third, people.third.name)):
        assert f'data-key="{row.pk}"' in keys(people.officer, field, word)
        assert f'data-key="{row.pk}"' not in keys(people.experts[0], field, word)
    assert f'data-key="{people.rival.pk}"' in keys(people.experts[0], "organization", people.rival.name)


def test_pages_do_not_grow_with_the_rows(ask, client, people):
    def weights() -> list[int]:
        return [len(ask(who, reverse(name)).content) for name, who, _fields in FORMS]

    before = weights()
    Person.objects.bulk_create([Person(name=f"{WAITING}{n}", organization=people.lead) for n in range(200)])
    after = weights()
    assert [abs(one - two) < 200 for one, two in zip(before, after, strict=True)] == [True] * len(FORMS)
    # The page was asked for before, so the session and the roles cost the same.
    address = reverse("accounts:report-integrity")
    client.force_login(people.supervisor)
    client.get(address, {"pick": "person", "word": "无此人"})
    with CaptureQueriesContext(connection) as none:
        client.get(address, {"pick": "person", "word": "无此人"})
    with CaptureQueriesContext(connection) as many:
        found = client.get(address, {"pick": "person", "word": WAITING})
    assert len(many) == len(none)
    assert found.content.decode().count('role="option"') == MOST_SHOWN
