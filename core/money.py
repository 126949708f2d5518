"""Money in whole fen (1 元 = 100 fen, 1 万元 = 1,000,000 fen, 1 亿元 = 10^10 fen). No float enters or leaves.

Parsing, showing and splitting happen here and nowhere else.
"""

import re
from fractions import Fraction

from core.text import no_blanks

FEN_PER = {"元": 100, "万元": 1_000_000, "亿元": 10_000_000_000}
# 10 万亿元. Sums of many such amounts still fit a BIGINT column.
MAX_FEN = 10**15
_NUMBER = re.compile(r"(?P<whole>\d+|\d{1,3}(?:,\d{3})+)(?:\.(?P<part>\d*))?", re.ASCII)


def parse_wan(text: str) -> int:
    """Fen from an amount typed in 万元: at most 6 decimals, which are whole fen. Raises ValueError in Chinese."""
    return _parse(text, unit="万元", decimals=6)


def parse_yuan(text: str) -> int:
    """Fen from an amount typed in 元: at most 2 decimals. Raises ValueError in Chinese."""
    return _parse(text, unit="元", decimals=2)


def _parse(text: str, *, unit: str, decimals: int) -> int:
    if not isinstance(text, str):
        raise TypeError("an amount is parsed from text only; numbers are already fen")
    plain = no_blanks(text)
    for other in ("亿元", "万元", "亿", "万", "元"):
        if plain.endswith(other):
            if other not in {unit, unit.removesuffix("元")}:
                raise ValueError(f"金额单位应为“{unit}”，请换算后填写。")
            plain = plain.removesuffix(other)
            break
    if not plain:
        raise ValueError("请填写金额。")
    if plain.startswith("-"):
        raise ValueError("金额不能为负数。")
    found = _NUMBER.fullmatch(plain)
    if not found:
        raise ValueError(f"“{text.strip()[:30]}”不是有效的金额，请填写数字，例如 1,234.5。")
    part = (found["part"] or "").rstrip("0")
    if len(part) > decimals:
        raise ValueError(f"以“{unit}”为单位时，金额最多保留 {decimals} 位小数。")
    whole = found["whole"].replace(",", "")
    # The length first: a thousand digits are refused before they become a number.
    if len(whole.lstrip("0")) > 16 or (fen := int(whole) * FEN_PER[unit] + int(part.ljust(decimals, "0"))) > MAX_FEN:
        raise ValueError("金额过大，请检查单位。")
    return fen


def format_fen(fen: int, unit: str = "万元", places: int | None = None) -> str:
    """The number in the unit, HALF_UP, with thousands commas, without the unit's name.

    `places=None`: 万元 up to 2 decimals without trailing zeros, 元 exactly 2, 亿元 exactly 1.
    """
    _whole_fen(fen)
    trimmed = places is None and unit == "万元"
    if places is None:
        places = 1 if unit == "亿元" else 2
    # HALF_UP on the magnitude, in whole numbers: floor((2·x·10^places + d) / 2d).
    per = FEN_PER[unit]
    scaled = (2 * abs(fen) * 10**places + per) // (2 * per)
    whole, part = divmod(scaled, 10**places)
    digits = str(part).zfill(places) if places else ""
    if trimmed:
        digits = digits.rstrip("0")
    sign = "-" if fen < 0 and scaled else ""
    return f"{sign}{whole:,}" + (f".{digits}" if digits else "")


def with_unit(fen: int, unit: str = "万元", places: int | None = None) -> str:
    """For running text: `7,300万元`, `2.2亿元`."""
    return format_fen(fen, unit, places) + unit


def exact_text(fen: int, unit: str = "万元") -> str:
    """The amount without rounding and without commas, as an input field shows it; `parse_wan` reads it back."""
    _whole_fen(fen)
    whole, part = divmod(abs(fen), FEN_PER[unit])
    digits = str(part).zfill(len(str(FEN_PER[unit])) - 1).rstrip("0")
    return ("-" if fen < 0 else "") + str(whole) + (f".{digits}" if digits else "")


def split(total_fen: int, weights: list[int]) -> list[int]:
    """`total_fen` in proportion to the weights; the sum is exact (largest remainder, ties to the earlier place)."""
    _whole_fen(total_fen)
    if total_fen < 0:
        raise ValueError("待分配的金额不能为负数。")
    if not weights or any(isinstance(weight, bool) or not isinstance(weight, int) or weight < 0 for weight in weights):
        raise ValueError("分配权重必须是非负整数。")
    whole = sum(weights)
    if whole == 0:
        raise ValueError("分配权重不能全部为零。")
    shares = [total_fen * weight // whole for weight in weights]
    rest = total_fen - sum(shares)
    by_remainder = sorted(range(len(weights)), key=lambda place: (-(total_fen * weights[place] % whole), place))
    for place in by_remainder[:rest]:
        shares[place] += 1
    return shares


def ratio_text(part_fen: int, base_fen: int, places: int = 2) -> str:
    """`2.00:1`. A ratio that misses a whole number is never rounded onto it: 1459.99 to 730 is 1.99999:1, not 2.00:1.

    `—` when the base is zero.
    """
    _whole_fen(part_fen)
    _whole_fen(base_fen)
    if base_fen == 0:
        return "—"
    exact = Fraction(part_fen, base_fen)
    while True:
        shown = Fraction((2 * exact.numerator * 10**places + exact.denominator) // (2 * exact.denominator), 10**places)
        if shown == exact or shown.denominator != 1:
            break
        places += 1
    whole, part = divmod(shown.numerator * 10**places // shown.denominator, 10**places)
    return f"{whole}.{str(part).zfill(places)}:1" if places else f"{whole}:1"


def looks_like_yuan(fen: int, cap_fen: int) -> bool:
    """Whether an amount is more than 50 times what it may be: most likely 元 typed into a field of 万元."""
    _whole_fen(fen)
    return cap_fen > 0 and fen > 50 * cap_fen


def _whole_fen(fen: int) -> None:
    if isinstance(fen, bool) or not isinstance(fen, int):
        raise TypeError(f"fen must be a whole number, not {type(fen).__name__}")
