"""What Alembic runs: on the connection it is given, in that connection's transaction."""

from alembic import context

from hub.migrations.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()
