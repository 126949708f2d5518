"""Whatever is typed into the forms of units, people, needs and consortia: an answer, never a failure, and nothing is lost."""

from django.test import Client
from django.urls import reverse

from accounts import actions as account_actions
from accounts.models import Organization
from tests.challenges.needs import need_call
from tests.stories import challenges as challenge_stories
from tests.stories import consortia as stories
from tests.stories.cast import uscc

NASTY = (
    "", " ", "\x00", "a\x00b", "𠮷野家😀", "<script>alert(1)</script>", "=1+1", "１２３４５６", "-1", "9" * 400, "1e999",
    "x" * 70_000, "'; DROP TABLE accounts_user; --", "%s%n", "2022-13-45",
)  # fmt: skip
KEPT = "这一栏写好的文字"


def addresses(cast) -> list[tuple]:
    """(who, address, field that keeps its text, fields that are spoiled)"""
    programme = challenge_stories.programme(cast)
    forming = stories.formed_consortium(cast, programme=programme)
    registered = stories.registered_consortium(cast, "rival", programme=programme)
    returned = account_actions.register_organization(
        name="待补正（示例）", uscc=uscc("150902", 980), kind="ENTERPRISE", division=cast.divisions["150902"],
        contact_name="联系人", contact_phone="1", username="newcomer", password="x", by=cast.system,
    )  # fmt: skip
    account_actions.return_organization(organization=returned, defects=["地址"], by=cast.prefecture2)
    newcomer = Organization.objects.get(pk=returned.pk).users.get()
    unit = ("uscc", "uscc_reason", "kind", "division", "established_on", "tags", "contact_phone")
    page = lambda name, *args: reverse(name, args=args)  # noqa: E731
    return [
        (None, page("accounts:register"), "address", (*unit, "username", "password", "again", "contact_email")),
        (newcomer, page("accounts:correct", returned.pk), "address", unit),
        (cast.unitadmin, page("accounts:add-person", cast.lead.pk), "research_fields",
         ("name", "identity_number", "identity_kind", "birth_year", "orcid", "email", "employed_since")),
        (cast.unitadmin, page("accounts:add-user", cast.lead.pk), "username", ("person", "password", "roles")),
        (cast.applicant, page("challenges:new-need", need_call(cast).pk), "problem",
         ("title", "field", "own_investment_fen", "contact_phone", "then")),
        (cast.applicant, page("consortia:new"), "goals", ("name", "programme", "field", "chief_scientist")),
        (cast.applicant, page("consortia:edit", forming.pk), "goals", ("name", "programme", "field", "chief_scientist")),
        (cast.member, page("consortia:part", forming.pk), "tasks", ("share_percent", "self_fund_commitment_fen", "people")),
        (cast.rival_applicant, page("consortia:ask-change", registered.pk), "benefit_terms",
         ("name", "chief_scientist", "removals", "reason", "upload")),
        (cast.member, page("consortia:new-platform"), "document_number", ("name", "level", "approved_year")),
        (cast.unitadmin, page("consortia:hand-over", cast.applicant.pk), "reason", ("successor", "closes_account")),
    ]  # fmt: skip


def test_nothing_typed_breaks_a_form_or_a_neighbouring_field(cast):
    lost = []
    for user, address, keeps, spoiled in addresses(cast):
        client = Client()
        if user:
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        for word in NASTY:
            answer = client.post(address, dict.fromkeys(spoiled, word) | {keeps: KEPT})
            if answer.status_code in {409, 422} and KEPT not in answer.content.decode():
                lost.append((address, word[:20]))
            assert answer.status_code in {302, 409, 422}, (address, word[:20], answer.status_code)
            assert "<script>alert(1)" not in answer.content.decode()
    assert lost == []


def test_acts_of_a_consortium_refuse_nonsense(cast):
    forming = stories.formed_consortium(cast)
    client = Client()
    client.force_login(cast.applicant, backend="django.contrib.auth.backends.ModelBackend")
    names = ("organization", "membership", "people", "agreement_number", "signed_on", "upload", "reason", "tasks")
    for act in ("invite", "remind", "remove", "roster", "agree", "agreement"):
        for word in ("", "\x00", "9" * 400, "-1", "😀"):
            answer = client.post(f"{forming.get_absolute_url()}do/{act}/", dict.fromkeys(names, word))
            assert answer.status_code in {302, 409, 422}, (act, word)
    forming.refresh_from_db()
    assert forming.state == "DRAFT"
