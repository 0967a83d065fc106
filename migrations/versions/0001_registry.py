"""The registry: sources, documents, reports, records, versions, judgements and the change log."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """What the new version needs."""
    op.create_table(
        "api_key",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("partner", sa.Text(collation="C"), nullable=False),
        sa.Column("scope", sa.Text(collation="C"), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_key")),
        sa.UniqueConstraint("hash", name=op.f("uq_api_key_hash")),
    )
    op.create_index(op.f("ix_api_key_partner"), "api_key", ["partner"], unique=False)
    op.create_table(
        "clock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("registry_id", sa.Text(collation="C"), nullable=False),
        sa.Column("reference", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clock")),
    )
    op.create_table(
        "court",
        sa.Column("code", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=False),
        sa.Column("region", sa.Text(collation="C"), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_court")),
    )
    op.create_table(
        "idempotency",
        sa.Column("key_id", sa.Text(collation="C"), nullable=False),
        sa.Column("method", sa.Text(collation="C"), nullable=False),
        sa.Column("path", sa.Text(collation="C"), nullable=False),
        sa.Column("key", sa.Text(collation="C"), nullable=False),
        sa.Column("body_hash", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key_id", "method", "path", "key", name=op.f("pk_idempotency")),
    )
    op.create_index(op.f("ix_idempotency_at"), "idempotency", ["at"], unique=False)
    op.create_table(
        "judgement",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("verdict", sa.Text(collation="C"), nullable=False),
        sa.Column("by", sa.Text(collation="C"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(collation="C"), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Text(collation="C"), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
    )
    op.create_index(op.f("ix_judgement_at"), "judgement", ["at"], unique=False)
    op.create_table(
        "load",
        sa.Column("file_hash", sa.LargeBinary(), nullable=False),
        sa.Column("partner", sa.Text(collation="C"), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("file_hash", "partner", name=op.f("pk_load")),
    )
    op.create_table(
        "record",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("kind", sa.Text(collation="C"), nullable=False),
        sa.Column("state", sa.Text(collation="C"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("root_id", sa.Text(collation="C"), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("rules", sa.Text(collation="C"), nullable=False),
        sa.Column("tags", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("review", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("born_from", sa.Date(), nullable=True),
        sa.Column("born_to", sa.Date(), nullable=True),
        sa.Column("died_from", sa.Date(), nullable=True),
        sa.Column("died_to", sa.Date(), nullable=True),
        sa.Column("event_from", sa.Date(), nullable=True),
        sa.Column("event_to", sa.Date(), nullable=True),
        sa.Column("first_reported", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record")),
    )
    op.create_index(op.f("ix_record_root_id"), "record", ["root_id"], unique=False)
    op.create_index(
        "ix_record_tags",
        "record",
        ["tags"],
        unique=False,
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
    )
    op.create_index(op.f("ix_record_updated_at"), "record", ["updated_at"], unique=False)
    op.create_table(
        "source",
        sa.Column("slug", sa.Text(collation="C"), nullable=False),
        sa.Column("name", sa.Text(collation="C"), nullable=True),
        sa.Column("url", sa.Text(collation="C"), nullable=True),
        sa.Column("official", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("slug", name=op.f("pk_source")),
    )
    op.create_table(
        "candidate",
        sa.Column("record_id", sa.Text(collation="C"), nullable=False),
        sa.Column("kind", sa.Text(collation="C"), nullable=False),
        sa.Column("public", sa.Boolean(), nullable=False),
        sa.Column("keys", postgresql.ARRAY(sa.INTEGER()), nullable=False),
        sa.Column("profile", sa.LargeBinary(), nullable=False),
        sa.Column("public_profile", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_candidate_record_id_record")),
        sa.PrimaryKeyConstraint("record_id", name=op.f("pk_candidate")),
    )
    op.create_index(
        "ix_candidate_hidden",
        "candidate",
        ["record_id"],
        unique=False,
        postgresql_where=sa.text("NOT public"),
    )
    op.create_index(
        "ix_candidate_keys",
        "candidate",
        ["keys"],
        unique=False,
        postgresql_using="gin",
        postgresql_with={"fastupdate": "off"},
    )
    op.create_table(
        "change",
        sa.Column("seq", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("type", sa.Text(collation="C"), nullable=False),
        sa.Column("record_id", sa.Text(collation="C"), nullable=False),
        sa.Column("kind", sa.Text(collation="C"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("merged_into", sa.Text(collation="C"), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_change_record_id_record"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_change")),
    )
    op.create_index("ix_change_at", "change", ["at"], unique=False, postgresql_using="brin")
    op.create_index(op.f("ix_change_record_id"), "change", ["record_id"], unique=False)
    op.create_table(
        "document",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("identity", sa.Text(collation="C"), nullable=False),
        sa.Column("source", sa.Text(collation="C"), nullable=False),
        sa.Column("type", sa.Text(collation="C"), nullable=False),
        sa.Column("url", sa.Text(collation="C"), nullable=True),
        sa.Column("title", sa.Text(collation="C"), nullable=True),
        sa.Column("published_on", sa.Text(collation="C"), nullable=True),
        sa.Column("retrieved_on", sa.Text(collation="C"), nullable=True),
        sa.Column("archived_url", sa.Text(collation="C"), nullable=True),
        sa.Column("repost_of", sa.Text(collation="C"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retracted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retracted_by", sa.Text(collation="C"), nullable=True),
        sa.Column("retracted_why", sa.Text(collation="C"), nullable=True),
        sa.ForeignKeyConstraint(["source"], ["source.slug"], name=op.f("fk_document_source_source")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document")),
        sa.UniqueConstraint("identity", name=op.f("uq_document_identity")),
    )
    op.create_index(op.f("ix_document_source"), "document", ["source"], unique=False)
    op.create_table(
        "link",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("left_id", sa.Text(collation="C"), nullable=False),
        sa.Column("right_id", sa.Text(collation="C"), nullable=False),
        sa.Column("relation", sa.Text(collation="C"), nullable=False),
        sa.Column("grade", sa.Text(collation="C"), nullable=False),
        sa.Column("by", sa.Text(collation="C"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(collation="C"), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Text(collation="C"), nullable=True),
        sa.ForeignKeyConstraint(["left_id"], ["record.id"], name=op.f("fk_link_left_id_record")),
        sa.ForeignKeyConstraint(["right_id"], ["record.id"], name=op.f("fk_link_right_id_record")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_link")),
    )
    op.create_index(op.f("ix_link_left_id"), "link", ["left_id"], unique=False)
    op.create_index(op.f("ix_link_right_id"), "link", ["right_id"], unique=False)
    op.create_table(
        "merge",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("survivor", sa.Text(collation="C"), nullable=False),
        sa.Column("absorbed", sa.Text(collation="C"), nullable=False),
        sa.Column("labels", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("judgement_id", sa.Text(collation="C"), nullable=True),
        sa.Column("by", sa.Text(collation="C"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(collation="C"), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Text(collation="C"), nullable=True),
        sa.Column("undone_why", sa.Text(collation="C"), nullable=True),
        sa.ForeignKeyConstraint(["absorbed"], ["record.id"], name=op.f("fk_merge_absorbed_record")),
        sa.ForeignKeyConstraint(["survivor"], ["record.id"], name=op.f("fk_merge_survivor_record")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merge")),
    )
    op.create_index(op.f("ix_merge_absorbed"), "merge", ["absorbed"], unique=False)
    op.create_index(op.f("ix_merge_survivor"), "merge", ["survivor"], unique=False)
    op.create_index(
        "uq_merge_active", "merge", ["absorbed"], unique=True, postgresql_where=sa.text("undone_at IS NULL")
    )
    op.create_table(
        "record_version",
        sa.Column("record_id", sa.Text(collation="C"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(collation="C"), nullable=False),
        sa.Column("cause", sa.Text(collation="C"), nullable=False),
        sa.Column("by", sa.Text(collation="C"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(collation="C"), nullable=True),
        sa.Column("rules", sa.Text(collation="C"), nullable=False),
        sa.Column("changed", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["record.id"],
            name=op.f("fk_record_version_record_id_record"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("record_id", "version", name=op.f("pk_record_version")),
    )
    op.create_table(
        "redaction",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("record_id", sa.Text(collation="C"), nullable=False),
        sa.Column("fields", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("by", sa.Text(collation="C"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(collation="C"), nullable=True),
        sa.ForeignKeyConstraint(
            ["record_id"],
            ["record.id"],
            name=op.f("fk_redaction_record_id_record"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redaction")),
    )
    op.create_index(op.f("ix_redaction_record_id"), "redaction", ["record_id"], unique=False)
    op.create_table(
        "removal_request",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("type", sa.Text(collation="C"), nullable=False),
        sa.Column("record_id", sa.Text(collation="C"), nullable=True),
        sa.Column("message", sa.Text(collation="C"), nullable=False),
        sa.Column("contact", sa.Text(collation="C"), nullable=True),
        sa.Column("state", sa.Text(collation="C"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolved_by", sa.Text(collation="C"), nullable=True),
        sa.Column("resolution", sa.Text(collation="C"), nullable=True),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_removal_request_record_id_record")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_removal_request")),
    )
    op.create_index(op.f("ix_removal_request_created_at"), "removal_request", ["created_at"], unique=False)
    op.create_table(
        "session",
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", sa.Text(collation="C"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["api_key.id"], name=op.f("fk_session_key_id_api_key")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_session")),
    )
    op.create_index(op.f("ix_session_expires_at"), "session", ["expires_at"], unique=False)
    op.create_index(op.f("ix_session_key_id"), "session", ["key_id"], unique=False)
    op.create_table(
        "split",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("record_id", sa.Text(collation="C"), nullable=False),
        sa.Column("new_record_id", sa.Text(collation="C"), nullable=False),
        sa.Column("moved", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("judgement_id", sa.Text(collation="C"), nullable=False),
        sa.Column("by", sa.Text(collation="C"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.Text(collation="C"), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Text(collation="C"), nullable=True),
        sa.ForeignKeyConstraint(["judgement_id"], ["judgement.id"], name=op.f("fk_split_judgement_id_judgement")),
        sa.ForeignKeyConstraint(
            ["new_record_id"],
            ["record.id"],
            name=op.f("fk_split_new_record_id_record"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["record_id"], ["record.id"], name=op.f("fk_split_record_id_record")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_split")),
    )
    op.create_index(op.f("ix_split_new_record_id"), "split", ["new_record_id"], unique=False)
    op.create_index(op.f("ix_split_record_id"), "split", ["record_id"], unique=False)
    op.create_table(
        "suggestion",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("kind", sa.Text(collation="C"), nullable=False),
        sa.Column("left_id", sa.Text(collation="C"), nullable=False),
        sa.Column("right_id", sa.Text(collation="C"), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("value", sa.Float(), server_default=sa.text("0"), nullable=False),
        sa.Column("explanation", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("model", sa.Text(collation="C"), nullable=False),
        sa.Column("state", sa.Text(collation="C"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("judgement_id", sa.Text(collation="C"), nullable=True),
        sa.Column("earlier", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("leased_by", sa.Text(collation="C"), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["judgement_id"], ["judgement.id"], name=op.f("fk_suggestion_judgement_id_judgement")),
        sa.ForeignKeyConstraint(
            ["left_id"], ["record.id"], name=op.f("fk_suggestion_left_id_record"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["right_id"],
            ["record.id"],
            name=op.f("fk_suggestion_right_id_record"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion")),
    )
    op.create_index(op.f("ix_suggestion_judgement_id"), "suggestion", ["judgement_id"], unique=False)
    op.create_index(
        "ix_suggestion_open",
        "suggestion",
        [sa.literal_column("value DESC"), "id"],
        unique=False,
        postgresql_where=sa.text("state = 'open'"),
    )
    op.create_index(op.f("ix_suggestion_right_id"), "suggestion", ["right_id"], unique=False)
    op.create_index("uq_suggestion_pair", "suggestion", ["left_id", "right_id"], unique=True)
    op.create_table(
        "webhook",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("partner", sa.Text(collation="C"), nullable=False),
        sa.Column("key_id", sa.Text(collation="C"), nullable=False),
        sa.Column("url", sa.Text(collation="C"), nullable=False),
        sa.Column("description", sa.Text(collation="C"), nullable=True),
        sa.Column("kind", sa.Text(collation="C"), nullable=False),
        sa.Column("region", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("court", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("types", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("q", sa.Text(collation="C"), nullable=True),
        sa.Column("records", sa.Boolean(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.Column("old_salt", sa.LargeBinary(), nullable=True),
        sa.Column("old_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.Text(collation="C"), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("disabled_reason", sa.Text(collation="C"), nullable=True),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("generation", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease", sa.Text(collation="C"), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("test_id", sa.Text(collation="C"), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["key_id"], ["api_key.id"], name=op.f("fk_webhook_key_id_api_key")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook")),
    )
    op.create_index(op.f("ix_webhook_partner"), "webhook", ["partner"], unique=False)
    op.create_table(
        "delivery",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("webhook_id", sa.Text(collation="C"), nullable=False),
        sa.Column("message_id", sa.Text(collation="C"), nullable=False),
        sa.Column("type", sa.Text(collation="C"), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=True),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ms", sa.Integer(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("error", sa.Text(collation="C"), nullable=True),
        sa.ForeignKeyConstraint(
            ["webhook_id"], ["webhook.id"], name=op.f("fk_delivery_webhook_id_webhook"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delivery")),
    )
    op.create_index(op.f("ix_delivery_at"), "delivery", ["at"], unique=False)
    op.create_index("ix_delivery_webhook", "delivery", ["webhook_id", "id"], unique=False)
    op.create_table(
        "report",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("kind", sa.Text(collation="C"), nullable=False),
        sa.Column("origin", sa.Text(collation="C"), nullable=False),
        sa.Column("partner", sa.Text(collation="C"), nullable=False),
        sa.Column("external_id", sa.Text(collation="C"), nullable=True),
        sa.Column("document_id", sa.Text(collation="C"), nullable=False),
        sa.Column("locator", sa.Text(collation="C"), nullable=True),
        sa.Column("based_on", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("payload", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_by", sa.Text(collation="C"), nullable=False),
        sa.Column("supersedes", sa.Text(collation="C"), nullable=True),
        sa.Column("superseded_by", sa.Text(collation="C"), nullable=True),
        sa.Column("base", sa.Text(collation="C"), nullable=True),
        sa.Column("retracted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retracted_by", sa.Text(collation="C"), nullable=True),
        sa.Column("retracted_why", sa.Text(collation="C"), nullable=True),
        sa.ForeignKeyConstraint(
            ["base"], ["record.id"], name=op.f("fk_report_base_record"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_report_document_id_document")),
        sa.ForeignKeyConstraint(["supersedes"], ["report.id"], name=op.f("fk_report_supersedes_report")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_index(op.f("ix_report_base"), "report", ["base"], unique=False)
    op.create_index(op.f("ix_report_document_id"), "report", ["document_id"], unique=False)
    op.create_index(op.f("ix_report_supersedes"), "report", ["supersedes"], unique=False)
    op.create_index(
        "ix_report_unplaced",
        "report",
        ["id"],
        unique=False,
        postgresql_where=sa.text("base IS NULL AND superseded_by IS NULL"),
    )
    op.create_index(
        "uq_report_head_external",
        "report",
        ["partner", "external_id"],
        unique=True,
        postgresql_where=sa.text("superseded_by IS NULL AND external_id IS NOT NULL"),
    )
    op.create_index(
        "uq_report_head_fingerprint",
        "report",
        ["partner", "fingerprint"],
        unique=True,
        postgresql_where=sa.text("superseded_by IS NULL AND external_id IS NULL"),
    )
    op.create_table(
        "tally",
        sa.Column("id", sa.Text(collation="C"), nullable=False),
        sa.Column("document_id", sa.Text(collation="C"), nullable=False),
        sa.Column("locator", sa.Text(collation="C"), nullable=True),
        sa.Column("scope", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("as_of", sa.Text(collation="C"), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("qualifier", sa.Text(collation="C"), nullable=False),
        sa.Column("identity", sa.LargeBinary(), nullable=False),
        sa.Column("by", sa.Text(collation="C"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["document.id"], name=op.f("fk_tally_document_id_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tally")),
        sa.UniqueConstraint("identity", name=op.f("uq_tally_identity")),
    )
    op.create_index(op.f("ix_tally_document_id"), "tally", ["document_id"], unique=False)
    op.create_table(
        "assignment",
        sa.Column("report_id", sa.Text(collation="C"), nullable=False),
        sa.Column("index", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(collation="C"), nullable=False),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_assignment_report_id_report")),
        sa.PrimaryKeyConstraint("report_id", "index", name=op.f("pk_assignment")),
    )
    op.create_table(
        "judgement_report",
        sa.Column("judgement_id", sa.Text(collation="C"), nullable=False),
        sa.Column("report_id", sa.Text(collation="C"), nullable=False),
        sa.Column("side", sa.Text(collation="C"), nullable=False),
        sa.ForeignKeyConstraint(
            ["judgement_id"], ["judgement.id"], name=op.f("fk_judgement_report_judgement_id_judgement")
        ),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_judgement_report_report_id_report")),
        sa.PrimaryKeyConstraint("judgement_id", "report_id", name=op.f("pk_judgement_report")),
    )
    op.create_index(op.f("ix_judgement_report_report_id"), "judgement_report", ["report_id"], unique=False)
    op.execute("INSERT INTO clock (id, seq, at, registry_id, reference) VALUES (1, 0, now(), gen_random_uuid(), 0)")


def downgrade() -> None:
    """The way back, data kept where the old version has a place for it."""
    op.drop_index(op.f("ix_judgement_report_report_id"), table_name="judgement_report")
    op.drop_table("judgement_report")
    op.drop_table("assignment")
    op.drop_index(op.f("ix_tally_document_id"), table_name="tally")
    op.drop_table("tally")
    op.drop_index(
        "uq_report_head_fingerprint",
        table_name="report",
        postgresql_where=sa.text("superseded_by IS NULL AND external_id IS NULL"),
    )
    op.drop_index(
        "uq_report_head_external",
        table_name="report",
        postgresql_where=sa.text("superseded_by IS NULL AND external_id IS NOT NULL"),
    )
    op.drop_index(
        "ix_report_unplaced", table_name="report", postgresql_where=sa.text("base IS NULL AND superseded_by IS NULL")
    )
    op.drop_index(op.f("ix_report_supersedes"), table_name="report")
    op.drop_index(op.f("ix_report_document_id"), table_name="report")
    op.drop_index(op.f("ix_report_base"), table_name="report")
    op.drop_table("report")
    op.drop_index("ix_delivery_webhook", table_name="delivery")
    op.drop_index(op.f("ix_delivery_at"), table_name="delivery")
    op.drop_table("delivery")
    op.drop_index(op.f("ix_webhook_partner"), table_name="webhook")
    op.drop_table("webhook")
    op.drop_index("uq_suggestion_pair", table_name="suggestion")
    op.drop_index(op.f("ix_suggestion_right_id"), table_name="suggestion")
    op.drop_index("ix_suggestion_open", table_name="suggestion", postgresql_where=sa.text("state = 'open'"))
    op.drop_index(op.f("ix_suggestion_judgement_id"), table_name="suggestion")
    op.drop_table("suggestion")
    op.drop_index(op.f("ix_split_record_id"), table_name="split")
    op.drop_index(op.f("ix_split_new_record_id"), table_name="split")
    op.drop_table("split")
    op.drop_index(op.f("ix_session_key_id"), table_name="session")
    op.drop_index(op.f("ix_session_expires_at"), table_name="session")
    op.drop_table("session")
    op.drop_index(op.f("ix_removal_request_created_at"), table_name="removal_request")
    op.drop_table("removal_request")
    op.drop_index(op.f("ix_redaction_record_id"), table_name="redaction")
    op.drop_table("redaction")
    op.drop_table("record_version")
    op.drop_index("uq_merge_active", table_name="merge", postgresql_where=sa.text("undone_at IS NULL"))
    op.drop_index(op.f("ix_merge_survivor"), table_name="merge")
    op.drop_index(op.f("ix_merge_absorbed"), table_name="merge")
    op.drop_table("merge")
    op.drop_index(op.f("ix_link_right_id"), table_name="link")
    op.drop_index(op.f("ix_link_left_id"), table_name="link")
    op.drop_table("link")
    op.drop_index(op.f("ix_document_source"), table_name="document")
    op.drop_table("document")
    op.drop_index(op.f("ix_change_record_id"), table_name="change")
    op.drop_index("ix_change_at", table_name="change", postgresql_using="brin")
    op.drop_table("change")
    op.drop_index(
        "ix_candidate_keys", table_name="candidate", postgresql_using="gin", postgresql_with={"fastupdate": "off"}
    )
    op.drop_index("ix_candidate_hidden", table_name="candidate", postgresql_where=sa.text("NOT public"))
    op.drop_table("candidate")
    op.drop_table("source")
    op.drop_index(op.f("ix_record_updated_at"), table_name="record")
    op.drop_index("ix_record_tags", table_name="record", postgresql_using="gin", postgresql_with={"fastupdate": "off"})
    op.drop_index(op.f("ix_record_root_id"), table_name="record")
    op.drop_table("record")
    op.drop_table("load")
    op.drop_index(op.f("ix_judgement_at"), table_name="judgement")
    op.drop_table("judgement")
    op.drop_index(op.f("ix_idempotency_at"), table_name="idempotency")
    op.drop_table("idempotency")
    op.drop_table("court")
    op.drop_table("clock")
    op.drop_index(op.f("ix_api_key_partner"), table_name="api_key")
    op.drop_table("api_key")
