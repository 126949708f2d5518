"""Money is whole fen from the keyboard to the page."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import money
from core.forms_money import MoneyField

WAN = 1_000_000
fens = st.integers(min_value=0, max_value=money.MAX_FEN)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("7300", 7300 * WAN),
        ("7,300", 7300 * WAN),
        ("７，３００．５", 73005 * WAN // 10),
        (" 12.5 万元 ", 12_500_000),
        ("0.000001", 1),
        ("1.", WAN),
        ("1459.99", 1_459_990_000),
        ("3.50000000", 3_500_000),
        ("0", 0),
    ],
)
def test_wan_is_read_exactly(text, fen):
    assert money.parse_wan(text) == fen


@pytest.mark.parametrize(("text", "fen"), [("1234.56", 123456), ("1,234,567.8元", 123456780), ("０．０１", 1)])
def test_yuan_is_read_exactly(text, fen):
    assert money.parse_yuan(text) == fen


@pytest.mark.parametrize(
    ("read", "text", "sentence"),
    [
        (money.parse_wan, "", "请填写金额"),
        (money.parse_wan, "万元", "请填写金额"),
        (money.parse_wan, "-3", "不能为负数"),
        (money.parse_wan, "－3", "不能为负数"),
        (money.parse_wan, "12,34", "不是有效的金额"),
        (money.parse_wan, "1e5", "不是有效的金额"),
        (money.parse_wan, "١٢", "不是有效的金额"),
        (money.parse_wan, ".5", "不是有效的金额"),
        (money.parse_wan, "约100", "不是有效的金额"),
        (money.parse_wan, "0.0000001", "最多保留 6 位小数"),
        (money.parse_yuan, "1.005", "最多保留 2 位小数"),
        (money.parse_wan, "100元", "单位应为“万元”"),
        (money.parse_wan, "1亿元", "单位应为“万元”"),
        (money.parse_yuan, "1万元", "单位应为“元”"),
        (money.parse_wan, "9" * 5000, "金额过大"),
        (money.parse_wan, "1000000000.000001", "金额过大"),
    ],
)
def test_nonsense_is_refused_with_a_sentence(read, text, sentence):
    with pytest.raises(ValueError, match=sentence):
        read(text)


@given(fens)
def test_exact_text_reads_back(fen):
    assert money.parse_wan(money.exact_text(fen)) == fen
    assert money.parse_yuan(money.exact_text(fen, "元")) == fen
    assert money.parse_yuan(money.format_fen(fen, "元")) == fen
    assert money.parse_wan(money.format_fen(fen, "万元", 6)) == fen


@pytest.mark.parametrize(
    ("fen", "unit", "places", "shown"),
    [
        (7300 * WAN, "万元", None, "7,300"),
        (12_500_000, "万元", None, "12.5"),
        (12_345_000, "万元", None, "12.35"),
        (12_344_999, "万元", None, "12.34"),
        (1_000_000, "万元", 2, "1.00"),
        (22200 * WAN, "亿元", None, "2.2"),
        (22500 * WAN, "亿元", None, "2.3"),
        (22200 * WAN, "亿元", 2, "2.22"),
        (1_999_500, "万元", None, "2"),
        (123456, "元", None, "1,234.56"),
        (150, "元", 0, "2"),
        (-12_345_000, "万元", None, "-12.35"),
        (-1, "万元", None, "0"),
        (0, "万元", None, "0"),
        (0, "元", None, "0.00"),
    ],
)
def test_amounts_are_shown_half_up(fen, unit, places, shown):
    assert money.format_fen(fen, unit, places) == shown


def test_with_unit():
    assert money.with_unit(22200 * WAN, "亿元") == "2.2亿元"


@given(fens, st.lists(st.integers(0, 10**9), min_size=1, max_size=30).filter(any))
def test_split_sums_exactly_and_stays_within_one_fen(total, weights):
    shares = money.split(total, weights)
    assert sum(shares) == total
    whole = sum(weights)
    for share, weight in zip(shares, weights, strict=True):
        assert type(share) is int
        assert abs(share * whole - total * weight) < whole
        assert weight or share == 0


def test_split_gives_the_odd_fen_to_the_largest_remainder_then_the_first():
    assert money.split(100, [1, 1, 1]) == [34, 33, 33]
    assert money.split(10, [50, 30, 20]) == [5, 3, 2]
    assert money.split(1, [1, 2]) == [0, 1]


@pytest.mark.parametrize("weights", [[], [0, 0], [-1, 2], [0.5, 0.5], [True]])
def test_split_refuses_bad_weights(weights):
    with pytest.raises(ValueError, match="权重"):
        money.split(100, weights)


@pytest.mark.parametrize(
    ("part", "base", "shown"),
    [
        (146000, 73000, "2.00:1"),
        (145999, 73000, "1.99999:1"),
        (62000, 7300, "8.49:1"),
        (67000, 14900, "4.50:1"),
        (129000, 22200, "5.81:1"),
        (0, 5, "0.00:1"),
        (5, 0, "—"),
    ],
)
def test_ratio_never_rounds_onto_a_whole_number_it_misses(part, base, shown):
    assert money.ratio_text(part, base) == shown


def test_yuan_typed_as_wan_is_noticed():
    cap = 1000 * WAN
    assert not money.looks_like_yuan(50 * cap, cap)
    assert money.looks_like_yuan(50 * cap + 1, cap)
    assert not money.looks_like_yuan(50 * cap, 0)


@pytest.mark.parametrize("value", [1.0, "1", None, True])
def test_only_whole_fen_are_formatted(value):
    with pytest.raises(TypeError):
        money.format_fen(value)


def test_a_float_is_not_parsed():
    with pytest.raises(TypeError):
        money.parse_wan(12.5)


class TestMoneyField:
    def test_cleans_to_fen_and_shows_fen_as_wan(self):
        field = MoneyField()
        assert field.clean("７,３００") == 7300 * WAN
        assert field.prepare_value(12_345_678) == "12.345678"
        assert field.prepare_value("12,x") == "12,x"

    def test_required_and_empty(self):
        from django.core.exceptions import ValidationError

        with pytest.raises(ValidationError, match="请填写金额"):
            MoneyField().clean(" ")
        assert MoneyField(required=False).clean("") is None

    def test_limits_and_the_unit_guard(self):
        from django.core.exceptions import ValidationError

        field = MoneyField(max_fen=60_000 * WAN, cap_fen=1000 * WAN, min_fen=WAN)
        assert field.clean("50000") == 50_000 * WAN
        for text, sentence in [("50001", "把“元”当作“万元”"), ("0.5", "不能小于 1 万元"), ("abc", "不是有效的金额")]:
            with pytest.raises(ValidationError, match=sentence):
                field.clean(text)
        with pytest.raises(ValidationError, match="不能大于 2 万元"):
            MoneyField(max_fen=2 * WAN).clean("3")

    def test_the_same_amount_typed_differently_is_no_change(self):
        field = MoneyField()
        assert not field.has_changed(WAN, "1.00")
        assert field.has_changed(WAN, "1.01")
        assert field.has_changed(WAN, "x")
        assert not field.has_changed(None, "")
