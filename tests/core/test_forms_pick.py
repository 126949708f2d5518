"""The field that finds one row (or several) out of thousands: alone, in a form, and as it answers while one types."""

import ast
from pathlib import Path
from types import SimpleNamespace

import pytest
from django import forms
from django.db import connection
from django.http import Http404, QueryDict
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts.forms.picks import AccountField, PersonField, UnitField
from accounts.models import Division, Organization, Person, User
from accounts.queries import find_accounts, find_people, find_units, system_user
from core import clock
from core.forms_pick import MOST_SHOWN, WORD_LIMIT, answer, tidy
from core.ui.forms import defects
from tests.stories.cast import cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def herders(people):
    """Six units named alike, the newest last."""
    return units("牧草研究院", 6)


def units(name: str, count: int, start: int = 0) -> list[Organization]:
    rows = [
        Organization(
            name=f"{name}{number}（示例）", uscc=f"9915{number:014d}", kind="OTHER",
            division=Division.objects.get(code="150100"), state_at=clock.now(), created_at=clock.now(),
            created_by=system_user(),
        )
        for number in range(start, start + count)
    ]  # fmt: skip
    return Organization.objects.bulk_create(rows)


class UnitForm(forms.Form):
    unit = UnitField(Organization.objects.filter(kind="OTHER"), label="单位")
    other = UnitField(label="另一单位", required=False)
    reason = forms.CharField(label="理由")


class TeamForm(forms.Form):
    team = PersonField(label="团队", several=True, most=3)


def sent(form: type[forms.Form], data: str) -> forms.Form:
    form = form(QueryDict(data))
    form.is_valid()
    return form


def page(form: forms.Form) -> str:
    return Template("{% form_errors form %}{% form_fields form %}").render(Context({"form": form}))


def texts(form: forms.Form, name: str = "unit") -> list[str]:
    return [str(error) for error in form.errors.get(name, [])]


# One row


def test_one_match_is_taken(herders):
    form = sent(UnitForm, "unit-word=牧草研究院3&reason=好")
    assert form.is_valid()
    assert form.cleaned_data["unit"] == herders[3]
    assert form.cleaned_data["other"] is None


def test_a_code_or_a_part_of_it_finds_the_unit(herders):
    code = herders[4].uscc
    assert sent(UnitForm, f"unit-word={code}&reason=好").cleaned_data["unit"] == herders[4]
    assert sent(UnitForm, f"unit-word={code[-5:].lower()}&reason=好").cleaned_data["unit"] == herders[4]
    full_width = "".join(chr(ord(sign) + 0xFEE0) for sign in code)
    assert sent(UnitForm, f"unit-word= {full_width} &reason=好").cleaned_data["unit"] == herders[4]


def test_several_matches_come_back_to_be_chosen_from(herders):
    form = sent(UnitForm, "unit-word=牧草研究院&reason=好")
    assert texts(form) == ["找到 6 个，请选择。"]
    html = page(form)
    assert html.count('type="radio" name="unit"') == 6
    assert "checked" not in html
    assert 'name="unit-asked" value="牧草研究院"' in html
    assert herders[0].uscc in html
    chosen = sent(UnitForm, f"unit-word=牧草研究院&unit-asked=牧草研究院&unit={herders[2].pk}&reason=好")
    assert chosen.cleaned_data["unit"] == herders[2]
    again = sent(UnitForm, "unit-word=牧草研究院&unit-asked=牧草研究院&reason=好")
    assert texts(again) == ["找到 6 个，请选择。"]


def test_more_than_twenty_are_cut_and_said(people):
    units("种业公司", MOST_SHOWN + 5)
    form = sent(UnitForm, "unit-word=种业公司&reason=好")
    assert page(form).count('type="radio" name="unit"') == MOST_SHOWN
    assert texts(form) == ["找到的超过 20 个，以下列出前 20 个。请选择，或补充几个字再查。"]


def test_no_match_says_what_to_do(people):
    form = sent(UnitForm, "unit-word=没有这家&reason=好")
    assert texts(form) == ["没有找到与“没有这家”相符的单位。请核对，或换几个字再查；确未登记的，请先登记。"]
    assert 'value="没有这家"' in page(form)
    (defect,) = defects(form)
    assert defect.anchor == "id_unit"


def test_nothing_typed_is_asked_for_only_where_it_must_be(people):
    form = sent(UnitForm, "reason=好")
    assert texts(form) == ["请输入并选择。"]
    assert texts(form, "other") == []


