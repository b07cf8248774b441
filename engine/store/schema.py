"""The schema's way up: migrations, run by the tables' owner, and the grants of the other role."""

from pathlib import Path

from alembic import command
from alembic.config import Config

MIGRATIONS = Path(__file__).parent / "migrations"


def config(owner_url: str) -> Config:
    """Alembic's configuration for an address."""
    found = Config()
    found.set_main_option("script_location", str(MIGRATIONS))
    found.set_main_option("sqlalchemy.url", owner_url.replace("%", "%%"))
    return found


def upgrade(owner_url: str) -> None:
    """Brings the database to the newest schema; does nothing where it is already there."""
    command.upgrade(config(owner_url), "head")
