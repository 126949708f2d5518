"""What every app stands on: events, the outbox, numbers, files, the calendar, the clock and the audit chain.

Nothing here points up: people and organizations appear as frozen ids and names.
"""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.fields import EncryptedTextField
from core.history import APPEND_ONLY, audit_leaf_trigger


class Event(models.Model):
    """One thing that happened, as people read it. Append-only."""

    at = models.DateTimeField(_("时间"), db_index=True)
    verb = models.CharField(_("动作"), max_length=60)
    label = models.CharField(_("动作名称"), max_length=60, blank=True)
    object_type = models.CharField(_("对象类型"), max_length=60)
    object_id = models.BigIntegerField(_("对象编号"))
    object_name = models.CharField(_("对象名称"), max_length=300, blank=True)
    from_state = models.CharField(_("原状态"), max_length=30, blank=True)
    to_state = models.CharField(_("新状态"), max_length=30, blank=True)
    actor_id = models.BigIntegerField(_("操作人编号"), null=True)
    actor_name = models.CharField(_("操作人"), max_length=100)
    organization_id = models.BigIntegerField(_("单位编号"), null=True)
    organization_name = models.CharField(_("单位"), max_length=200, blank=True)
    role = models.CharField(_("角色"), max_length=200, blank=True)
    note = models.TextField(_("说明"), blank=True)
    data = models.JSONField(_("附加数据"), default=dict)
    result = models.CharField(
        _("结果"), max_length=10, default="DONE", choices=[("DONE", _("完成")), ("REFUSED", _("拒绝"))]
    )
    is_restricted = models.BooleanField(_("限制查看"), default=False)
    ip = models.GenericIPAddressField(_("网络地址"), null=True)
    request_id = models.CharField(_("请求编号"), max_length=40, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("事件")
        indexes = [models.Index(fields=["object_type", "object_id", "-id"]), models.Index(fields=["actor_id", "-id"])]
        triggers = [*APPEND_ONLY, audit_leaf_trigger()]


class Outbox(models.Model):
    """Something that must happen after the transaction: written inside it, delivered by a sweep."""

    kind = models.CharField(_("种类"), max_length=40)
    key = models.CharField(_("幂等键"), max_length=200, unique=True)
    payload = models.JSONField(_("内容"), default=dict)
    created_at = models.DateTimeField(_("产生时间"))
    next_check_at = models.DateTimeField(_("下次处理时间"), null=True, db_index=True)
    attempt_count = models.PositiveIntegerField(_("尝试次数"), default=0)
    done_at = models.DateTimeField(_("完成时间"), null=True)
    error = models.TextField(_("上次错误"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("待发事项")


class MessageKind(models.TextChoices):
    """What a message is about; mails of the last two are sent whatever the recipient prefers."""

    TASK = "TASK", _("待办事项")
    REMINDER = "REMINDER", _("期限提醒")
    CHANGE = "CHANGE", _("期限与规则变动")
    RESULT = "RESULT", _("回执与办理结果")


#: Nobody may be left without these: a moved deadline, a receipt, a decision.
OBLIGATORY_KINDS = (MessageKind.CHANGE, MessageKind.RESULT)


class Message(models.Model):
    """A message in somebody's in-box (E-43)."""

    kind = models.CharField(_("种类"), max_length=12, choices=MessageKind.choices, default=MessageKind.TASK)
    recipient_id = models.BigIntegerField(_("收件人编号"), db_index=True)
    title = models.CharField(_("标题"), max_length=200)
    body = models.TextField(_("内容"), blank=True)
    url = models.CharField(_("链接"), max_length=300, blank=True)
    key = models.CharField(_("幂等键"), max_length=200, unique=True)
    created_at = models.DateTimeField(_("发送时间"))
    read_at = models.DateTimeField(_("阅读时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("消息")
        indexes = [
            models.Index(fields=["recipient_id", "-id"], name="message_of_recipient"),
            models.Index(fields=["recipient_id"], condition=models.Q(read_at__isnull=True), name="message_unread"),
        ]


class MutedKind(models.Model):
    """A kind of message that an account wants in the in-box only, not by mail."""

    owner_id = models.BigIntegerField(_("账号编号"))
    kind = models.CharField(_("种类"), max_length=12, choices=MessageKind.choices)

    class Meta:
        verbose_name = verbose_name_plural = _("不发邮件的消息种类")
        constraints = [
            models.UniqueConstraint(fields=["owner_id", "kind"], name="muted_once"),
            models.CheckConstraint(condition=~models.Q(kind__in=OBLIGATORY_KINDS), name="muted_not_obligatory"),
        ]


class CalendarFeed(models.Model):
    """The secret address of an account's calendar; found by its index, shown to its owner alone, gone when revoked."""

    owner_id = models.BigIntegerField(_("账号编号"), unique=True)
    token = EncryptedTextField(_("地址"))
    token_index = models.CharField(_("地址索引"), max_length=64, unique=True)
    since = models.DateTimeField(_("启用时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("日历订阅")


class IdempotencyKey(models.Model):
    """What came of a request, by the key its sender chose (core.idempotency)."""

    actor_id = models.BigIntegerField(_("操作人编号"))
    key = models.CharField(_("标识"), max_length=100)
    fingerprint = models.CharField(_("内容摘要"), max_length=64)
    result = models.JSONField(_("结果"), default=dict)
    created_at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("幂等标识")
        constraints = [models.UniqueConstraint(fields=["actor_id", "key"], name="idempotency_once")]


class Sequence(models.Model):
    """The last number given in a series; taken under the row's lock, so that there are no gaps."""

    name = models.CharField(_("序列"), max_length=80, unique=True)
    last = models.BigIntegerField(_("最后号码"), default=0)

    class Meta:
        verbose_name = verbose_name_plural = _("编号序列")


class StoredFile(models.Model):
    """A file in storage with its digests; never changed after it is stored."""

    path = models.CharField(_("存储位置"), max_length=300, unique=True)
    name = models.CharField(_("文件名"), max_length=255)
    kind = models.CharField(_("种类"), max_length=40)
    content_type = models.CharField(_("内容类型"), max_length=100)
    size_bytes = models.BigIntegerField(_("大小（字节）"))
    sha256 = models.CharField(_("SHA-256 摘要"), max_length=64, db_index=True)
    sm3 = models.CharField(_("SM3 摘要"), max_length=64)
    is_encrypted = models.BooleanField(_("已加密"), default=False)
    scan_result = models.CharField(_("病毒检查"), max_length=20, default="NOT_CONFIGURED")
    stored_at = models.DateTimeField(_("存入时间"))
    stored_by_id = models.BigIntegerField(_("存入人编号"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("文件")
        triggers = [*APPEND_ONLY]


class Upload(models.Model):
    """A file on its way in encrypted parts (core.uploads). It belongs to one account and one purpose; `file` came of it.

    Name and key are encrypted: parts of what will be sealed lie in storage meanwhile.
    """

    token = models.CharField(_("标识"), max_length=43, unique=True)
    owner_id = models.BigIntegerField(_("上传人编号"))
    purpose = models.CharField(_("用途"), max_length=120)
    name = EncryptedTextField(_("文件名"))
    key = EncryptedTextField(_("密钥"))
    accept = models.JSONField(_("可接受的格式"), default=list)
    size_bytes = models.BigIntegerField(_("大小（字节）"))
    received_bytes = models.BigIntegerField(_("已收到（字节）"), default=0)
    sha256 = models.CharField(_("上传人计算的 SHA-256 摘要"), max_length=64, blank=True)
    parts = models.JSONField(_("分片"), default=list)
    began_at = models.DateTimeField(_("开始时间"))
    last_at = models.DateTimeField(_("最近收到时间"), db_index=True)
    file = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("存成的文件")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("分片上传")
        indexes = [models.Index(fields=["owner_id", "purpose"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(received_bytes__gte=0, received_bytes__lte=models.F("size_bytes")),
                name="upload_within_size",
            )
        ]


class CalendarYear(models.Model):
    """A year whose public holidays are loaded (R-TIM-04); a year that is absent is not computed with."""

    year = models.PositiveSmallIntegerField(_("年份"), unique=True)
    source = models.CharField(_("依据"), max_length=200)
    loaded_at = models.DateTimeField(_("载入时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("日历年度")


class Holiday(models.Model):
    """A day that differs from the plain week: a weekday off, or a weekend day worked (E-40)."""

    on = models.DateField(_("日期"), unique=True)
    is_off = models.BooleanField(_("放假"))
    name = models.CharField(_("名称"), max_length=50)
    calendar_year = models.ForeignKey(CalendarYear, models.PROTECT, related_name="days", verbose_name=_("日历年度"))

    class Meta:
        verbose_name = verbose_name_plural = _("节假日")


class Installation(models.Model):
    """What this database is: set once, never changed. Only a demo or test database may move its clock."""

    mode = models.CharField(
        _("用途"), max_length=12, choices=[("DEMO", _("演示")), ("TEST", _("测试")), ("PRODUCTION", _("生产"))]
    )
    created_at = models.DateTimeField(_("建立时间"))
    clock_offset = models.DurationField(_("时钟偏移"))

    class Meta:
        verbose_name = verbose_name_plural = _("安装信息")
        constraints = [
            models.CheckConstraint(condition=models.Q(pk=1), name="installation_single_row"),
            models.CheckConstraint(
                condition=models.Q(mode__in=["DEMO", "TEST"]) | models.Q(clock_offset="00:00:00"),
                name="installation_clock_fixed_in_production",
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="keep_installation", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="keep_mode",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf("mode"),
                condition=pgtrigger.Q(old__mode__df=pgtrigger.F("new__mode")),
                func="RAISE EXCEPTION 'the mode of an installation is set once';",
            ),
        ]


class AuditLeaf(models.Model):
    """The hash of one row of history, written by a trigger with the row; sealed into blocks later."""

    table_name = models.CharField(_("表"), max_length=63)
    row_id = models.BigIntegerField(_("行号"))
    xid = models.BigIntegerField(_("事务号"), db_index=True)
    leaf_hash = models.BinaryField(_("叶哈希"), max_length=32)

    class Meta:
        verbose_name = verbose_name_plural = _("审计叶")
        indexes = [models.Index(fields=["table_name", "row_id"])]
        triggers = [*APPEND_ONLY]


class AuditBlock(models.Model):
    """A Merkle tree (RFC 6962) over the leaves that became final since the block before, chained and signed."""

    number = models.BigIntegerField(_("块号"), unique=True)
    xid_from = models.BigIntegerField(_("起始事务号"))
    after_leaf_id = models.BigIntegerField(_("起始叶编号"), default=0)
    leaf_count = models.IntegerField(_("叶数"))
    xid_horizon = models.BigIntegerField(_("事务界限"))
    root = models.BinaryField(_("根哈希"), max_length=32)
    previous_hash = models.BinaryField(_("前块哈希"), max_length=32)
    block_hash = models.BinaryField(_("块哈希"), max_length=32, unique=True)
    signature = models.CharField(_("签名"), max_length=100)
    reason = models.CharField(_("缘由"), max_length=60, blank=True)
    sealed_at = models.DateTimeField(_("封存时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("审计块")
        triggers = [*APPEND_ONLY]
