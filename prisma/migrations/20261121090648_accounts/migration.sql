-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "address" TEXT,
ADD COLUMN     "last_used_at" TIMESTAMPTZ(3) NOT NULL DEFAULT transaction_timestamp(),
ADD COLUMN     "user_agent" TEXT;

-- CreateTable
CREATE TABLE "revocations" (
    "session_id" UUID NOT NULL,
    "revoked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT transaction_timestamp(),

    CONSTRAINT "revocations_pkey" PRIMARY KEY ("session_id")
);

-- CreateTable
CREATE TABLE "api_keys" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "scopes" TEXT[],
    "expires_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT transaction_timestamp(),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "revocations_revoked_at_idx" ON "revocations"("revoked_at");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_hash_key" ON "api_keys"("hash");

-- CreateIndex
CREATE INDEX "api_keys_user_id_idx" ON "api_keys"("user_id");

-- AddForeignKey
ALTER TABLE "api_keys" ADD CONSTRAINT "api_keys_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say is written by hand from here on.

ALTER TABLE "api_keys"
    ALTER COLUMN "scopes" SET NOT NULL,
    ADD CONSTRAINT "api_keys_scopes_check" CHECK ("scopes" <@ ARRAY['tasks:read', 'tasks:write'] AND cardinality("scopes") > 0);

-- However a session ends (sign-out, theft, deactivation, deletion of its user), every process learns of it: at once
-- through the notification, or from the row when it has been away.
CREATE FUNCTION "sessions_end"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD."revoked_at" IS NOT NULL OR (TG_OP = 'UPDATE' AND NEW."revoked_at" IS NULL) THEN
        RETURN NULL;
    END IF;
    INSERT INTO "revocations" ("session_id") VALUES (OLD."id") ON CONFLICT DO NOTHING;
    PERFORM pg_notify('tandem_revoked', OLD."id"::text);
    RETURN NULL;
END
$$;

CREATE TRIGGER "sessions_end" AFTER UPDATE OF "revoked_at" OR DELETE ON "sessions"
    FOR EACH ROW EXECUTE FUNCTION "sessions_end"();

-- Two administrators who remove each other at the same time wait for one another here, and one of them is refused.
CREATE FUNCTION "users_keep_an_admin"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD."role" = 'admin' AND OLD."is_active"
        AND (TG_OP = 'DELETE' OR NEW."role" <> 'admin' OR NOT NEW."is_active") THEN
        PERFORM pg_advisory_xact_lock(hashtext('users_keep_an_admin'));
        IF NOT EXISTS (
            SELECT FROM "users" WHERE "role" = 'admin' AND "is_active" AND "id" <> OLD."id"
        ) THEN
            RAISE EXCEPTION 'the last active admin cannot be removed' USING ERRCODE = 'TD001';
        END IF;
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END
$$;

CREATE TRIGGER "users_keep_an_admin" BEFORE UPDATE OF "role", "is_active" OR DELETE ON "users"
    FOR EACH ROW EXECUTE FUNCTION "users_keep_an_admin"();
