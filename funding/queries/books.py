"""Whether the books are right: each invariant a query of its own that answers the rows that break it."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection


@dataclass(frozen=True)
class Fault:
    """One broken invariant: `code` for machines, `place` names the row, `sentence` says in Chinese what is wrong."""

    code: str
    place: str
    sentence: str


# What the checks read. net: the balance of each account. book: what each tranche has in the ledger, in fen.
TABLES = """
WITH net AS (
    SELECT account, sum(fen) AS fen FROM (
        SELECT debit_id AS account, amount_fen AS fen FROM funding_transfer
        UNION ALL SELECT credit_id, -amount_fen FROM funding_transfer
    ) AS moved GROUP BY account
), book AS (
    SELECT n.id, p.code || ' 第' || n.stage || '期' AS place, n.state, n.planned_fen, n.approved_fen, n.received_fen,
        coalesce(sum(t.amount_fen) FILTER (WHERE t.code = 'RESERVE'), 0)
          - coalesce(sum(t.amount_fen) FILTER (WHERE t.code = 'VOID'), 0) AS reserved,
        coalesce(sum(t.amount_fen) FILTER (WHERE t.code = 'PAY'), 0)
          - coalesce(sum(t.amount_fen) FILTER (WHERE t.code = 'CORRECT' AND o.code = 'PAY'), 0) AS paid,
        coalesce(sum(t.amount_fen) FILTER (WHERE t.code = 'RELEASE'), 0) AS released
    FROM funding_tranche n JOIN projects_project p ON p.id = n.project_id
    LEFT JOIN funding_transfer t ON t.tranche_id = n.id LEFT JOIN funding_transfer o ON o.id = t.reverses_id
    GROUP BY n.id, p.code
)
"""

# code -> (the sentence, a query whose rows are (place, found, expected)). 0 rows: the invariant holds.
CHECKS: dict[str, tuple[str, str]] = {
    "below_zero": (
        "科目余额为负：{found} 分",
        """
        SELECT a.kind || ' ' || p.code || ' ' || a.year, net.fen, 0
        FROM net JOIN funding_account a ON a.id = net.account JOIN projects_project p ON p.id = a.project_id
        WHERE a.kind <> 'TREASURY' AND net.fen < 0
        """,
    ),
    "not_balanced": (
        "全部科目余额合计应为 0，实为 {found} 分",
        "SELECT '台账', sum(net.fen), 0 FROM net HAVING sum(net.fen) <> 0",
    ),
    "double_key": (
        "同一唯一键出现 {found} 次",
        "SELECT key, count(*), 1 FROM funding_transfer GROUP BY key HAVING count(*) > 1",
    ),
    "bad_reversal": (
        "冲正金额 {found} 分，原流水 {expected} 分，或方向不相反",
        """
        SELECT t.key, t.amount_fen, o.amount_fen FROM funding_transfer t JOIN funding_transfer o ON o.id = t.reverses_id
        WHERE t.amount_fen <> o.amount_fen OR t.debit_id <> o.credit_id OR t.credit_id <> o.debit_id
           OR o.reverses_id IS NOT NULL
        """,
    ),
    "reversed_twice": (
        "同一流水被冲正 {found} 次",
        """
        SELECT o.key, count(*), 1 FROM funding_transfer t JOIN funding_transfer o ON o.id = t.reverses_id
        GROUP BY o.key HAVING count(*) > 1
        """,
    ),
    "wrong_move": (
        "流水的科目与事由不符",
        """
        SELECT t.key, 0, 0 FROM funding_transfer t
        JOIN funding_account d ON d.id = t.debit_id JOIN funding_account c ON c.id = t.credit_id
        WHERE (t.reverses_id IS NULL AND (t.code, d.kind, c.kind) NOT IN (
                ('AWARD', 'AWARDED', 'TREASURY'), ('RESERVE', 'PAYABLE', 'AWARDED'), ('PAY', 'PAID', 'PAYABLE'),
                ('RELEASE', 'TREASURY', 'AWARDED'), ('CLAW_BACK', 'RETURNED', 'PAID')))
           OR d.year <> c.year OR d.source <> c.source OR coalesce(d.project_id, c.project_id) <> coalesce(c.project_id, d.project_id)
        """,
    ),
    "over_decided": (
        "立项安排 {found} 分，超出决定的 {expected} 分",
        """
        SELECT p.code, sum(m.fen), p.fiscal_total_fen FROM (
            SELECT d.project_id AS project, t.amount_fen AS fen FROM funding_transfer t
            JOIN funding_account d ON d.id = t.debit_id JOIN funding_account c ON c.id = t.credit_id WHERE c.kind = 'TREASURY'
            UNION ALL SELECT c.project_id, -t.amount_fen FROM funding_transfer t
            JOIN funding_account d ON d.id = t.debit_id JOIN funding_account c ON c.id = t.credit_id WHERE d.kind = 'TREASURY'
        ) AS m JOIN projects_project p ON p.id = m.project GROUP BY p.id HAVING sum(m.fen) > p.fiscal_total_fen
        """,
    ),
    "plan_is_not_decision": (
        "各期计划合计 {found} 分，决定的财政经费 {expected} 分",
        """
        SELECT p.code, coalesce(sum(n.planned_fen), 0), p.fiscal_total_fen FROM projects_project p
        LEFT JOIN funding_tranche n ON n.project_id = p.id
        WHERE p.id IN (SELECT project_id FROM funding_account) GROUP BY p.id
        HAVING coalesce(sum(n.planned_fen), 0) <> p.fiscal_total_fen
        """,
    ),
    "decision_is_not_project": (
        "项目财政经费 {found} 分，立项决定 {expected} 分",
        """
        SELECT p.code, p.fiscal_total_fen, d.fiscal_fen FROM projects_project p JOIN funding_decision d ON d.bid_id = p.bid_id
        WHERE p.fiscal_total_fen <> d.fiscal_fen OR d.result = 'DECLINE'
        """,
    ),
    "reserved_is_not_approved": (
        "状态与台账不符：应占用 {expected} 分，台账占用 {found} 分",
        """
        SELECT place, reserved, CASE WHEN state IN ('APPROVED', 'PAID', 'RECEIVED') THEN approved_fen ELSE 0 END
        FROM book AS n
        WHERE reserved <> CASE WHEN state IN ('APPROVED', 'PAID', 'RECEIVED') THEN approved_fen ELSE 0 END
        """,
    ),
    "paid_is_not_approved": (
        "状态与台账不符：应拨付 {expected} 分，台账拨付 {found} 分",
        """
        SELECT place, paid, CASE WHEN state IN ('PAID', 'RECEIVED') THEN approved_fen ELSE 0 END FROM book AS n
        WHERE paid <> CASE WHEN state IN ('PAID', 'RECEIVED') THEN approved_fen ELSE 0 END
        """,
    ),
    "rest_not_released": (
        "取消或核减的经费应退回 {expected} 分，台账退回 {found} 分",
        """
        SELECT place, released, rest FROM (
            SELECT n.*, CASE WHEN state = 'CANCELLED' THEN planned_fen
                WHEN state IN ('PAID', 'RECEIVED') THEN planned_fen - approved_fen ELSE 0 END AS rest FROM book AS n
        ) AS n WHERE released <> rest
        """,
    ),
    "received_over_paid": (
        "到账 {found} 分，超过拨付的 {expected} 分",
        "SELECT place, received_fen, paid FROM book AS n WHERE received_fen > paid",
    ),
    "paid_before_node": (
        "里程碑未通过且无豁免即已拨付",
        """
        SELECT p.code || ' 第' || n.stage || '期', 0, 0 FROM funding_tranche n JOIN projects_project p ON p.id = n.project_id
        LEFT JOIN funding_waiver w ON w.id = n.waiver_id AND w.state = 'APPROVED'
        WHERE n.state IN ('PAID', 'RECEIVED') AND n.milestone_id IS NOT NULL AND w.id IS NULL AND NOT EXISTS (
            SELECT 1 FROM core_event e WHERE e.object_type = 'projects.milestone' AND e.object_id = n.milestone_id
            AND e.verb = 'milestone.pass' AND e.at <= n.paid_at)
        """,
    ),
    "paid_before_agreement": (
        "任务书未签订或任务资金未下达即已拨付",
        """
        SELECT p.code || ' 第' || n.stage || '期', 0, 0 FROM funding_tranche n JOIN projects_project p ON p.id = n.project_id
        WHERE n.state IN ('PAID', 'RECEIVED') AND (p.started_at IS NULL OR p.started_at > n.paid_at)
        """,
    ),
    "paid_by_approver": (
        "批准与拨付为同一人，或申请与批准为同一人",
        """
        SELECT p.code || ' 第' || n.stage || '期', 0, 0 FROM funding_tranche n JOIN projects_project p ON p.id = n.project_id
        WHERE n.paid_by_id = n.approved_by_id OR n.approved_by_id = n.requested_by_id
        """,
    ),
    "ended_with_open_tranche": (
        "项目已终止或失效，仍有未取消的拨款批次",
        """
        SELECT p.code || ' 第' || n.stage || '期', 0, 0 FROM funding_tranche n JOIN projects_project p ON p.id = n.project_id
        WHERE p.state IN ('LAPSED', 'TERMINATED', 'SETTLED')
          AND n.state IN ('PLANNED', 'DUE', 'HELD', 'REQUESTED', 'APPROVED')
        """,
    ),
    "unequal_race": (
        "赛马各道第一考核点前的财政经费不相等（最多 {found} 分、最少 {expected} 分），且未说明理由",
        """
        SELECT c.code, max(first.fen), min(first.fen) FROM (
            SELECT l.race_id, l.id, d.unequal_reason, coalesce(sum(n.planned_fen) FILTER (WHERE n.stage = 1), 0) AS fen
            FROM projects_lane l JOIN projects_project p ON p.id = l.project_id JOIN funding_decision d ON d.bid_id = p.bid_id
            LEFT JOIN funding_tranche n ON n.project_id = p.id GROUP BY l.id, d.id
        ) AS first JOIN projects_race r ON r.id = first.race_id JOIN challenges_challenge c ON c.id = r.challenge_id
        GROUP BY c.id HAVING max(first.fen) <> min(first.fen) AND bool_and(first.unequal_reason = '')
        """,
    ),
    "race_is_not_a_race": (
        "立项 {found} 个项目，赛道 {expected} 条：两个以上必须赛马，一个不得赛马",
        """
        SELECT c.code, count(p.id), count(l.id) FROM challenges_challenge c JOIN projects_project p ON p.challenge_id = c.id
        LEFT JOIN projects_lane l ON l.project_id = p.id WHERE c.state IN ('AWARDED', 'RACING') GROUP BY c.id
        HAVING count(l.id) <> CASE WHEN count(p.id) > 1 THEN count(p.id) ELSE 0 END
        """,
    ),
    "ratio_without_waiver": (
        "自筹比例未达标，且无已批准的豁免",
        """
        SELECT b.number, 0, 0 FROM funding_decision d JOIN consortia_bid b ON b.id = d.bid_id
        LEFT JOIN funding_waiver w ON w.id = d.waiver_id AND w.state = 'APPROVED'
        WHERE d.result <> 'DECLINE' AND NOT d.is_ratio_met AND w.id IS NULL
        """,
    ),
    "spent_over_received": (
        "财政支出 {found} 分，超过到账 {expected} 分",
        """
        SELECT p.code, spent.fen, coalesce(got.fen, 0) FROM (
            SELECT r.project_id, sum(l.amount_fen) AS fen FROM funding_expenditureline l
            JOIN funding_expenditurereport r ON r.id = l.report_id
            WHERE r.state <> 'RETURNED' AND l.source = 'FISCAL' GROUP BY r.project_id
        ) AS spent JOIN projects_project p ON p.id = spent.project_id LEFT JOIN (
            SELECT project_id, sum(received_fen) AS fen FROM funding_tranche WHERE state = 'RECEIVED' GROUP BY project_id
        ) AS got ON got.project_id = p.id WHERE spent.fen > coalesce(got.fen, 0)
        """,
    ),
    "settlement_is_not_ledger": (
        "清算追回 {expected} 分，台账追回 {found} 分",
        """
        SELECT p.code, coalesce(sum(t.amount_fen), 0), s.clawed_back_fen FROM funding_settlement s
        JOIN projects_project p ON p.id = s.project_id
        LEFT JOIN funding_account a ON a.project_id = p.id AND a.kind = 'RETURNED'
        LEFT JOIN funding_transfer t ON t.debit_id = a.id AND t.code = 'CLAW_BACK' GROUP BY s.id, p.id
        HAVING coalesce(sum(t.amount_fen), 0) <> s.clawed_back_fen
        """,
    ),
}


def faults() -> Iterator[Fault]:
    """Every fault in the books, check by check; nothing when the books are right."""
    for code, (sentence, query) in CHECKS.items():
        with connection.cursor() as cursor:
            cursor.execute(TABLES + query)
            rows = cursor.fetchall()
        for place, found, expected in rows:
            yield Fault(code, place, sentence.format(found=found, expected=expected))
