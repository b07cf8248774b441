"""The migrations give the schema of the tables, and run a second time without doing anything."""

import psycopg
from alembic import command

from engine.store import schema
from tests.services import dsn

_WORKING = """
INSERT INTO calendars (code, version, body) VALUES ('lima-hari', 'lama', '{}'),
  ('lima-hari', 'baru', '{}');
INSERT INTO units (code, name, kind, short, calendar, calendar_version)
  VALUES ('setda', 'Setda', 'setda', 'SETDA', 'lima-hari', 'baru');
"""


def test_the_chain_of_migrations_equals_the_tables(servers):
    with servers.another_database("migrated") as settings:
        schema.upgrade(settings.database_owner_url)
        schema.upgrade(settings.database_owner_url)
        command.check(schema.config(settings.database_owner_url))


def test_the_way_down_leads_to_an_empty_database(servers):
    with servers.another_database("down") as settings:
        schema.upgrade(settings.database_owner_url)
        command.downgrade(schema.config(settings.database_owner_url), "base")
        schema.upgrade(settings.database_owner_url)


def test_the_calendar_that_units_work_by_becomes_its_first_adoption(servers):
    with servers.another_database("working") as settings:
        config = schema.config(settings.database_owner_url)
        command.upgrade(config, "0002")
        with psycopg.connect(dsn(settings.database_owner_url), autocommit=True) as owner:
            owner.execute(_WORKING)
            schema.upgrade(settings.database_owner_url)
            adopted = owner.execute("SELECT code, version, since FROM calendar_adoptions")
            assert adopted.fetchall() == [("lima-hari", "baru", None)]
        command.downgrade(config, "0002")
        with psycopg.connect(dsn(settings.database_owner_url)) as owner:
            worked_by = owner.execute("SELECT calendar_version FROM units").fetchall()
            assert worked_by == [("baru",)]
