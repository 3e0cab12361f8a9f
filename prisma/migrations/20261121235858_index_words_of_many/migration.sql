-- DropIndex
DROP INDEX "tasks_description_idx";

-- DropIndex
DROP INDEX "tasks_title_idx";

-- AlterTable
ALTER TABLE "tasks" ADD COLUMN     "is_indexed" BOOLEAN NOT NULL DEFAULT false;

-- CreateIndex
CREATE INDEX "tasks_user_id_is_indexed_idx" ON "tasks"("user_id", "is_indexed");

-- What Prisma cannot say is written by hand from here on.

-- To keep the indexes of words is a third of what a write costs, and only a search among many tasks is the faster for it.
-- So those alone are in it who, when they were last changed, were among more than 10,000 of their owner's: of the others,
-- an owner has 10,000 at most, and they are read one by one (`filters.ts` asks for either).
ALTER TABLE "tasks" DISABLE TRIGGER "tasks_keep";
UPDATE "tasks" SET "is_indexed" = true WHERE "user_id" IN (SELECT "user_id" FROM "revisions" WHERE "task_count" > 10000);
ALTER TABLE "tasks" ENABLE TRIGGER "tasks_keep";
CREATE INDEX "tasks_title_idx" ON "tasks" USING gin ("title" gin_trgm_ops) WHERE "is_indexed";
CREATE INDEX "tasks_description_idx" ON "tasks" USING gin ("description" gin_trgm_ops) WHERE "is_indexed";

-- As before, but that it sets `is_indexed`, and takes the next revision by itself where there is one before it: a call of
-- `next_revision` costs as much as what it does.
CREATE OR REPLACE FUNCTION "tasks_keep"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    "owned" integer;
    "is_there" boolean;
    "is_buried" boolean;
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE "revisions"
            SET "revision" = "revision" + 1, "task_count" = "task_count" + 1, "changed_at" = clock_timestamp()
            WHERE "user_id" = NEW."user_id" RETURNING "revision", "task_count" INTO NEW."revision", "owned";
        IF NOT FOUND THEN
            NEW."revision" := "next_revision"(NEW."user_id", 1);
            "owned" := 1;
        END IF;
        NEW."is_indexed" := "owned" > 10000;
        SELECT
            EXISTS (SELECT FROM "tasks" WHERE "user_id" = NEW."user_id" AND "id" = NEW."id"),
            EXISTS (SELECT FROM "deleted_tasks" WHERE "user_id" = NEW."user_id" AND "id" = NEW."id")
            INTO "is_there", "is_buried";
        -- The insert may find the task there, and do nothing, or update it. Nobody can make one meanwhile.
        IF "is_there" THEN
            UPDATE "revisions" SET "task_count" = "task_count" - 1 WHERE "user_id" = NEW."user_id";
        END IF;
        IF "is_buried" THEN
            RAISE EXCEPTION 'the id belongs to a deleted task' USING
                ERRCODE = 'unique_violation', TABLE = 'deleted_tasks', CONSTRAINT = 'deleted_tasks_pkey',
                DETAIL = format('Key (user_id, id)=(%s, %s) already exists.', NEW."user_id", NEW."id");
        END IF;
        NEW."completed_at" := CASE WHEN NEW."status" = 'done' THEN coalesce(NEW."completed_at", now()) END;
        RETURN NEW;
    END IF;

    NEW."version" := OLD."version";
    NEW."revision" := OLD."revision";
    NEW."is_indexed" := OLD."is_indexed";
    NEW."created_at" := OLD."created_at";
    NEW."updated_at" := OLD."updated_at";
    NEW."completed_at" := OLD."completed_at";
    -- Comparing whole rows, it cannot miss a column added later.
    IF NEW IS NOT DISTINCT FROM OLD THEN
        RETURN OLD;
    END IF;

    NEW."version" := OLD."version" + 1;
    UPDATE "revisions" SET "revision" = "revision" + 1, "changed_at" = clock_timestamp()
        WHERE "user_id" = NEW."user_id" RETURNING "revision", "task_count" INTO NEW."revision", "owned";
    IF NOT FOUND THEN
        NEW."revision" := "next_revision"(NEW."user_id", 0);
        "owned" := 0;
    END IF;
    NEW."is_indexed" := "owned" > 10000;
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
