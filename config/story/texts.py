"""The words of the demo's challenges: bottleneck, objective, indicators by programme. All figures are illustrative."""

from challenges.enums import Comparator as Sign

#: name, unit, comparator, baseline, target (the item's number is added), weight, test method
SEED_INDICATORS = (
    ("育成并通过审定（登记）的新品种", "个", Sign.AT_LEAST, 0, 2, 3, "国家或自治区品种审定（登记）公告"),
    ("良种示范推广面积", "万亩", Sign.AT_LEAST, 1, 10, 2, "旗县农牧部门出具的面积证明"),
    ("核心生产性状较主栽品种提高", "%", Sign.AT_LEAST, 0, 8, 2, "第三方区域试验"),
    ("良种繁育成本占现行成本的比例", "%", Sign.AT_MOST, 100, 80, 1, "专项审计"),
)
CARBON_INDICATORS = (
    ("建成示范工程（样机）", "项", Sign.AT_LEAST, 0, 1, 3, "第三方现场检测"),
    ("关键部件国产化率", "%", Sign.AT_LEAST, 60, 90, 2, "第三方检测报告"),
    ("年减排二氧化碳当量", "万吨", Sign.AT_LEAST, 0, 10, 2, "有资质机构核算"),
    ("单位产品综合能耗占现行水平的比例", "%", Sign.AT_MOST, 100, 85, 1, "能效测试"),
)
WATER_INDICATORS = (
    ("建成节水示范区（装备）", "处", Sign.AT_LEAST, 0, 2, 3, "第三方现场核验"),
    ("单方水产出较当地平均水平提高", "%", Sign.AT_LEAST, 0, 15, 2, "第三方测算"),
    ("年节水量", "万立方米", Sign.AT_LEAST, 0, 100, 2, "水利部门出具证明"),
    ("单位面积灌溉用水占现行水平的比例", "%", Sign.AT_MOST, 100, 80, 1, "计量设施记录"),
)
KEY_FIGURES = {"ZY-01": "目前85%以上的草种依赖进口。"}  # S22
NODES = {
    "ZY": (
        "完成种质评价与亲本组配",
        "获得稳定品系并开展区域试验",
        "新品种进入生产试验",
        "通过审定（登记）并建成良种基地",
        "完成推广示范与用户评价",
    ),
    "ST": ("完成总体设计与关键部件试制", "建成示范装置并通过第三方检测", "示范运行满一年并通过用户评价"),
}


def indicators(code: str, number: int, *, last_year: int) -> list[dict]:
    """Four indicators, two of them hard; the number makes challenges differ."""
    rows = SEED_INDICATORS if code == "ZY" else CARBON_INDICATORS if code == "ST" else WATER_INDICATORS
    return [
        {
            "name": name,
            "unit": unit,
            "comparator": sign,
            "baseline": baseline,
            "target": target + (number % 3 if sign == Sign.AT_LEAST else 0),
            "weight": weight,
            "is_hard": place < 2,
            "test_method": method,
            "due_year": last_year,
        }
        for place, (name, unit, sign, baseline, target, weight, method) in enumerate(rows)
    ]


def requirements(code: str, months: int, named=()) -> list[dict]:
    """The nodes as named with their months, else evenly spaced ones, the last at the end of the period."""
    nodes = named or [(name, months * place // len(NODES[code])) for place, name in enumerate(NODES[code], 1)]
    return [
        {"name": name, "month_offset": offset, "requirement": f"{name}，提交阶段报告和第三方检测报告。"}
        for name, offset in nodes
    ]


def words(key: str, title: str, field: str) -> dict[str, str]:
    """The mandatory sections of a challenge (S09)."""
    plain = title.removesuffix("（示例）")
    return {
        "one_line": f"围绕{field}领域，攻克“{plain}”中的关键环节。",
        "bottleneck": f"{KEY_FIGURES.get(key, '')}我区{field}领域在“{plain}”方面存在关键技术储备不足、"
        "核心材料和装备依赖外部供给、成果示范应用规模偏小等问题，制约产业提质增效。",
        "objective": f"在实施期内突破“{plain}”关键技术，形成可复制推广的技术体系，建成示范基地（工程），全面达到考核指标，并由发榜用户作出最终评价。",
        "content": "1. 关键共性技术攻关；2. 新品种（新装备）研制与中试；3. 示范应用与推广；4. 标准与知识产权布局。",
        "intellectual_property": "成果归创新联合体按协议共有，优先在自治区内转化；发榜用户享有同等条件下的优先使用权。",
    }
