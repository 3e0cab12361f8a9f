-- Rows of a user depend on the user's counter, and no longer on `users`: decision 19. Prisma wrote the foreign keys; the
-- rest is written by hand, because the Prisma schema cannot express it.

-- DropForeignKey
ALTER TABLE "deleted_tasks" DROP CONSTRAINT "deleted_tasks_user_id_fkey";

-- DropForeignKey
ALTER TABLE "idempotency_keys" DROP CONSTRAINT "idempotency_keys_user_id_fkey";

-- DropForeignKey
ALTER TABLE "revisions" DROP CONSTRAINT "revisions_user_id_fkey";

-- DropForeignKey
ALTER TABLE "tasks" DROP CONSTRAINT "tasks_user_id_fkey";

-- Every user has a counter from the start. The trigger comes first: it locks `users`, so that none is inserted meanwhile.
CREATE FUNCTION "users_create_counter"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO "revisions" ("user_id", "revision") VALUES (NEW."id", 0);
    RETURN NULL;
END
$$;
CREATE TRIGGER "users_create_counter" AFTER INSERT ON "users" FOR EACH ROW EXECUTE FUNCTION "users_create_counter"();
INSERT INTO "revisions" ("user_id", "revision") SELECT "id", 0 FROM "users" ON CONFLICT ("user_id") DO NOTHING;

-- Deletes all rows of a deleted user, by the foreign keys to the counter. A writer locks tasks before the counter. So does
-- this function, or the two could deadlock.
CREATE FUNCTION "users_delete_counter"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM "tasks" WHERE "user_id" = OLD."id" ORDER BY "id" FOR UPDATE;
    DELETE FROM "revisions" WHERE "user_id" = OLD."id";
    RETURN NULL;
END
$$;
CREATE TRIGGER "users_delete_counter" AFTER DELETE ON "users" FOR EACH ROW EXECUTE FUNCTION "users_delete_counter"();

-- AddForeignKey
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "revisions"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "deleted_tasks" ADD CONSTRAINT "deleted_tasks_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "revisions"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "idempotency_keys" ADD CONSTRAINT "idempotency_keys_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "revisions"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The constraints of the first migration, which `cheaper_writes` had moved into the trigger. They cost a write some 10 µs.
ALTER TABLE "tasks"
    ADD CONSTRAINT "tasks_title_check" CHECK (char_length("title") BETWEEN 1 AND 255),
    ADD CONSTRAINT "tasks_description_check" CHECK (char_length("description") <= 10000),
    ADD CONSTRAINT "tasks_tags_check" CHECK ("tags" IS NOT NULL AND cardinality("tags") <= 20),
    -- Years of four digits: JavaScript and ISO 8601 write others differently.
    ADD CONSTRAINT "tasks_due_at_check" CHECK ("due_at" >= '0001-01-01T00:00:00Z' AND "due_at" < '10000-01-01T00:00:00Z'),
    ADD CONSTRAINT "tasks_version_check" CHECK ("version" >= 1);

-- For any table with `version`, `created_at` and `updated_at`: an update cannot set them by hand. A changed row gets the next
-- version; an unchanged one keeps its version and times. An insert may set them, so that rows can be restored or imported.
CREATE FUNCTION "keep_row"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        RETURN NEW;
    END IF;

    NEW."version" := OLD."version";
    NEW."created_at" := OLD."created_at";
    NEW."updated_at" := OLD."updated_at";
    -- Whole rows are compared, so that columns added later count too.
    IF NEW IS NOT DISTINCT FROM OLD THEN
        RETURN OLD;
    END IF;

    NEW."version" := OLD."version" + 1;
    -- The clock may have been set back since, or be another server's.
    NEW."updated_at" := greatest(OLD."updated_at", now());
    RETURN NEW;
END
$$;

