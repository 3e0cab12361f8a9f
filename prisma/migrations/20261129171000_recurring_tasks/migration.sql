-- Tasks that come again once they are completed: decision 52.

CREATE TYPE "RecurrenceFrom" AS ENUM ('due', 'completion');

ALTER TABLE "tasks"
    ADD COLUMN "recurrence" TEXT,
    ADD COLUMN "recurrence_from" "RecurrenceFrom" NOT NULL DEFAULT 'due',
    ADD COLUMN "recurrence_anchor" TEXT,
    ADD COLUMN "successor_id" UUID,
    ADD COLUMN "successor_version" INTEGER;
ALTER TABLE "deleted_tasks"
    ADD COLUMN "recurrence" TEXT,
    ADD COLUMN "recurrence_from" "RecurrenceFrom" NOT NULL DEFAULT 'due',
    ADD COLUMN "recurrence_anchor" TEXT,
    ADD COLUMN "successor_id" UUID,
    ADD COLUMN "successor_version" INTEGER;

-- A rule needs a due date, and ends as that is given: on a date for whole days, at an instant in UTC otherwise. One constraint for
-- all rules, since each costs every write of a task.
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_recurrence_check" CHECK ("recurrence" IS NULL OR (
    "due_at" IS NOT NULL AND char_length("recurrence") <= 255
    AND "recurrence" !~* CASE WHEN "due_on" IS NULL THEN 'UNTIL=[0-9]{8}(;|$)' ELSE 'UNTIL=[0-9]{8}T' END));

-- As before, with the anchor of what recurs.
CREATE OR REPLACE FUNCTION "tasks_keep"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- A sharded database refuses volatile functions inside an UPDATE.
    "changed" timestamptz := clock_timestamp();
    "owned" integer;
    "zone" text;
    "is_there" boolean;
    "is_buried" boolean;
    "given" bigint;
BEGIN
    IF TG_OP = 'INSERT' THEN
        UPDATE "revisions" SET "revision" = "revision" + 1, "task_count" = "task_count" + 1, "changed_at" = "changed"
            WHERE "user_id" = NEW."user_id"
            RETURNING "revision", "task_count", "time_zone" INTO NEW."revision", "owned", "zone";
        IF NOT FOUND THEN
            -- There is no such user. The foreign key refuses the row.
            NEW."revision" := 0;
            RETURN NEW;
        END IF;
        -- The counter is locked: nobody else can insert or delete a task of this user now, and the time zone stays.
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
        IF NEW."due_on" IS NOT NULL THEN
            NEW."due_at" := "day_end"(NEW."due_on", "zone");
        END IF;
        NEW."is_indexed" := "owned" > 10000;
        NEW."completed_at" := CASE WHEN NEW."status" = 'done' THEN coalesce(NEW."completed_at", now()) END;
        RETURN NEW;
    END IF;

    -- A trigger that changes many tasks has taken their numbers already: thousands of updates of the counter's row in one
    -- transaction would each have to pass all that came before. No other update can give a number.
    IF pg_trigger_depth() > 1 AND NEW."revision" > OLD."revision" THEN
        "given" := NEW."revision";
    ELSIF NEW."due_on" = OLD."due_on" THEN
        NEW."due_at" := OLD."due_at";
    END IF;
    -- Another due date or rule begins anew.
    IF OLD."recurrence_anchor" IS NOT NULL AND "given" IS NULL
        AND (NEW."due_at", NEW."due_on", NEW."recurrence") IS DISTINCT FROM (OLD."due_at", OLD."due_on", OLD."recurrence") THEN
        NEW."recurrence_anchor" := NULL;
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
    IF "given" IS NOT NULL THEN
        NEW."revision" := "given";
        RETURN NEW;
    END IF;
    UPDATE "revisions" SET "revision" = "revision" + 1, "changed_at" = "changed"
        WHERE "user_id" = NEW."user_id" RETURNING "revision", "task_count", "time_zone" INTO "given", "owned", "zone";
    -- There is no counter while the user is being deleted, and the task with it.
    IF FOUND THEN
        NEW."revision" := "given";
        NEW."is_indexed" := "owned" > 10000;
        IF NEW."due_on" <> OLD."due_on" OR (NEW."due_on" IS NOT NULL AND OLD."due_on" IS NULL) THEN
            NEW."due_at" := "day_end"(NEW."due_on", "zone");
        END IF;
    END IF;
    RETURN NEW;
END
$$;

-- As before, with what recurs.
CREATE OR REPLACE FUNCTION "tasks_bury"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    "changed" timestamptz := clock_timestamp();
    "taken" bigint;
BEGIN
    UPDATE "revisions" SET "revision" = "revision" + 1, "task_count" = "task_count" - 1, "changed_at" = "changed"
        WHERE "user_id" = OLD."user_id" RETURNING "revision" INTO "taken";
    IF FOUND THEN
        INSERT INTO "deleted_tasks" (
            "user_id", "id", "title", "description", "status", "priority", "tags", "due_at", "due_on", "recurrence",
            "recurrence_from", "recurrence_anchor", "reminder", "project_id", "completed_at", "successor_id",
            "successor_version", "version", "created_at", "updated_at", "revision", "deleted_at"
        ) VALUES (
            OLD."user_id", OLD."id", OLD."title", OLD."description", OLD."status", OLD."priority", OLD."tags", OLD."due_at",
            OLD."due_on", OLD."recurrence", OLD."recurrence_from", OLD."recurrence_anchor", OLD."reminder", OLD."project_id",
            OLD."completed_at", OLD."successor_id", OLD."successor_version", OLD."version", OLD."created_at",
            OLD."updated_at", "taken", now()
        );
    END IF;
    RETURN NULL;
END
$$;

-- Of indexes that cost the same, PostgreSQL takes the one that was made last. With rows this wide, all that begin with the owner cost
-- the same while the table is small, and a plan that is made then is kept: it must not read every task of the owner to find one.
ALTER TABLE "tasks" DROP CONSTRAINT "tasks_pkey", ADD CONSTRAINT "tasks_pkey" PRIMARY KEY ("user_id", "id");
