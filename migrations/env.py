"""What Alembic runs: the tables to compare with, and the connection that `service.storage.migrate` hands it."""

from alembic import context
from sqlalchemy import Connection
from sqlmodel import SQLModel

import service.storage.tables  # noqa: F401 - fills the metadata


def run(connection: Connection) -> None:
    """Run the revisions that were asked for, each in a transaction of its own."""
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        transaction_per_migration=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()


if "connection" not in context.config.attributes:
    raise RuntimeError("run `poimenno migrate`, or `python -m migrations` to develop, rather than alembic itself")
run(context.config.attributes["connection"])
