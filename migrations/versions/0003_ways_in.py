"""Invitations with a word agreed in person, sessions that can be locked, listed and ended.

Kind: add. The release before this one runs unchanged beside it.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003_ways_in"
down_revision = "0002_bars_and_hours"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("account") as account:
        account.add_column(
            sa.Column("relock_minutes", sa.Integer(), nullable=False, server_default="15")
        )
        account.add_column(sa.Column("handle", sa.String(length=22), nullable=True))
        account.add_column(sa.Column("told_privacy_at", MOMENT, nullable=True))
        account.create_unique_constraint(op.f("uq_account_handle"), ["handle"])
    with op.batch_alter_table("invite") as invite:
        invite.add_column(
            sa.Column("purpose", sa.String(length=8), nullable=False, server_default="first")
        )
        invite.add_column(
            sa.Column("secret", sa.String(length=200), nullable=False, server_default="")
        )
    with op.batch_alter_table("membership") as membership:
        membership.add_column(
            sa.Column("is_lead", sa.Boolean(), nullable=False, server_default=sa.text("false"))
        )
    with op.batch_alter_table("session") as session:
        session.add_column(
            sa.Column("place", sa.String(length=60), nullable=False, server_default="")
        )
        session.add_column(sa.Column("provider_sid", sa.String(length=200), nullable=True))
        session.add_column(sa.Column("proved_at", MOMENT, nullable=True))
        session.create_index(op.f("ix_session_provider_sid"), ["provider_sid"])


def downgrade() -> None:
    with op.batch_alter_table("session") as session:
        session.drop_index(op.f("ix_session_provider_sid"))
        for name in ("proved_at", "provider_sid", "place"):
            session.drop_column(name)
    with op.batch_alter_table("membership") as membership:
        membership.drop_column("is_lead")
    with op.batch_alter_table("invite") as invite:
        for name in ("secret", "purpose"):
            invite.drop_column(name)
    with op.batch_alter_table("account") as account:
        account.drop_constraint(op.f("uq_account_handle"), type_="unique")
        for name in ("told_privacy_at", "handle", "relock_minutes"):
            account.drop_column(name)
