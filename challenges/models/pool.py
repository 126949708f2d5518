"""What tells needs alike: the pairs of characters of their texts, and what the office found about two of them."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from challenges.enums import PairVerdict
from core.base import at_field, by_field, choice, link, stamped
from core.history import tracked

#: A run of Chinese characters gives its pairs of neighbours, a Latin word or a number stands for itself. Code points are
#: compared in collation C, so that the answer is the same in every locale (docs/adr/0009).
WRITE_TEXT = """
    INSERT INTO challenges_needtext (need_id, grams, is_compared)
    SELECT NEW.id, coalesce(array_agg(DISTINCT gram COLLATE "C"), '{}'), false FROM (
        SELECT letters[i] || letters[i + 1] AS gram
        FROM (
            SELECT string_to_array(normalize(
                NEW.title || E'\\n' || NEW.problem || E'\\n' || NEW.current_level || E'\\n' || NEW.expected_indicators, NFKC
            ), NULL) AS letters
        ) AS text, generate_series(1, cardinality(letters) - 1) AS i
        WHERE letters[i] COLLATE "C" BETWEEN U&'\\3400' AND U&'\\9fff'
          AND letters[i + 1] COLLATE "C" BETWEEN U&'\\3400' AND U&'\\9fff'
        UNION ALL
        SELECT word[1] FROM regexp_matches(lower(normalize(
            NEW.title || E'\\n' || NEW.problem || E'\\n' || NEW.current_level || E'\\n' || NEW.expected_indicators, NFKC
        )), '[a-z0-9.%]{2,}', 'g') AS word
    ) AS found
    ON CONFLICT (need_id) DO UPDATE SET grams = EXCLUDED.grams, is_compared = false;
    RETURN NULL;
"""

TEXT_TRIGGER = pgtrigger.Trigger(
    name="write_text",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("title", "problem", "current_level", "expected_indicators"),
    func=WRITE_TEXT,
)


class NeedText(models.Model):
    """查重特征: the pairs of characters in a need's texts, written by a trigger of Need. `is_compared` is false until the
    sweep has looked for needs alike."""

    need = models.OneToOneField(
        "challenges.Need", models.PROTECT, primary_key=True, related_name="text", verbose_name=_("需求")
    )
    grams = ArrayField(models.TextField(), verbose_name=_("字对"))
    is_compared = models.BooleanField(_("已比对"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("查重特征")
        indexes = [
            # Without a list of pending entries: what a search costs must not depend on the last vacuum.
            GinIndex(fields=["grams"], name="needtext_grams", fastupdate=False),
            models.Index(fields=["need"], name="needtext_waiting", condition=Q(is_compared=False)),
        ]

    def __str__(self):
        return str(self.need_id)


@tracked
class NeedPair(models.Model):
    """疑似重复: two needs alike, the older one first; a person says whether they are the same, and why."""

    first = link("challenges.Need", _("较早的需求"), related="pairs_as_first")
    second = link("challenges.Need", _("较晚的需求"), related="pairs_as_second")
    percent = models.PositiveSmallIntegerField(_("相似度（%）"))
    verdict = choice(PairVerdict, _("结论"), default=PairVerdict.OPEN)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    found_at = models.DateTimeField(_("发现时间"))
    decided_at = at_field(_("判断时间"))
    decided_by = by_field(_("判断人"))

    class Meta:
        verbose_name = verbose_name_plural = _("疑似重复")
        constraints = [
            *stamped("needpair", "decided"),
            models.UniqueConstraint(fields=["first", "second"], name="needpair_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="needpair_order"),
            models.CheckConstraint(
                condition=Q(verdict="OPEN", decided_at=None) | (Q(decided_at__isnull=False) & ~Q(reason="")),
                name="needpair_reasoned",
            ),
        ]
        indexes = [models.Index(fields=["verdict", "-percent", "id"], name="needpair_order_of_work")]

    def __str__(self):
        return f"{self.first_id}–{self.second_id}"
