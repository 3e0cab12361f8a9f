-- A column renamed, which Prisma takes for one dropped and one added.
ALTER TABLE "revocations" RENAME COLUMN "session_id" TO "credential_id";

-- AlterTable
ALTER TABLE "tasks" ADD COLUMN     "revision" BIGINT NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "revisions" (
    "user_id" UUID NOT NULL,
    "revision" BIGINT NOT NULL,
    "task_count" INTEGER NOT NULL DEFAULT 0,
    "purged" BIGINT NOT NULL DEFAULT 0,
    "changed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT transaction_timestamp(),

    CONSTRAINT "revisions_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "deleted_tasks" (
    "user_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT,
    "status" "TaskStatus" NOT NULL,
    "priority" "TaskPriority" NOT NULL,
    "tags" TEXT[],
    "due_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),
    "version" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,
    "revision" BIGINT NOT NULL,
    "deleted_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "deleted_tasks_pkey" PRIMARY KEY ("user_id","id")
);

-- CreateTable
CREATE TABLE "idempotency_keys" (
    "user_id" UUID NOT NULL,
    "key" TEXT NOT NULL,
    "fingerprint" BYTEA NOT NULL,
    "answer" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT transaction_timestamp(),

    CONSTRAINT "idempotency_keys_pkey" PRIMARY KEY ("user_id","key")
);

-- CreateIndex
CREATE INDEX "deleted_tasks_deleted_at_idx" ON "deleted_tasks"("deleted_at");

-- CreateIndex
CREATE UNIQUE INDEX "deleted_tasks_user_id_revision_key" ON "deleted_tasks"("user_id", "revision");

-- CreateIndex
CREATE INDEX "idempotency_keys_created_at_idx" ON "idempotency_keys"("created_at");

-- The tasks that are there already, in the order they were made; no version changes by it.
ALTER TABLE "tasks" DISABLE TRIGGER "tasks_keep";
UPDATE "tasks" SET "revision" = numbered."revision"
FROM (
    SELECT "user_id", "id", row_number() OVER (PARTITION BY "user_id" ORDER BY "created_at", "id") AS "revision" FROM "tasks"
) AS numbered
WHERE "tasks"."user_id" = numbered."user_id" AND "tasks"."id" = numbered."id";
ALTER TABLE "tasks" ENABLE TRIGGER "tasks_keep";
INSERT INTO "revisions" ("user_id", "revision", "task_count")
SELECT "user_id", max("revision"), count(*) FROM "tasks" GROUP BY "user_id";

-- CreateIndex
CREATE UNIQUE INDEX "tasks_user_id_revision_key" ON "tasks"("user_id", "revision");

-- AddForeignKey
ALTER TABLE "revisions" ADD CONSTRAINT "revisions_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deleted_tasks" ADD CONSTRAINT "deleted_tasks_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "users"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What Prisma cannot say is written by hand from here on.

-- A counter is written with every change: room on its page keeps that from growing the index.
ALTER TABLE "revisions" SET (fillfactor = 50);

-- Takes the next revision of a user, for a change that adds so many tasks. The counter's row stays locked until the
-- transaction ends, so that nobody sees a revision before the ones below it. Lock order: a task, then the counter.
CREATE FUNCTION "next_revision"("owner" uuid, "added" integer) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    "taken" bigint;
BEGIN
    UPDATE "revisions"
        SET "revision" = "revision" + 1, "task_count" = "task_count" + "added", "changed_at" = clock_timestamp()
        WHERE "user_id" = "owner" RETURNING "revision" INTO "taken";
    IF NOT FOUND THEN
        INSERT INTO "revisions" AS r ("user_id", "revision", "task_count") VALUES ("owner", 1, "added")
            ON CONFLICT ("user_id") DO UPDATE SET
                "revision" = r."revision" + 1, "task_count" = r."task_count" + "added", "changed_at" = clock_timestamp()
            RETURNING r."revision" INTO "taken";
    END IF;
    RETURN "taken";
END
$$;

