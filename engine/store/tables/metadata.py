"""What all tables share: names of constraints, and moments with a zone."""

from sqlalchemy import Column, DateTime, MetaData

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def moment(name: str, **options: object) -> Column:  # type: ignore[type-arg]
    """A moment in UTC."""
    return Column(name, DateTime(timezone=True), **options)  # type: ignore[arg-type]