def test_a_choice_survives_other_errors_without_another_search(herders):
    for data in (f"unit={herders[1].pk}", "unit-word=牧草研究院1"):
        form = sent(UnitForm, data)
        assert list(form.errors) == ["reason"]
        with CaptureQueriesContext(connection) as queries:
            html = page(form)
        assert len(queries) == 0
        assert f'value="{herders[1].pk}" checked' in html
        assert 'name="unit-word" value=""' in html


def test_a_new_word_replaces_the_choice(herders):
    form = sent(UnitForm, f"unit={herders[1].pk}&unit-word=牧草研究院5&reason=好")
    assert form.cleaned_data["unit"] == herders[5]


def test_an_optional_choice_can_be_given_up(herders):
    form = sent(UnitForm, f"unit={herders[0].pk}&other={herders[1].pk}")
    assert page(form).count("不选") == 1
    assert sent(UnitForm, f"unit={herders[0].pk}&other=&reason=好").cleaned_data["other"] is None


def test_who_is_not_offered_is_neither_found_nor_taken(herders):
    Organization.objects.filter(pk=herders[0].pk).update(kind="ENTERPRISE")
    assert texts(sent(UnitForm, "unit-word=牧草研究院0&reason=好"))[0].startswith("没有找到")
    assert texts(sent(UnitForm, f"unit={herders[0].pk}&reason=好")) == ["所选的已不在可选范围内，请重新选择。"]


def test_what_was_chosen_before_is_shown(herders):
    for initial in (herders[3], herders[3].pk, str(herders[3].pk)):
        form = UnitForm(initial={"unit": initial})
        assert f'value="{herders[3].pk}" checked' in page(form)
    form = UnitForm(QueryDict(f"unit={herders[3].pk}&reason=好"), initial={"unit": herders[3]})
    assert form.changed_data == ["reason"]


@pytest.mark.parametrize(
    "key",
    ["x", "-1", "0", "1.5", "9" * 18, "9" * 40, "١", "²", "1 or 1=1", "\x00", "1\x00", "null"],
    ids=range(12),
)
def test_hostile_keys_are_no_choice(herders, key):
    form = UnitForm({"unit": key, "reason": "好"})
    assert texts(form) == ["所选的已不在可选范围内，请重新选择。"]
    page(form)


@pytest.mark.parametrize(
    "word",
    ["%", "_", "\\", "'; drop table x; --", "<script>alert(1)</script>", "\x00", "\ud800", "字" * 5000, "𠮷" * 99],
    ids=range(9),
)
def test_hostile_words_find_nothing_and_are_escaped(herders, word):
    form = UnitForm({"unit-word": word, "unit-asked": word, "reason": "好"})
    assert not form.is_valid()
    html = page(form)
    assert "<script>alert" not in html
    assert len(tidy(word)) <= WORD_LIMIT
    assert len(html) < 8000


def test_every_word_of_several_must_fit(herders):
    rows = Organization.objects.all()
    assert list(find_units(rows, "研究院 草 4")) == [herders[4]]
    # Brackets part words too: nobody knows whether a name has them half or full.
    for name in (herders[4].name, "牧草研究院4(示例)", "牧草研究院4 示例"):
        assert list(find_units(rows, name)) == [herders[4]]


# Several rows


def test_words_are_added_one_after_the_other(people):
    first, second = people.officer.person or people.experts[0].person, people.experts[1].person
    form = sent(TeamForm, f"team={first.pk}&team-word={second.name}")
    assert form.cleaned_data["team"] == [first, second]
    again = sent(TeamForm, f"team={first.pk}&team={second.pk}&team-word={second.name}")
    assert again.cleaned_data["team"] == [first, second]


def test_several_matches_are_ticked_beside_what_is_chosen(people):
    kept = people.experts[0].person
    rows = [
        Person.objects.create(name="白同名（示例）", organization=unit, title="教授")
        for unit in (people.third, people.rival)
    ]
    form = sent(TeamForm, f"team={kept.pk}&team-word=白同名")
    html = page(form)
    assert html.count('type="checkbox"') == 3
    assert html.count("checked") == 1
    for unit in (people.third, people.rival):
        assert f"{unit.name} · 教授" in html
    ticked = sent(TeamForm, f"team={kept.pk}&team={rows[1].pk}&team-word=白同名&team-asked=白同名")
    assert ticked.cleaned_data["team"] == [kept, rows[1]]
    none = sent(TeamForm, f"team={kept.pk}&team-word=白同名&team-asked=白同名")
    assert texts(none, "team") == ["找到 2 个，请选择。"]


