"""Visibly fictional names for the demo data, the same at every telling."""

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = (
    "建国 志强 海燕 晓东 雪梅 文博 丽娜 永胜 春华 立新 宏伟 玉兰 振华 素芬 国栋 秀英 子轩 明哲 思远 佳慧 "
    "天宇 乌兰 其木格 巴特尔 苏和 哈斯 萨仁 娜仁 那顺 布和 昊然 静怡 伟民 德胜 红霞 长青 学军 慧敏 一鸣 若彤"
).split()

ENTERPRISE_STEMS = (
    "北原 青穗 牧野 天润 绿野 丰源 金禾 瑞牧 草原星 恒泽 远山 沃土 朔方 云海 晨曦 河套 塞上 阴山 大青 敕勒".split()
)
ENTERPRISE_TRADES = {
    "ZY": "草业 牧业 种业 农业 薯业 乳业 肉业 生态".split(),
    "ST": "能源 电力 装备 化工 储能 新材料 环保 冶金".split(),
}
CITIES = "北京 上海 南京 武汉 西安 兰州 成都 长春 沈阳 哈尔滨 杭州 广州 合肥 天津 重庆 郑州".split()
LOCAL_PLACES = "青城 鹿城 乌海 红山 科尔沁 河套 集宁 兴安 锡林 阿拉善".split()
RESEARCH_TRADES = {
    "ZY": "草业 畜牧 作物 种质资源 农业生物 园艺".split(),
    "ST": "电力 新能源 储能 煤化工 低碳 材料".split(),
}


def person_name(number: int) -> str:
    """Distinct enough for a demo: 1,600 combinations, then they repeat, as names do."""
    return SURNAMES[number % len(SURNAMES)] + GIVEN[(number // len(SURNAMES)) % len(GIVEN)]


def enterprise_name(number: int, code: str, *, local: bool = True) -> str:
    stem = ENTERPRISE_STEMS[number % len(ENTERPRISE_STEMS)]
    trades = ENTERPRISE_TRADES[code]
    trade = trades[(number // len(ENTERPRISE_STEMS)) % len(trades)]
    round_number = number // (len(ENTERPRISE_STEMS) * len(trades))
    suffix = f"{'二三四'[round_number - 1]}分" if round_number else ""
    where = "内蒙古" if local else CITIES[number % len(CITIES)]
    return f"{where}{stem}{trade}{suffix}有限公司（示例）"


def university_name(number: int) -> str:
    return f"{CITIES[number % len(CITIES)]}{'农业 理工 科技 工业 林业 师范'.split()[number // len(CITIES) % 6]}大学（示例）"


def research_name(number: int, code: str, *, is_university: bool, is_local: bool) -> str:
    """Universities and institutes; `number` counts each kind apart."""
    if is_university and not is_local:
        return university_name(number)
    where = "内蒙古" if is_local else CITIES[number % len(CITIES)]
    if is_university:
        kinds = "师范 职业 农牧 工学 财经 医科 民族 技术".split()
        return (
            f"{where}{LOCAL_PLACES[number // len(kinds) % len(LOCAL_PLACES)]}{kinds[number % len(kinds)]}学院（示例）"
        )
    trades = RESEARCH_TRADES[code]
    return f"{where}{trades[number % len(trades)]}研究院第{number // len(trades) + 1}研究所（示例）"


USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def uscc(*, prefix: str, division: str, number: int) -> str:
    """A valid code whose middle reads MATE, which no registry has issued (appendix D)."""
    middle = "MA" + f"{number:06d}" + "X"
    body = f"{prefix}{division}{middle}"
    total = sum(USCC_ALPHABET.index(char) * weight for char, weight in zip(body, USCC_WEIGHTS, strict=True))
    return body + USCC_ALPHABET[(31 - total % 31) % 31]