-- The same as `keep_row`. In addition it numbers every change, and keeps `completed_at` and `is_indexed`.
CREATE OR REPLACE FUNCTION "tasks_keep"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- A sharded database refuses volatile functions inside an UPDATE.
    "changed" timestamptz := clock_timestamp();
    "owned" integer;
    "is_there" boolean;
    "is_buried" boolean;
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE "revisions" SET "revision" = "revision" + 1, "task_count" = "task_count" + 1, "changed_at" = "changed"
            WHERE "user_id" = NEW."user_id" RETURNING "revision", "task_count" INTO NEW."revision", "owned";
        IF NOT FOUND THEN
            -- There is no such user. The foreign key refuses the row.
            NEW."revision" := 0;
            RETURN NEW;
        END IF;
        -- The counter is locked: nobody else can insert or delete a task of this user now.
        SELECT
            EXISTS (SELECT FROM "tasks" WHERE "user_id" = NEW."user_id" AND "id" = NEW."id"),
            EXISTS (SELECT FROM "deleted_tasks" WHERE "user_id" = NEW."user_id" AND "id" = NEW."id")
            INTO "is_there", "is_buried";
        -- The insert will fail, or ON CONFLICT will do without a new row.
        IF "is_there" THEN
            UPDATE "revisions" SET "task_count" = "task_count" - 1 WHERE "user_id" = NEW."user_id";
        END IF;
        IF "is_buried" THEN
            RAISE EXCEPTION 'the id belongs to a deleted task' USING
                ERRCODE = 'unique_violation', TABLE = 'deleted_tasks', CONSTRAINT = 'deleted_tasks_pkey',
                DETAIL = format('Key (user_id, id)=(%s, %s) already exists.', NEW."user_id", NEW."id");
        END IF;
        NEW."is_indexed" := "owned" > 10000;
        NEW."completed_at" := CASE WHEN NEW."status" = 'done' THEN coalesce(NEW."completed_at", now()) END;
        RETURN NEW;
    END IF;

    NEW."version" := OLD."version";
    NEW."created_at" := OLD."created_at";
    NEW."updated_at" := OLD."updated_at";
    NEW."completed_at" := OLD."completed_at";
    NEW."revision" := OLD."revision";
    NEW."is_indexed" := OLD."is_indexed";
    IF NEW IS NOT DISTINCT FROM OLD THEN
        RETURN OLD;
    END IF;

    NEW."version" := OLD."version" + 1;
    NEW."updated_at" := greatest(OLD."updated_at", now());
    IF NEW."status" <> 'done' THEN
        NEW."completed_at" := NULL;
    ELSIF OLD."status" <> 'done' THEN
        NEW."completed_at" := now();
    END IF;
    UPDATE "revisions" SET "revision" = "revision" + 1, "changed_at" = "changed"
        WHERE "user_id" = NEW."user_id" RETURNING "revision", "task_count" INTO NEW."revision", "owned";
    NEW."is_indexed" := "owned" > 10000;
    RETURN NEW;
END
$$;

-- A deleted task leaves a tombstone, unless its user is being deleted: then the counter is gone already.
CREATE OR REPLACE FUNCTION "tasks_bury"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    "changed" timestamptz := clock_timestamp();
    "taken" bigint;
BEGIN
    UPDATE "revisions" SET "revision" = "revision" + 1, "task_count" = "task_count" - 1, "changed_at" = "changed"
        WHERE "user_id" = OLD."user_id" RETURNING "revision" INTO "taken";
    IF FOUND THEN
        INSERT INTO "deleted_tasks" (
            "user_id", "id", "title", "description", "status", "priority", "tags", "due_at", "completed_at", "version",
            "created_at", "updated_at", "revision", "deleted_at"
        ) VALUES (
            OLD."user_id", OLD."id", OLD."title", OLD."description", OLD."status", OLD."priority", OLD."tags",
            OLD."due_at", OLD."completed_at", OLD."version", OLD."created_at", OLD."updated_at", "taken", now()
        );
    END IF;
    RETURN NULL;
END
$$;

DROP FUNCTION "next_revision"(uuid, integer);
