import django.db.models.deletion
from django.db import migrations, models

import core.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditBlock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.BigIntegerField(unique=True, verbose_name="块号")),
                ("xid_from", models.BigIntegerField(verbose_name="起始事务号")),
                ("after_leaf_id", models.BigIntegerField(default=0, verbose_name="起始叶编号")),
                ("leaf_count", models.IntegerField(verbose_name="叶数")),
                ("xid_horizon", models.BigIntegerField(verbose_name="事务界限")),
                ("root", models.BinaryField(max_length=32, verbose_name="根哈希")),
                ("previous_hash", models.BinaryField(max_length=32, verbose_name="前块哈希")),
                ("block_hash", models.BinaryField(max_length=32, unique=True, verbose_name="块哈希")),
                ("signature", models.CharField(max_length=100, verbose_name="签名")),
                ("reason", models.CharField(blank=True, max_length=60, verbose_name="缘由")),
                ("sealed_at", models.DateTimeField(verbose_name="封存时间")),
            ],
            options={
                "verbose_name": "审计块",
                "verbose_name_plural": "审计块",
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("owner_id", models.BigIntegerField(unique=True, verbose_name="账号编号")),
                ("token", core.fields.EncryptedTextField(verbose_name="地址")),
                ("token_index", models.CharField(max_length=64, unique=True, verbose_name="地址索引")),
                ("since", models.DateTimeField(verbose_name="启用时间")),
            ],
            options={
                "verbose_name": "日历订阅",
                "verbose_name_plural": "日历订阅",
            },
        ),
        migrations.CreateModel(
            name="CalendarYear",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(unique=True, verbose_name="年份")),
                ("source", models.CharField(max_length=200, verbose_name="依据")),
                ("loaded_at", models.DateTimeField(verbose_name="载入时间")),
            ],
            options={
                "verbose_name": "日历年度",
                "verbose_name_plural": "日历年度",
            },
        ),
        migrations.CreateModel(
            name="Outbox",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=40, verbose_name="种类")),
                ("key", models.CharField(max_length=200, unique=True, verbose_name="幂等键")),
                ("payload", models.JSONField(default=dict, verbose_name="内容")),
                ("created_at", models.DateTimeField(verbose_name="产生时间")),
                ("next_check_at", models.DateTimeField(db_index=True, null=True, verbose_name="下次处理时间")),
                ("attempt_count", models.PositiveIntegerField(default=0, verbose_name="尝试次数")),
                ("done_at", models.DateTimeField(null=True, verbose_name="完成时间")),
                ("error", models.TextField(blank=True, verbose_name="上次错误")),
            ],
            options={
                "verbose_name": "待发事项",
                "verbose_name_plural": "待发事项",
            },
        ),
        migrations.CreateModel(
            name="Sequence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True, verbose_name="序列")),
                ("last", models.BigIntegerField(default=0, verbose_name="最后号码")),
            ],
            options={
                "verbose_name": "编号序列",
                "verbose_name_plural": "编号序列",
            },
        ),
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=300, unique=True, verbose_name="存储位置")),
                ("name", models.CharField(max_length=255, verbose_name="文件名")),
                ("kind", models.CharField(max_length=40, verbose_name="种类")),
                ("content_type", models.CharField(max_length=100, verbose_name="内容类型")),
                ("size_bytes", models.BigIntegerField(verbose_name="大小（字节）")),
                ("sha256", models.CharField(db_index=True, max_length=64, verbose_name="SHA-256 摘要")),
                ("sm3", models.CharField(max_length=64, verbose_name="SM3 摘要")),
                ("is_encrypted", models.BooleanField(default=False, verbose_name="已加密")),
                ("scan_result", models.CharField(default="NOT_CONFIGURED", max_length=20, verbose_name="病毒检查")),
                ("stored_at", models.DateTimeField(verbose_name="存入时间")),
                ("stored_by_id", models.BigIntegerField(null=True, verbose_name="存入人编号")),
            ],
            options={
                "verbose_name": "文件",
                "verbose_name_plural": "文件",
            },
        ),
        migrations.CreateModel(
            name="AuditLeaf",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("table_name", models.CharField(max_length=63, verbose_name="表")),
                ("row_id", models.BigIntegerField(verbose_name="行号")),
                ("xid", models.BigIntegerField(db_index=True, verbose_name="事务号")),
                ("leaf_hash", models.BinaryField(max_length=32, verbose_name="叶哈希")),
            ],
            options={
                "verbose_name": "审计叶",
                "verbose_name_plural": "审计叶",
                "indexes": [models.Index(fields=["table_name", "row_id"], name="core_auditl_table_n_6fc712_idx")],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField(db_index=True, verbose_name="时间")),
                ("verb", models.CharField(max_length=60, verbose_name="动作")),
                ("label", models.CharField(blank=True, max_length=60, verbose_name="动作名称")),
                ("object_type", models.CharField(max_length=60, verbose_name="对象类型")),
                ("object_id", models.BigIntegerField(verbose_name="对象编号")),
                ("object_name", models.CharField(blank=True, max_length=300, verbose_name="对象名称")),
                ("from_state", models.CharField(blank=True, max_length=30, verbose_name="原状态")),
                ("to_state", models.CharField(blank=True, max_length=30, verbose_name="新状态")),
                ("actor_id", models.BigIntegerField(null=True, verbose_name="操作人编号")),
                ("actor_name", models.CharField(max_length=100, verbose_name="操作人")),
                ("organization_id", models.BigIntegerField(null=True, verbose_name="单位编号")),
                ("organization_name", models.CharField(blank=True, max_length=200, verbose_name="单位")),
                ("role", models.CharField(blank=True, max_length=200, verbose_name="角色")),
                ("note", models.TextField(blank=True, verbose_name="说明")),
                ("data", models.JSONField(default=dict, verbose_name="附加数据")),
                (
                    "result",
                    models.CharField(
                        choices=[("DONE", "完成"), ("REFUSED", "拒绝")],
                        default="DONE",
                        max_length=10,
                        verbose_name="结果",
                    ),
                ),
                ("is_restricted", models.BooleanField(default=False, verbose_name="限制查看")),
                ("ip", models.GenericIPAddressField(null=True, verbose_name="网络地址")),
                ("request_id", models.CharField(blank=True, max_length=40, verbose_name="请求编号")),
            ],
            options={
                "verbose_name": "事件",
                "verbose_name_plural": "事件",
                "indexes": [
                    models.Index(fields=["object_type", "object_id", "-id"], name="core_event_object__c52b95_idx"),
                    models.Index(fields=["actor_id", "-id"], name="core_event_actor_i_ef34be_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(unique=True, verbose_name="日期")),
                ("is_off", models.BooleanField(verbose_name="放假")),
                ("name", models.CharField(max_length=50, verbose_name="名称")),
                (
                    "calendar_year",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="days",
                        to="core.calendaryear",
                        verbose_name="日历年度",
                    ),
                ),
            ],
            options={
                "verbose_name": "节假日",
                "verbose_name_plural": "节假日",
            },
        ),
        migrations.CreateModel(
            name="IdempotencyKey",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("actor_id", models.BigIntegerField(verbose_name="操作人编号")),
                ("key", models.CharField(max_length=100, verbose_name="标识")),
                ("fingerprint", models.CharField(max_length=64, verbose_name="内容摘要")),
                ("result", models.JSONField(default=dict, verbose_name="结果")),
                ("created_at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "verbose_name": "幂等标识",
                "verbose_name_plural": "幂等标识",
                "constraints": [models.UniqueConstraint(fields=("actor_id", "key"), name="idempotency_once")],
            },
        ),
        migrations.CreateModel(
            name="Installation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "mode",
                    models.CharField(
                        choices=[("DEMO", "演示"), ("TEST", "测试"), ("PRODUCTION", "生产")],
                        max_length=12,
                        verbose_name="用途",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="建立时间")),
                ("clock_offset", models.DurationField(verbose_name="时钟偏移")),
            ],
            options={
                "verbose_name": "安装信息",
                "verbose_name_plural": "安装信息",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="installation_single_row"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("mode__in", ["DEMO", "TEST"]), ("clock_offset", "00:00:00"), _connector="OR"
                        ),
                        name="installation_clock_fixed_in_production",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("TASK", "待办事项"),
                            ("REMINDER", "期限提醒"),
                            ("CHANGE", "期限与规则变动"),
                            ("RESULT", "回执与办理结果"),
                        ],
                        default="TASK",
                        max_length=12,
                        verbose_name="种类",
                    ),
                ),
                ("recipient_id", models.BigIntegerField(db_index=True, verbose_name="收件人编号")),
                ("title", models.CharField(max_length=200, verbose_name="标题")),
                ("body", models.TextField(blank=True, verbose_name="内容")),
                ("url", models.CharField(blank=True, max_length=300, verbose_name="链接")),
                ("key", models.CharField(max_length=200, unique=True, verbose_name="幂等键")),
                ("created_at", models.DateTimeField(verbose_name="发送时间")),
                ("read_at", models.DateTimeField(null=True, verbose_name="阅读时间")),
            ],
            options={
                "verbose_name": "消息",
                "verbose_name_plural": "消息",
                "indexes": [
                    models.Index(fields=["recipient_id", "-id"], name="message_of_recipient"),
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)), fields=["recipient_id"], name="message_unread"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MutedKind",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("owner_id", models.BigIntegerField(verbose_name="账号编号")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("TASK", "待办事项"),
                            ("REMINDER", "期限提醒"),
                            ("CHANGE", "期限与规则变动"),
                            ("RESULT", "回执与办理结果"),
                        ],
                        max_length=12,
                        verbose_name="种类",
                    ),
                ),
            ],
            options={
                "verbose_name": "不发邮件的消息种类",
                "verbose_name_plural": "不发邮件的消息种类",
                "constraints": [
                    models.UniqueConstraint(fields=("owner_id", "kind"), name="muted_once"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("CHANGE", "RESULT")), _negated=True),
                        name="muted_not_obligatory",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("token", models.CharField(max_length=43, unique=True, verbose_name="标识")),
                ("owner_id", models.BigIntegerField(verbose_name="上传人编号")),
                ("purpose", models.CharField(max_length=120, verbose_name="用途")),
                ("name", core.fields.EncryptedTextField(verbose_name="文件名")),
                ("key", core.fields.EncryptedTextField(verbose_name="密钥")),
                ("accept", models.JSONField(default=list, verbose_name="可接受的格式")),
                ("size_bytes", models.BigIntegerField(verbose_name="大小（字节）")),
                ("received_bytes", models.BigIntegerField(default=0, verbose_name="已收到（字节）")),
                ("sha256", models.CharField(blank=True, max_length=64, verbose_name="上传人计算的 SHA-256 摘要")),
                ("parts", models.JSONField(default=list, verbose_name="分片")),
                ("began_at", models.DateTimeField(verbose_name="开始时间")),
                ("last_at", models.DateTimeField(db_index=True, verbose_name="最近收到时间")),
                (
                    "file",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="core.storedfile",
                        verbose_name="存成的文件",
                    ),
                ),
            ],
            options={
                "verbose_name": "分片上传",
                "verbose_name_plural": "分片上传",
                "indexes": [models.Index(fields=["owner_id", "purpose"], name="core_upload_owner_i_e0e30c_idx")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("received_bytes__gte", 0), ("received_bytes__lte", models.F("size_bytes"))),
                        name="upload_within_size",
                    )
                ],
            },
        ),
    ]