def test_no_more_than_may_be_chosen(people):
    many = [one.person.pk for one in people.experts[:4]]
    assert texts(sent(TeamForm, "&".join(f"team={key}" for key in many)), "team") == ["最多选择 3 个。"]
    assert texts(sent(TeamForm, "&".join(f"team={key}" for key in range(5000))), "team") == ["最多选择 3 个。"]
    assert texts(sent(TeamForm, ""), "team") == ["请输入并选择。"]


# Searches


def test_people_are_found_by_name_and_unit_and_never_by_a_number(people):
    unit = people.third
    person = Person.objects.create(
        name="那日苏（示例）", organization=unit, identity_number="110105194912310029", identity_hash="abc", phone="13900000000"
    )  # fmt: skip
    rows = Person.objects.all()
    assert list(find_people(rows, "那日苏")) == [person]
    assert list(find_people(rows, f"那日苏 {unit.name[:4]}")) == [person]
    assert list(find_people(rows, f"那日苏 {people.rival.name}")) == []
    for secret in ("110105194912310029", "194912310029", "abc", "13900000000"):
        assert list(find_people(rows, secret)) == []
    html = page(sent(TeamForm, "team-word=那日苏"))
    assert "110105" not in html
    assert "139000" not in html


def test_accounts_are_found_by_name_account_and_office(people):
    rows = User.objects.filter(is_active=True)
    assert people.officer in find_accounts(rows, str(people.officer))
    assert list(find_accounts(rows, "officer")[:1]) == [people.officer]
    assert people.officer in find_accounts(rows, "农村科技处")
    html = page(
        sent(type("AccountForm", (forms.Form,), {"who": AccountField(label="账号")}), f"who={people.officer.pk}")
    )
    assert "农村科技处 · officer" in html


# While one types


def asked(form, **query) -> str:
    return answer(RequestFactory().get("/", query), form).content.decode()


def test_options_are_the_same_rows_with_what_tells_them_apart(herders):
    html = asked(UnitForm(), pick="unit", word="牧草研究院")
    assert html.count('role="option"') == 6
    assert f'data-key="{herders[0].pk}"' in html
    assert herders[0].uscc in html
    assert 'role="option"' not in asked(UnitForm(), pick="unit", word="<b>")
    units("牧草研究院", MOST_SHOWN, start=6)
    html = asked(UnitForm(), pick="unit", word="牧草")
    assert html.count('role="option"') == MOST_SHOWN
    assert "只列出前 20 个，请补充几个字。" in html
    # The arrow shows the first ones where nothing was typed.
    assert asked(UnitForm(), pick="unit").count('role="option"') == MOST_SHOWN


@pytest.mark.parametrize("pick", ["", "reason", "nobody", "unit-word"])
def test_only_such_fields_answer(people, pick):
    with pytest.raises(Http404):
        asked(UnitForm(), pick=pick, word="x")
    with pytest.raises(Http404):
        asked(None, pick=pick, word="x")


def test_an_answer_is_not_kept(people):
    response = answer(RequestFactory().get("/", {"pick": "unit"}), UnitForm())
    assert response["Cache-Control"] == "no-store"


# Bounded, however many there are


def test_pages_and_searches_ask_and_weigh_the_same_with_ten_and_a_thousand(people):
    kept = people.experts[0].person

    def measured() -> SimpleNamespace:
        with CaptureQueriesContext(connection) as queries:
            empty = page(TeamForm())
            filled = page(TeamForm(initial={"team": [kept.pk]}))
            found = page(sent(TeamForm, "team-word=牧民"))
            options = asked(TeamForm(), pick="team", word="牧民")
        return SimpleNamespace(
            queries=len(queries), empty=len(empty), filled=len(filled), found=len(found), options=len(options)
        )

    def add(count: int) -> None:
        rows = [Person(name=f"牧民{number:04d}", organization=people.third) for number in range(count)]
        Person.objects.bulk_create(rows)

    add(30)
    few = measured()
    add(970)
    many = measured()
    assert many.queries == few.queries == 3
    assert (many.empty, many.filled) == (few.empty, few.filled)
    # Numbers of rows may grow by a digit or two, nothing else does.
    assert abs(many.found - few.found) <= 5 * MOST_SHOWN
    assert abs(many.options - few.options) <= 5 * MOST_SHOWN


