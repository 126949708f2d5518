"""Plain text as people type it."""

from types import SimpleNamespace

import pytest

from core.text import about, hundredths, nfc, nfkc, no_blanks


def test_one_form_for_one_character():
    assert nfc("e\u0301") == "\u00e9"


def test_full_width_becomes_half_width_and_ends_are_trimmed():
    assert nfkc("　９１１５０１０５ＭＡ０Ｎ \n") == "91150105MA0N"


def test_a_code_copied_out_of_a_table_loses_every_blank():
    assert no_blanks(" 9115 0105\u200b\ufeffMA\u3000０N\n") == "91150105MA0N"


def test_a_sentence_is_filled_in_with_facts_of_an_object():
    lead = SimpleNamespace(name="敕勒川草种业", __str__=lambda: "x")
    project = SimpleNamespace(code="2022JBGS0001", lead=lead, title=lambda: "苜蓿育种")
    text = about("项目 %(code)s“%(title)s”由%(lead.name)s牵头，进度 100%%", project)
    assert text == "项目 2022JBGS0001“苜蓿育种”由敕勒川草种业牵头，进度 100%"


def test_itself_is_a_fact_too():
    assert about("“%(self)s”已办结", "来信") == "“来信”已办结"


def test_a_fact_that_is_not_there_is_a_mistake_of_the_program():
    with pytest.raises(AttributeError):
        about("%(nothing)s", object())


@pytest.mark.parametrize(
    ("value", "text"), [(7525, "75.25"), (100, "1.00"), (5, "0.05"), (0, "0.00"), (10000, "100.00")]
)
def test_hundredths_keep_their_places(value, text):
    assert hundredths(value) == text
