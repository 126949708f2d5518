"""Pages of units, people, accounts and records: the same questions for each."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import actions
from accounts.models import Organization, Person, User
from core import events
from core.models import Event
from tests.stories.cast import PASSWORD, cast, uscc

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def seen(client):
    """`seen(user, url)` -> the answer to that person."""

    def get(user, url):
        client.logout()
        if user is not None:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client.get(url)

    return get


def as_user(client, user):
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page_of(obj, act: str = "") -> str:
    return obj.get_absolute_url() + (f"do/{act}/" if act else "")


# --- signing in -----------------------------------------------------------------------------------------------------


def test_sign_in_leads_to_the_desk_and_leaves_an_event(client, people):
    answer = client.post(reverse("accounts:login"), {"username": "officer", "password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, reverse("desk"))
    assert Event.objects.filter(verb="user.sign_in", actor_id=people.officer.pk).count() == 1


def test_a_wrong_password_says_what_to_do(client, people):
    answer = client.post(reverse("accounts:login"), {"username": "officer", "password": "nonsense"})
    assert answer.status_code == 422
    assert "用户名或密码不正确" in answer.content.decode()


def test_five_wrong_passwords_lock_the_account_in_chinese(client, people):
    for _turn in range(5):
        answer = client.post(reverse("accounts:login"), {"username": "officer", "password": "nonsense"})
    assert answer.status_code == 429
    assert "账号已暂时锁定" in answer.content.decode()
    assert client.post(reverse("accounts:login"), {"username": "officer", "password": PASSWORD}).status_code == 429


def test_demo_accounts_are_offered_in_demo_mode_only(client, people, settings):
    url = reverse("accounts:login") + "?as=officer"
    settings.DEMO = False
    assert PASSWORD not in client.get(url).content.decode()
    settings.DEMO = True
    text = client.get(url).content.decode()
    assert f'value="{PASSWORD}"' in text
    assert "expert9" in text
    assert f'value="{PASSWORD}"' not in client.get(reverse("accounts:login") + "?as=system").content.decode()


def test_a_password_is_changed_and_other_sessions_end(client, people):
    other = type(client)()
    as_user(other, people.applicant)
    as_user(client, people.applicant)
    body = {"old": PASSWORD, "new": "Horse-2026-battery", "again": "Horse-2026-battery"}
    assert client.post(reverse("accounts:password"), body).status_code == 302
    assert User.objects.get(pk=people.applicant.pk).check_password("Horse-2026-battery")
    assert client.get(reverse("accounts:profile")).status_code == 200
    assert other.get(reverse("accounts:profile")).status_code == 302


def test_a_wrong_old_password_changes_nothing(client, people):
    as_user(client, people.applicant)
    body = {"old": "nonsense", "new": "Horse-2026-battery", "again": "Horse-2026-battery"}
    assert client.post(reverse("accounts:password"), body).status_code == 422
    assert User.objects.get(pk=people.applicant.pk).check_password(PASSWORD)


def test_a_profile_is_kept_up_to_date_and_a_wrong_orcid_refused(client, people):
    as_user(client, people.applicant)
    assert (
        client.post(reverse("accounts:profile"), {"title": "研究员", "orcid": "0000-0002-1825-0097"}).status_code == 302
    )
    assert Person.objects.get(pk=people.applicant.person_id).title == "研究员"
    assert client.post(reverse("accounts:profile"), {"orcid": "0000-0002-1825-0098"}).status_code == 422


# --- who sees what --------------------------------------------------------------------------------------------------

LISTS = ["accounts:organizations", "accounts:people", "accounts:users", "accounts:integrity-list"]


@pytest.mark.parametrize("name", LISTS)
def test_lists_ask_for_a_sign_in(seen, people, name):
    answer = seen(None, reverse(name))
    assert (answer.status_code, answer.url.split("?")[0]) == (302, reverse("accounts:login"))


def test_a_unit_sees_itself_and_no_other_unit(seen, people):
    assert seen(people.unitadmin, page_of(people.lead)).status_code == 200
    assert seen(people.unitadmin, page_of(people.rival)).status_code == 404
    assert seen(people.prefecture, page_of(people.rival)).status_code == 404
    assert seen(people.officer, page_of(people.rival)).status_code == 200


def test_accounts_are_managed_by_those_who_may(seen, people):
    assert seen(people.officer, reverse("accounts:users")).status_code == 403
    assert seen(people.unitadmin, page_of(people.applicant)).status_code == 200
    assert seen(people.unitadmin, page_of(people.rival_applicant)).status_code == 404
    assert seen(people.sysadmin, page_of(people.rival_applicant)).status_code == 200


def test_people_are_seen_by_their_unit_and_the_department(seen, people):
    person = people.applicant.person
    assert seen(people.unitadmin, page_of(person)).status_code == 200
    assert seen(people.rival_admin, page_of(person)).status_code == 404
    assert seen(people.auditor, page_of(person)).status_code == 200


def test_personal_numbers_are_masked(seen, people):
    person = actions.add_person(
        name="张三（示例）",
        organization=people.lead,
        identity_number="150105199001010018",
        phone="13812345678",
        by=people.unitadmin,
    )
    text = seen(people.unitadmin, page_of(person)).content.decode()
    assert "150***********0018" in text
    assert "150105199001010018" not in text
    assert "138****5678" in text


def add_units(people, numbers) -> None:
    for number in numbers:
        organization = actions.register_organization(
            name=f"增补{number}",
            uscc=uscc("150105", 950 + number),
            kind="ENTERPRISE",
            division=people.divisions["150105"],
            contact_name="甲",
            username=f"extra{number}",
            password=PASSWORD,
            by=people.system,
        )
        actions.approve_organization(organization=organization, by=people.officer)


@pytest.mark.parametrize(
    ("name", "who"),
    [("accounts:organizations", "officer"), ("accounts:people", "officer"), ("accounts:users", "sysadmin")],
)
def test_a_longer_list_asks_no_more_queries(client, people, django_assert_num_queries, name, who):
    as_user(client, getattr(people, who))
    add_units(people, [1])
    client.get(reverse(name))  # the first request of a minute moves the session's end on
    with CaptureQueriesContext(connection) as one:
        assert client.get(reverse(name)).status_code == 200
    add_units(people, [2, 3])
    with django_assert_num_queries(len(one)):
        assert client.get(reverse(name)).status_code == 200


# --- doing things ---------------------------------------------------------------------------------------------------


def registration(people, **changes) -> dict:
    return {
        "name": "访客科技有限公司（示例）",
        "uscc": uscc("150105", 910),
        "kind": "ENTERPRISE",
        "division": people.divisions["150105"].pk,
        "contact_name": "访客",
        "contact_phone": "13700000000",
        "username": "visitor",
        "password": "Horse-2026-battery",
        "again": "Horse-2026-battery",
        **changes,
    }


def test_a_visitor_registers_and_the_bureau_approves(client, people):
    assert client.post(reverse("accounts:register"), registration(people)).status_code == 302
    organization = Organization.objects.get(name="访客科技有限公司（示例）")
    assert organization.created_by == people.system
    as_user(client, people.prefecture)
    assert "审核通过" in client.get(page_of(organization)).content.decode()
    answer = client.post(page_of(organization, "approve"), {"note": "材料齐全"})
    assert (answer.status_code, answer.url) == (302, page_of(organization))
    organization.refresh_from_db()
    assert organization.state == "ACTIVE"
    assert "do/approve/" not in client.get(page_of(organization)).content.decode()


def test_a_doubtful_code_comes_back_with_what_was_typed(client, people):
    answer = client.post(reverse("accounts:register"), registration(people, uscc="91350211M0000XUF46"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "校验位不符" in text
    assert 'href="#id_uscc_reason"' in text
    assert 'value="91350211M0000XUF46"' in text
    assert "Horse-2026-battery" not in text


def test_all_defects_of_a_registration_at_once(client, people):
    answer = client.post(reverse("accounts:register"), registration(people, name="", kind="", again="other"))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert text.count('href="#id_') >= 3


def test_an_act_that_is_not_offered_is_refused(client, people):
    as_user(client, people.rival_admin)
    assert client.post(page_of(people.lead, "edit"), {"name": "改名"}).status_code == 404
    as_user(client, people.applicant)
    assert client.post(page_of(people.lead, "edit"), {"name": "改名"}).status_code == 403
    assert client.post(page_of(people.lead, "nonsense")).status_code == 404


def test_a_repeated_press_has_one_effect(client, people):
    as_user(client, people.sysadmin)
    body = {"role": "PUBLISHER", "once": "the-same-press"}
    for _turn in range(2):
        assert client.post(page_of(people.officer, "grant"), body).status_code == 302
    assert people.officer.grants.filter(role="PUBLISHER").count() == 1
    assert client.post(page_of(people.officer, "grant"), {"role": "PUBLISHER"}).status_code == 409


def test_bank_details_are_shown_in_the_answer_and_nowhere_else(client, people):
    actions.set_bank_details(
        organization=people.lead, bank_name="示例银行", account_name="示例", account="6222000011112222333",
        has_consent=True, by=people.unitadmin,
    )  # fmt: skip
    as_user(client, people.finance)
    assert "6222000011112222333" not in client.get(page_of(people.lead)).content.decode()
    assert client.post(page_of(people.lead, "read-bank"), {"purpose": ""}).status_code == 422
    answer = client.post(page_of(people.lead, "read-bank"), {"purpose": "核对拨款"})
    assert "6222000011112222333" in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    assert events.of(people.lead, restricted=True).filter(verb="organization.read_bank").count() == 1
    assert client.get(page_of(people.lead, "read-bank")).url == page_of(people.lead)


def test_an_integrity_record_from_report_to_decision(client, people):
    as_user(client, people.supervisor)
    answer = client.post(
        reverse("accounts:report-integrity"),
        {"organization": people.third.pk, "fact": "虚假材料（示例）", "source": "举报"},
    )
    record = people.third.integrity_records.get()
    assert answer.url == page_of(record)
    assert client.post(page_of(record, "investigate")).status_code == 302
    body = {"level": "GENERAL", "years": 5, "decision_document": "文号", "note": "属实"}
    assert client.post(page_of(record, "decide"), body).status_code == 409
    assert client.post(page_of(record, "decide"), body | {"years": 2}).status_code == 302
    assert "惩戒期内" in client.get(page_of(people.third)).content.decode()
    as_user(client, people.third_admin)
    assert client.get(page_of(record)).status_code == 200
    as_user(client, people.rival_admin)
    assert client.get(page_of(record)).status_code == 404
