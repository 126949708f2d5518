"""Check characters warn, with the edge that published snippets get wrong; masks never show a whole value."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import identifiers

FICTIONAL = [
    "91150105MATE5T017X",
    "91150105MATE5T025Q",
    "91150902MATE5T017U",
    "91150902MATE5T025N",
    "93150623MATE5T017K",
    "12150000MATE5T017M",
    "91110108MATE5T017Q",
]


@pytest.mark.parametrize(
    "code", ["91110000101623741K", "911101066976941872", "91150105MATE5T4200", "91150105MATE5T375Y", *FICTIONAL]
)
def test_valid_credit_codes_have_no_warning(code):
    assert identifiers.uscc_warnings(code) == []


@pytest.mark.parametrize("code", ["91310115MA1H8R7C6D", "91350211M0000XUF46"])
def test_a_wrong_check_character_warns(code):
    (warning,) = identifiers.uscc_warnings(code)
    assert "校验位不符" in warning


@pytest.mark.parametrize(
    "typed", ["91110000101623741k", "９１１１００００１０１６２３７４１Ｋ", " 9111 0000 1016 23741K\n"]
)
def test_a_code_is_normalised_before_it_is_checked(typed):
    assert identifiers.normalise_uscc(typed) == "91110000101623741K"
    assert identifiers.uscc_warnings(typed) == []


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("9111000010162374", "应为 18 位，现为 16 位"),
        ("9111000010162374IO", "不应含有字符“I、O”"),
        ("", "现为 0 位"),
        ("91A10000101623741K", "第 3 至 8 位"),
    ],
)
def test_form_faults_are_named(code, sentence):
    assert sentence in identifiers.uscc_warnings(code)[0]


@given(st.text(identifiers._USCC_SIGNS, min_size=17, max_size=17), st.integers(0, 16), st.data())
def test_one_wrong_character_never_passes(first17, place, data):
    code = first17 + identifiers.uscc_check_character(first17)
    other = data.draw(st.sampled_from(identifiers._USCC_SIGNS).filter(lambda sign: sign != code[place]))
    broken = code[:place] + other + code[place + 1 :]
    assert any("校验位" in warning for warning in identifiers.uscc_warnings(broken))
    assert not any("校验位" in warning for warning in identifiers.uscc_warnings(code))


@given(st.text(max_size=40))
def test_checks_never_raise(text):
    for check in (identifiers.uscc_warnings, identifiers.resident_id_warnings, identifiers.orcid_warnings):
        assert isinstance(check(text), list)


def test_resident_id():
    assert identifiers.resident_id_warnings("150105199001010018") == []
    assert identifiers.resident_id_warnings("11010519491231002x") == []
    assert "校验码不符" in identifiers.resident_id_warnings("150105199001010019")[0]
    assert "出生日期无效" in identifiers.resident_id_warnings("150105199002300018")[0]
    assert "17 位数字" in identifiers.resident_id_warnings("15010519900101001")[0]


@pytest.mark.parametrize(
    "typed", ["0000-0002-1825-0097", "0000000218250097", "https://orcid.org/0000-0002-1825-0097", "0000-0001-5109-3700"]
)
def test_valid_orcid(typed):
    assert identifiers.orcid_warnings(typed) == []


def test_orcid_with_x_and_wrong_ones():
    assert identifiers.orcid_warnings("0000-0002-1694-233X") == []
    assert identifiers.orcid_warnings("0000-0002-1825-0098") != []
    assert identifiers.orcid_warnings("1825") != []


@pytest.mark.parametrize(
    ("text", "fits"),
    [("2022JBGS0001", True), ("2022JBGS001", False), ("1922JBGS0001", False), ("2022JBGS0001\n", False)],
)
def test_project_number(text, fits):
    assert identifiers.is_project_number(text) is fits


@pytest.mark.parametrize(
    ("mask", "text", "shown"),
    [
        (identifiers.mask_id, "150105199001010018", "150***********0018"),
        (identifiers.mask_id, "E12345678", "*******78"),
        (identifiers.mask_id, "AB1", "***"),
        (identifiers.mask_phone, "13800138000", "138****8000"),
        (identifiers.mask_phone, "4918000", "****000"),
        (identifiers.mask_phone, "110", "***"),
        (identifiers.mask_account, "6222 0212 3456 7890 123", "****0123"),
        (identifiers.mask_account, "1234567", "*******"),
        (identifiers.mask_name, "宝音", "宝*"),
        (identifiers.mask_name, "", ""),
    ],
)
def test_masks(mask, text, shown):
    assert mask(text) == shown


@given(st.text("0123456789X", min_size=1, max_size=30))
def test_no_mask_shows_more_than_seven_characters_or_the_whole(text):
    for mask in (identifiers.mask_id, identifiers.mask_phone, identifiers.mask_account):
        shown = mask(text)
        assert "*" in shown
        assert len(shown.replace("*", "")) <= 7
