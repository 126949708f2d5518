"""Text as it can be printed: what has no shape goes, what the fonts lack is named, nothing is ever markup."""

import unicodedata
from datetime import date

from core.documents.fonts import covered
from core.text import nfc

_DIGITS = "〇一二三四五六七八九"
#: Words of titles that no line may end inside of.
_WORDS = (
    "关于 发布 公布 公示 公告 通知 榜单 项目 工程 示范 科技 科学 技术 创新 揭榜 挂帅 立项 下达 任务 资金 经费 评审 报告 会议 纪要 "
    "产业 应用 攻关 技术攻关 成果 转化 关键 研究 选育 品种 新品种 内蒙古 自治区 首批 重大 专项 年度 申报 拟立项 更正 终止 验收 决策 材料 回执 方案 联合体"
).split()
#: What no line may end inside of, as an expression for Python and for Typst alike: a day of a month, a number with its
#: sign and its unit, a code. In the narrow cells of a table whole dates and numbers of papers besides.
_UNIT = "[十百千万亿]*(?:元|亩|吨|人次|平方米|立方米|公里|公斤|千克|千瓦时?|兆瓦|个?工作日|个月|小时|分钟|[一-鿿]|[%％‰°℃㎡㎏㎜㎝㎞])"
IN_LINES = (
    f"〔[0-9]{{4}}〕[0-9]{{1,5}}号|[0-9]{{1,2}}月[0-9]{{1,2}}日|[≥≤＞＜±] ?[0-9][0-9,.]*(?: ?{_UNIT})?|[0-9][0-9,.:]* ?{_UNIT}"
    "|[0-9A-Za-z]{1,12}(?:[-_./][0-9A-Za-z]{1,12}){1,4}"
)
IN_CELLS = f"[一-鿿]{{1,8}}〔[0-9]{{4}}〕[0-9]{{1,5}}号|[0-9]{{4}}年[0-9]{{1,2}}月[0-9]{{1,2}}日|{IN_LINES}"
#: A line of a title does not end on these, nor begin with those.
_NO_END = "（《“‘〔【"
_NO_START = "）》”’〕】，。、；：的与和"


def printable(text: str) -> str:
    """Line breaks stay; other control marks and those that turn the writing direction go; every blank is a blank.

    A character that the fonts cannot draw is written as 〔U+1F600〕, so that it is missed by nobody.
    """
    return "".join(_sign(one) for one in nfc(_whole(text)).replace("\r\n", "\n").replace("\r", "\n"))


def missing(text: str) -> list[str]:
    """The characters of a text that the fonts cannot draw, each once, in their order."""
    return list(dict.fromkeys(one for one in nfc(_whole(text)) if _sign(one).startswith("〔U+")))


def _whole(text: str) -> str:
    """Halves of surrogate pairs are joined, or become U+FFFD."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _sign(one: str) -> str:
    if one == "\n" or (" " < one <= "~"):
        return one
    kind = unicodedata.category(one)
    if kind in {"Zl", "Zp"}:
        return "\n"
    if kind == "Zs" or one == "\t":
        return "\u3000" if one == "\u3000" else " "
    # Format marks (direction, joiners) and variation selectors have no shape of their own.
    if kind in {"Cc", "Cf"} or 0xFE00 <= ord(one) <= 0xFE0F:
        return ""
    return one if ord(one) in covered() else f"〔U+{ord(one):04X}〕"


def chinese_date(day: date) -> str:
    """`2022年5月10日`: a 成文日期 in Arabic figures, no leading zeros (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_number(number: int) -> str:
    """1 to 99: 一, 十, 十二, 二十三."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else "十" if tens == 1 else f"{_DIGITS[tens]}十"
    return head + (_DIGITS[ones] if ones or not tens else "")


def title_lines(title: str, longest: int) -> list[str]:
    """A title in lines of nearly one length, broken where the sense allows it (GB/T 9704-2012, 7.3.1)."""
    if "\n" in title:
        return [line for part in title.split("\n") for line in title_lines(part, longest) if line]
    count = -(-width(title) // longest)
    if count < 2:
        return [title]
    target = width(title) / count
    reach = max(3, round(target / 3))
    places = range(1, len(title))

    inside = {start + step for word in _WORDS for start in _starts(title, word) for step in range(1, len(word))}

    def cost(place: int) -> float:
        before, after = title[place - 1], title[place]
        wrong = 50 * (before in _NO_END or after in _NO_START or (before.isascii() and after.isascii()))
        wrong += 20 * (place in inside) + 50 * (before.isdigit() and after in "年月日号项个批次")
        good = 2 * (before in "，、；：》”）的" or after in "《“（关")
        return abs(width(title[:place]) - target) + wrong - good

    near = [place for place in places if abs(width(title[:place]) - target) <= reach] or list(places)
    cut = min(near, key=cost)
    return [title[:cut], *title_lines(title[cut:], longest)]


def _starts(text: str, word: str) -> list[int]:
    return [place for place in range(len(text)) if text.startswith(word, place)]


def width(text: str) -> float:
    """In full-width characters."""
    return sum(1 if unicodedata.east_asian_width(one) in "WFA" else 0.5 for one in text)
