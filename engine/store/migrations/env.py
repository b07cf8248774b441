"""Alembic's entry: runs the migrations on the address given, or on a connection handed over."""

from alembic import context
from sqlalchemy import create_engine, pool

from engine.store.session import driver_url
from engine.store.tables import metadata


def _run() -> None:
    given = context.config.attributes.get("connection")
    if given is not None:
        context.configure(connection=given, target_metadata=metadata)
        with context.begin_transaction():
            context.run_migrations()
        return
    address = driver_url(context.config.get_main_option("sqlalchemy.url") or "")
    engine = create_engine(address, poolclass=pool.NullPool)
    with engine.connect() as connection:
        context.configure(connection=connection, target_metadata=metadata)
        with context.begin_transaction():
            context.run_migrations()


_run()
