"""One action on many rows: each by itself."""

from core import bulk
from core.errors import Refused


def test_a_refused_row_is_named_and_holds_up_no_other():
    done = []

    def run(row: str) -> None:
        if row == "乙":
            raise Refused("not_ready", "材料不齐。", defects=["缺盖章页", "缺预算"])
        done.append(row)

    outcomes = bulk.each(["甲", "乙", "丙"], run)
    assert done == ["甲", "丙"]
    assert [one.is_done for one in outcomes] == [True, False, True]
    assert (outcomes[1].obj, outcomes[1].code, outcomes[1].reason) == ("乙", "not_ready", "材料不齐。 缺盖章页；缺预算")
