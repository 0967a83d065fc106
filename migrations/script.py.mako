"""${message}."""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    """What the new version needs."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """The way back, data kept where the old version has a place for it."""
    ${downgrades if downgrades else "pass"}
