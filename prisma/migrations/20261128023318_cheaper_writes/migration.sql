-- What Prisma's schema does not say.

-- PostgreSQL keeps a constraint as text, and reads it anew for every statement that writes: these five were a tenth of
-- what an update took. A trigger's expressions are read once for each connection.
ALTER TABLE "tasks"
    DROP CONSTRAINT "tasks_title_check",
    DROP CONSTRAINT "tasks_description_check",
    DROP CONSTRAINT "tasks_tags_check",
    DROP CONSTRAINT "tasks_due_at_check",
    DROP CONSTRAINT "tasks_version_check";

-- As before, but that it holds the contract too, and says what is broken as the constraints did.
CREATE OR REPLACE FUNCTION "tasks_keep"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    "owned" integer;
    "is_there" boolean;
    "is_buried" boolean;
    "broken" text;
BEGIN
    "broken" := CASE
        WHEN char_length(NEW."title") NOT BETWEEN 1 AND 255 THEN 'tasks_title_check'
        WHEN char_length(NEW."description") > 10000 THEN 'tasks_description_check'
        WHEN NEW."tags" IS NULL OR cardinality(NEW."tags") > 20 THEN 'tasks_tags_check'
        -- The years that both JavaScript and ISO 8601 write with four digits: others could not be read back.
        WHEN NEW."due_at" < '0001-01-01T00:00:00Z' OR NEW."due_at" >= '10000-01-01T00:00:00Z' THEN 'tasks_due_at_check'
        -- What an update says of it does not count, see below.
        WHEN TG_OP = 'INSERT' AND NEW."version" < 1 THEN 'tasks_version_check'
    END;
    IF "broken" IS NOT NULL THEN
        RAISE EXCEPTION 'new row for relation "tasks" violates check constraint "%"', "broken" USING
            ERRCODE = 'check_violation', TABLE = 'tasks', CONSTRAINT = "broken";
    END IF;

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
