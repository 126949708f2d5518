"""Rule sets: every setting explained with its source, frozen by publishing, a new version from an old one, two compared."""

import pytest

from challenges import actions, defaults
from challenges.findings.settings import differences, sections_of, settings_of
from challenges.models import RuleSet
from tests.stories import challenges as stories
from tests.stories.cast import cast as make_cast
from tests.typed import rows, values_of


@pytest.fixture
def cast(db):
    return make_cast()


def test_every_setting_has_its_meaning_and_the_source_of_its_default():
    names = set(defaults.rule_values()) - {"mechanism"}
    assert set(defaults.EXPLANATIONS) == names
    assert set(defaults.SOURCES) == names


@pytest.mark.parametrize("mechanism", ["CONSORTIUM_2022", "ENTERPRISE_2021"])
def test_every_setting_stands_in_one_section(cast, client, mechanism):
    row = stories.rule_set(cast, mechanism=mechanism)
    names = [name for _anchor, _title, found in defaults.SECTIONS for name in found]
    assert sorted(names) == sorted(defaults.EXPLANATIONS)
    shown = {one.name for _anchor, _title, found in sections_of(row) for one in found}
    assert ("support_percent" in shown) == (mechanism == "ENTERPRISE_2021")
    client.force_login(cast.officer)
    page = client.get(f"/rules/{row.pk}/edit/").content.decode()
    for anchor, title, _names in defaults.sections(mechanism):
        assert f'href="#{anchor}"' in page
        assert str(title) in page
    assert "默认：<b>7</b>" in page
    assert str(defaults.SOURCES["notice_working_days"][0]) in page
    assert ("support_percent" in page) == (mechanism == "ENTERPRISE_2021")


def test_a_setting_that_is_not_the_default_is_marked(cast):
    row = stories.rule_set(cast, panel_size=9)
    changed = [(one.label, one.value, one.usual) for one in settings_of(row) if one.is_changed]
    assert changed == [("评审组人数", "9", "7")]
    assert [one for one in settings_of(stories.rule_set(cast, mechanism="ENTERPRISE_2021")) if one.is_changed] == []


def test_two_versions_differ_where_they_differ(cast):
    old = stories.rule_set(cast)
    new = stories.rule_set(cast, panel_size=9, loan_counts_as_self=False)
    found = [(one.label, one.old, one.new) for one in differences(old, new) if one.is_changed]
    assert found == [("企业贷款计入自筹", "是", "否"), ("评审组人数", "7", "9")]
    assert not any(one.is_changed for one in differences(old, old))


def test_pages_explain_freeze_and_compare(cast, client):
    old = stories.published_challenge(cast).batch.rule_set
    client.force_login(cast.officer)
    page = client.get(old.get_absolute_url()).content.decode()
    assert "已随批次发布冻结" in page
    assert client.get(f"/rules/{old.pk}/edit/").url == old.get_absolute_url()
    assert "R-FUN-01" not in page  # numbers of notes say nothing to an officer
    assert "原则上不低于 2:1" in page
    made = client.post(f"{old.get_absolute_url()}do/version/", follow=True).content.decode()
    new = RuleSet.objects.get(name=old.name, version=old.version + 1)
    assert new.frozen_at is None
    assert str(new) in made
    actions.edit_rule_set(rule_set=new, changes={"panel_size": 9}, by=cast.officer)
    compared = client.get(f"/rules/{new.pk}/compare/").content.decode()
    assert "1 项不同" in compared
    assert "相同的" in compared
    assert "3 分之 2" in compared
    assert "75.00 分" in compared
    assert ">2:1<" in compared
    assert "<del>7</del>" in compared
    assert "<ins>9</ins>" in compared
    assert "请选择要对照的规则集" in client.get(f"/rules/{old.pk}/compare/").content.decode()
    assert client.get(f"/rules/{new.pk}/compare/?with=x").status_code == 404
    assert client.get("/rules/999999/compare/").status_code == 404


def test_a_new_version_is_made_by_those_who_keep_rules(cast, client):
    old = stories.published_challenge(cast).batch.rule_set
    client.force_login(cast.finance)
    assert "以此建立新版本" not in client.get(old.get_absolute_url()).content.decode()
    assert client.post(f"{old.get_absolute_url()}do/version/").status_code == 403
    client.force_login(cast.applicant)
    assert client.get(f"/rules/{old.pk}/compare/").status_code == 403


def test_the_threshold_is_typed_in_points(cast, client):
    row = stories.rule_set(cast)
    client.force_login(cast.officer)
    address = f"/rules/{row.pk}/edit/"
    form = client.get(address).context["form"]
    assert form.initial["award_threshold_hundredths"] == "75.00"
    data = values_of(form)
    data["award_threshold_hundredths"] = "80.5"
    assert client.post(address, data).status_code == 302
    row.refresh_from_db()
    assert row.award_threshold_hundredths == 8050
    for wrong in ("7500", "-1", "80.555", "多"):
        assert client.post(address, {**data, "award_threshold_hundredths": wrong}).status_code == 422


def test_the_rubric_is_written_row_by_row(cast, client):
    row = stories.rule_set(cast)
    client.force_login(cast.officer)
    address = f"/rules/{row.pk}/edit/"
    page = client.get(address)
    data = values_of(page.context["form"])
    assert "合计 100 / 100" in page.content.decode()
    usual = row.rubric
    wrong = client.post(address, {**data, "rubric-0-weight": "20"})
    assert "权重合计应为 100，现为 95。" in wrong.content.decode()
    written = [{"name": "指标", "weight": 60, "guidance": "逐条核对。"}, {"name": "团队", "weight": 40, "guidance": ""}]
    data = {key: value for key, value in data.items() if not key.startswith("rubric")} | rows("rubric", *written)
    assert client.post(address, data).status_code == 302
    row.refresh_from_db()
    assert (row.rubric, row.rubric != usual) == (written, True)