-- As before, and each change is numbered. An id whose task was deleted is taken as long as that can be undone.
CREATE OR REPLACE FUNCTION "tasks_keep"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        NEW."revision" := "next_revision"(NEW."user_id", 1);
        -- The insert may find the task there, and do nothing, or update it. Nobody can make one meanwhile.
        IF EXISTS (SELECT FROM "tasks" WHERE "user_id" = NEW."user_id" AND "id" = NEW."id") THEN
            UPDATE "revisions" SET "task_count" = "task_count" - 1 WHERE "user_id" = NEW."user_id";
        END IF;
        IF EXISTS (SELECT FROM "deleted_tasks" WHERE "user_id" = NEW."user_id" AND "id" = NEW."id") THEN
            RAISE EXCEPTION 'the id belongs to a deleted task' USING
                ERRCODE = 'unique_violation', TABLE = 'deleted_tasks', CONSTRAINT = 'deleted_tasks_pkey',
                DETAIL = format('Key (user_id, id)=(%s, %s) already exists.', NEW."user_id", NEW."id");
        END IF;
        NEW."completed_at" := CASE WHEN NEW."status" = 'done' THEN coalesce(NEW."completed_at", now()) END;
        RETURN NEW;
    END IF;

    NEW."version" := OLD."version";
    NEW."revision" := OLD."revision";
    NEW."created_at" := OLD."created_at";
    NEW."updated_at" := OLD."updated_at";
    NEW."completed_at" := OLD."completed_at";
    -- Comparing whole rows, it cannot miss a column added later.
    IF NEW IS NOT DISTINCT FROM OLD THEN
        RETURN OLD;
    END IF;

    NEW."version" := OLD."version" + 1;
    NEW."revision" := "next_revision"(NEW."user_id", 0);
    -- A clock set back, or another server's, must not make a task older than it was.
    NEW."updated_at" := greatest(OLD."updated_at", now());
    IF NEW."status" <> 'done' THEN
        NEW."completed_at" := NULL;
    ELSIF OLD."status" <> 'done' THEN
        NEW."completed_at" := now();
    END IF;
    RETURN NEW;
END
$$;

-- Whatever deletes a task leaves a tombstone, but for the deletion of its owner.
CREATE FUNCTION "tasks_bury"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM "users" WHERE "id" = OLD."user_id") THEN
        INSERT INTO "deleted_tasks" (
            "user_id", "id", "title", "description", "status", "priority", "tags", "due_at", "completed_at", "version",
            "created_at", "updated_at", "revision", "deleted_at"
        ) VALUES (
            OLD."user_id", OLD."id", OLD."title", OLD."description", OLD."status", OLD."priority", OLD."tags",
            OLD."due_at", OLD."completed_at", OLD."version", OLD."created_at", OLD."updated_at",
            "next_revision"(OLD."user_id", -1), now()
        );
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER "tasks_bury" AFTER DELETE ON "tasks" FOR EACH ROW EXECUTE FUNCTION "tasks_bury"();

-- Tells every process that a credential counts no longer: at once, and by a row to whoever has been away.
CREATE FUNCTION "revoke"("credential" uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO "revocations" ("credential_id") VALUES ("credential")
        ON CONFLICT ("credential_id") DO UPDATE SET "revoked_at" = excluded."revoked_at";
    PERFORM pg_notify('tandem_revoked', "credential"::text);
END
$$;

-- As before, but that sessions long past their end, and that of every access token, are tidied away without a word.
CREATE OR REPLACE FUNCTION "sessions_end"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD."revoked_at" IS NULL AND (TG_OP = 'DELETE' OR NEW."revoked_at" IS NOT NULL)
        AND OLD."expires_at" > now() - interval '29 days' THEN
        PERFORM "revoke"(OLD."id");
    END IF;
    RETURN NULL;
END
$$;

-- A call with an API key looks it up, but a stream that one has opened has to be told of its end.
CREATE FUNCTION "api_keys_end"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM "revoke"(OLD."id");
    RETURN NULL;
END
$$;
CREATE TRIGGER "api_keys_end" AFTER DELETE ON "api_keys" FOR EACH ROW EXECUTE FUNCTION "api_keys_end"();

CREATE FUNCTION "users_suspend_keys"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM "revoke"("id") FROM "api_keys" WHERE "user_id" = NEW."id";
    RETURN NULL;
END
$$;
CREATE TRIGGER "users_suspend_keys" AFTER UPDATE OF "is_active" ON "users"
    FOR EACH ROW WHEN (OLD."is_active" AND NOT NEW."is_active") EXECUTE FUNCTION "users_suspend_keys"();
