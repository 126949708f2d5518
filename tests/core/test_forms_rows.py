"""A form field of rows: what it cleans to, what it says of a wrong row, and how rows come and go without script."""

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template

from core.forms_rows import RowsField, asks_for_rows, retyped
from core.ui.forms import defects
from tests.typed import rows


class ItemRow(forms.Form):
    name = forms.CharField(label="评分项", max_length=10)
    weight = forms.IntegerField(label="权重", min_value=1)


class TableForm(forms.Form):
    title = forms.CharField(label="名称")
    items = RowsField(ItemRow, label="评分表", sum_of="weight", sum_to=100, most=5)
    others = RowsField(ItemRow, label="其他", required=False)


def sent(*items: dict, **more) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update({"title": "甲", **rows("items", *items), **rows("others"), **more})
    return data


def html(form) -> str:
    return Template("{% form form submit='保存' %}").render(Context({"form": form}))


TWO = ({"name": "指标", "weight": "60"}, {"name": "团队", "weight": "40"})


def test_rows_clean_to_a_list_without_the_empty_and_the_removed():
    form = TableForm(sent(*TWO, {"name": "", "weight": ""}, {"name": "旧", "weight": "x", "DELETE": "on"}))
    assert form.is_valid()
    assert form.cleaned_data["items"] == [{"name": "指标", "weight": 60}, {"name": "团队", "weight": 40}]
    assert form.cleaned_data["others"] == []


def test_each_wrong_cell_is_named_with_its_row():
    form = TableForm(sent(TWO[0], {"name": "", "weight": "多"}))
    assert not form.is_valid()
    assert [(one.label, one.anchor) for one in defects(form)] == [
        ("评分表·第 2 行·评分项", "id_items-1-name"),
        ("评分表·第 2 行·权重", "id_items-1-weight"),
    ]
    assert 'value="多"' in html(form)


@pytest.mark.parametrize(
    ("items", "words"),
    [
        (TWO[:1], "权重合计应为 100，现为 60。"),
        ([{"name": str(at), "weight": "1"} for at in range(6)], "最多 5 行。"),
        ([], "请填写。"),
    ],
)
def test_a_table_that_is_wrong_as_a_whole(items, words):
    form = TableForm(sent(*items))
    assert [(one.text, one.anchor) for one in defects(form)] == [(words, "id_items")]


def test_a_form_without_the_table_asks_for_it():
    assert not TableForm({"title": "甲"}).is_valid()
    assert not TableForm({"title": "甲", "items-TOTAL_FORMS": "多", "items-INITIAL_FORMS": "0"}).is_valid()
    assert not TableForm({"title": "甲", "items-TOTAL_FORMS": "99999999", "items-INITIAL_FORMS": "0"}).is_valid()


def test_without_script_a_row_comes_and_goes_and_nothing_typed_is_lost():
    data = sent(*TWO, more="items")
    assert asks_for_rows(data)
    again = retyped(TableForm(data))
    assert (again["title"], again["items"]) == ("甲", [*TWO, {}])
    assert again["others"] == []
    again = retyped(TableForm(sent(*TWO, remove="items-0")))
    assert again["items"] == [TWO[1]]
    page = html(TableForm(initial=again))
    assert 'name="items-0-name" value="团队"' in page
    assert "has-error" not in page
    assert "合计 40 / 100" in page
    for nonsense in ("items", "items-x", "items-7", "other-0", "items-1-name"):
        assert retyped(TableForm(sent(*TWO, remove=nonsense)))["items"] == list(TWO)


def test_the_enter_key_saves_and_takes_no_row_out():
    page = html(TableForm(initial={"items": list(TWO)}))
    buttons = [part.split(">", 1)[0] for part in page.split("<button")[1:]]
    assert "name=" not in buttons[0]
    assert sum('name="remove"' in one for one in buttons) >= 2


def test_labels_tell_the_rows_apart_and_a_table_begins_with_its_empty_rows():
    class LongForm(forms.Form):
        rows = RowsField(ItemRow, label="表", least=3, mark="", is_card=True, required=False)

    page = html(LongForm(initial={"rows": [TWO[0]]}))
    assert [f"评分项 {number}" in page for number in (1, 2, 3, 4)] == [True, True, True, False]
    assert "评分项 __number__" in page
    assert "选填" not in page.split("<legend>")[1].split("</legend>")[0]
