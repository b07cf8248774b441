"""The migrations give the schema of the tables, and run a second time without doing anything."""

from alembic import command

from engine.store import schema


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
