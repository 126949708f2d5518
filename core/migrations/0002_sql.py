"""The functions that the tables' triggers and the one clock stand on."""

from django.db import migrations

CLOCK = """
CREATE FUNCTION core_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
    SELECT clock_timestamp() + coalesce((SELECT clock_offset FROM core_installation WHERE id = 1), interval '0')
$$;
CREATE FUNCTION core_move_clock(span interval) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE core_installation SET clock_offset = span WHERE id = 1 AND mode IN ('DEMO', 'TEST');
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the clock of this database cannot be moved: it is not a demo database';
    END IF;
END
$$;
"""

# Canonical: jsonb orders keys by itself; the zone is pinned so that the text is the same for every reader.
LEAF = """
CREATE FUNCTION core_write_leaf(table_name text, row_id bigint, content jsonb) RETURNS void
LANGUAGE sql SET timezone = 'UTC' AS $$
    INSERT INTO core_auditleaf (table_name, row_id, xid, leaf_hash)
    VALUES (table_name, row_id, pg_current_xact_id()::text::bigint,
            sha256('\\x00'::bytea || convert_to(table_name || E'\\n' || content::text, 'UTF8')))
$$;
"""

# A state changes only inside core.lifecycle.advance, which names the very change in a transaction-local setting.
STATE = """
CREATE FUNCTION core_state_change_announced(table_name text, row_id bigint, from_state text, to_state text)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('jiebang.advance', true), '')
           = table_name || ':' || row_id || ':' || from_state || ':' || to_state
$$;
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [
        migrations.RunSQL(CLOCK, "DROP FUNCTION core_now(); DROP FUNCTION core_move_clock(interval);"),
        migrations.RunSQL(LEAF, "DROP FUNCTION core_write_leaf(text, bigint, jsonb);"),
        migrations.RunSQL(STATE, "DROP FUNCTION core_state_change_announced(text, bigint, text, text);"),
    ]
