"""Substring search in Chinese titles and names: an index over the pairs of neighbouring characters (docs/adr/0008).

Code points are compared in collation C, so that the answer is the same in every locale; the query checks what it finds.
"""

from django.db import migrations

PAIRS = """
CREATE FUNCTION core_pairs(source text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT coalesce(array_agg(DISTINCT (letters[i] || letters[i + 1]) COLLATE "C"), '{}')
    FROM (SELECT string_to_array(lower(normalize(source, NFKC)), NULL) AS letters) AS text,
         generate_series(1, cardinality(letters) - 1) AS i
$$
"""
#: table and column of everything that the search finds by a part of its name
SEARCHED = (
    ("challenges_challenge", "title"),
    ("challenges_need", "title"),
    ("challenges_publicnotice", "title"),
    ("challenges_resolution", "title"),
    ("accounts_organization", "name"),
    ("accounts_person", "name"),
    ("consortia_consortium", "name"),
    ("consortia_bid", "title"),
    ("projects_project", "title"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_initial"),
        ("challenges", "0001_initial"),
        ("consortia", "0001_initial"),
        ("projects", "0001_initial"),
    ]
    operations = [
        migrations.RunSQL(PAIRS, "DROP FUNCTION core_pairs(text)"),
        *(
            migrations.RunSQL(
                f"CREATE INDEX {table}_pairs ON {table} USING gin (core_pairs({column})) WITH (fastupdate = off)",
                f"DROP INDEX {table}_pairs",
            )
            for table, column in SEARCHED
        ),
    ]