# Lists of everything

#: Lists that are bounded by their nature, each with what bounds it. "file:class.field" -> reason.
BOUNDED = {
    "accounts/forms/fields.py:DivisionField": "the divisions of one region",
    "accounts/forms/users.py:AddUserForm.office": "the offices of the department",
    "accounts/forms/users.py:AddUserForm.division": "its prefectures",
    "accounts/forms/users.py:OfGrantForm.grant": "the roles of one account",
    "challenges/forms/challenges.py:OtherBatchForm.batch": "open batches of a programme",
    "challenges/forms/notices.py:ObjectionForm.item": "the lines of one notice",
    "challenges/forms/office.py:MemberForm.committee": "the committees of a programme",
    "challenges/forms/batches.py:NewBatchForm.programme": "the programmes of an office",
    "challenges/forms/pool.py:GroupForm.batch": "open batches",
    "challenges/forms/pool.py:GroupForm.need": "those ticked before; hidden",
    "challenges/forms/publishing.py:ClueForm.item": "the lines of one notice",
    "challenges/forms/publishing.py:PublishBatchForm.challenges": "the challenges of one batch",
    "challenges/forms/publishing.py:ReportMatchmakingForm.came": "who signed up",
    "consortia/forms/bids.py:StartForm.consortium": "those that one unit leads",
    "consortia/forms/checking.py:SeveralForm.bids": "the bids of one challenge",
    "consortia/forms/consortia.py:AskChangeForm.removals": "the members of one consortium",
    "consortia/forms/consortia.py:ConsortiumFields.field": "the fields of the programmes",
    "consortia/forms/consortia.py:ConsortiumFields.programme": "the programmes",
    "consortia/forms/consortia.py:MemberForm.membership": "hidden",
    "funding/forms/awards.py:DecideForm.waiver": "the waivers of one bid",
    "funding/forms/awards.py:DraftNoticeForm.bids": "the proposed bids of one batch",
    "funding/forms/reports.py:ExpenditureForm.organization": "the members of one consortium",
    "funding/forms/reports.py:ReceiptForm.organization": "the members of one consortium",
    "funding/forms/reports.py:RewardForm.division": "the divisions of one region",
    "funding/forms/reports.py:SubTransferForm.organization": "the members of one consortium",
    "projects/forms/races.py:MergeForm.into": "the lanes of one race",
    "projects/forms/races.py:VerifyForm.indicators": "the indicators of one challenge",
    "projects/forms/milestones.py:PassForm.verified": "the values of one milestone",
    "reviews/forms/experts.py:DeclarationForm.organization": "the units of the bids of one challenge",
    "reviews/forms/panels.py:SeatForm.seat": "the seats of one panel",
    "reviews/forms/pool.py:RequestForm.organization": "the units of the bids of one challenge",
}


def lists_of_rows() -> set[str]:
    """Every field of our code that offers the rows of a queryset as a list, as "file:class.field"."""
    root, found = Path(__file__).resolve().parents[2], set()
    for app in ("core", "accounts", "challenges", "consortia", "projects", "reviews", "funding", "config"):
        for path in sorted((root / app).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            if "ChoiceField" not in text or "migrations" in path.parts:
                continue
            for node in ast.parse(text).body:
                if isinstance(node, ast.ClassDef | ast.FunctionDef):
                    found |= {f"{path.relative_to(root)}:{node.name}{name}" for name in _lists_in(node)}
    return found


def _is_list(node) -> bool:
    return getattr(node, "attr", getattr(node, "id", "")) in {"ModelChoiceField", "ModelMultipleChoiceField"}


def _lists_in(node) -> set[str]:
    if isinstance(node, ast.ClassDef) and any(_is_list(base) for base in node.bases):
        return {""}
    found = set()
    for one in ast.walk(node):
        if isinstance(one, ast.Return) and isinstance(one.value, ast.Call) and _is_list(one.value.func):
            found.add("")
        if isinstance(one, ast.Assign) and isinstance(one.value, ast.Call) and _is_list(one.value.func):
            target = one.targets[0]
            name = target.id if isinstance(target, ast.Name) else ast.unparse(target.slice).strip("'")
            found.add(f".{name.removeprefix('f' + chr(39)).split('_{')[0]}")
    return found


def test_every_other_list_of_rows_is_bounded_by_its_nature():
    assert lists_of_rows() == set(BOUNDED)
