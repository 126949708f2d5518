"""Identifiers of units and people: their forms, their check characters, and how they are masked.

A check answers a list of warnings and never blocks: live companies exist whose code fails the check
(appendix D of the domain notes), so a person decides, with a reason.
"""

import re
from datetime import date

from core.text import nfkc, no_blanks

_USCC_SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PROJECT_NUMBER = re.compile(r"20\d{2}JBGS\d{4}", re.ASCII)


def normalise_uscc(text: str) -> str:
    """As stored: half-width, upper case, no blanks."""
    return no_blanks(text).upper()


def uscc_warnings(text: str) -> list[str]:
    """What looks wrong with a unified social credit code (GB 32100-2015); empty when nothing does."""
    code = normalise_uscc(text)
    if len(code) != 18:
        return [f"统一社会信用代码应为 18 位，现为 {len(code)} 位。"]
    wrong = sorted({sign for sign in code if sign not in _USCC_SIGNS})
    if wrong:
        return [f"统一社会信用代码不应含有字符“{'、'.join(wrong)}”（不使用 I、O、S、V、Z）。"]
    warnings = []
    if not code[2:8].isdigit():
        warnings.append("统一社会信用代码第 3 至 8 位应为行政区划数字。")
    if uscc_check_character(code[:17]) != code[17]:
        warnings.append("统一社会信用代码的校验位不符，请核对；确认无误的可说明理由后继续。")
    return warnings


def uscc_check_character(first17: str) -> str:
    """The 18th character. The outer mod 31 matters: where the sum is 0 mod 31 the character is `0`."""
    total = sum(_USCC_SIGNS.index(sign) * weight for sign, weight in zip(first17, _USCC_WEIGHTS, strict=True))
    return _USCC_SIGNS[(31 - total % 31) % 31]


def normalise_resident_id(text: str) -> str:
    return no_blanks(text).upper()


def resident_id_warnings(text: str) -> list[str]:
    """What looks wrong with a resident identity number (GB 11643)."""
    number = normalise_resident_id(text)
    if not re.fullmatch(r"\d{17}[\dX]", number, re.ASCII):
        return ["居民身份证号码应为 17 位数字加 1 位校验码。"]
    warnings = []
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        warnings.append("居民身份证号码中的出生日期无效。")
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], _ID_WEIGHTS, strict=True))
    if "10X98765432"[total % 11] != number[17]:
        warnings.append("居民身份证号码的校验码不符，请核对。")
    return warnings


def normalise_orcid(text: str) -> str:
    """`0000-0002-1825-0097`, also from the address form; text that is no ORCID comes back plain."""
    plain = no_blanks(text).upper().removeprefix("HTTPS://").removeprefix("HTTP://").removeprefix("ORCID.ORG/")
    digits = plain.replace("-", "")
    return "-".join(digits[n : n + 4] for n in range(0, 16, 4)) if len(digits) == 16 else plain


def orcid_warnings(text: str) -> list[str]:
    """What looks wrong with an ORCID (ISO 7064 MOD 11-2)."""
    orcid = normalise_orcid(text)
    if not re.fullmatch(r"(?:\d{4}-){3}\d{3}[\dX]", orcid, re.ASCII):
        return ["ORCID 应为 16 位，形如 0000-0002-1825-0097。"]
    digits = orcid.replace("-", "")
    total = 0
    for digit in digits[:15]:
        total = (total + int(digit)) * 2
    check = (12 - total % 11) % 11
    return [] if digits[15] == ("X" if check == 10 else str(check)) else ["ORCID 的校验位不符，请核对。"]


def is_project_number(text: str) -> bool:
    """A project number such as 2022JBGS0001."""
    return bool(_PROJECT_NUMBER.fullmatch(text))


def mask_id(text: str) -> str:
    """An identity number in lists: the first 3 and the last 4 characters; of fewer than 12, the last 2."""
    plain = no_blanks(text)
    return _mask(plain, head=3, tail=4) if len(plain) >= 12 else _mask(plain, head=0, tail=2)


def mask_phone(text: str) -> str:
    """138****8000; a shorter number keeps its last 3 digits."""
    plain = no_blanks(text)
    return _mask(plain, head=3, tail=4) if len(plain) >= 11 else _mask(plain, head=0, tail=3)


def mask_account(text: str) -> str:
    """A bank account: the last 4 digits."""
    plain = no_blanks(text)
    return "*" * 4 + plain[-4:] if len(plain) >= 8 else "*" * len(plain)


def mask_name(text: str) -> str:
    """张*, 欧阳** : the first character stays."""
    plain = nfkc(text)
    return plain[:1] + "*" * (len(plain) - 1) if len(plain) > 1 else "*" * len(plain)


def _mask(plain: str, *, head: int, tail: int) -> str:
    hidden = len(plain) - head - tail
    # A value so short that the ends would show most of it is hidden whole.
    return plain[:head] + "*" * hidden + plain[-tail:] if hidden >= 4 else "*" * len(plain)
