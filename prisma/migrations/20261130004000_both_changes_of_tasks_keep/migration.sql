-- The two changes before, of a task that is restored beside its tombstone and of what other rows change, were made side by side:
-- here is the function with both.
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
            EXISTS (
                SELECT FROM "deleted_tasks"
                WHERE "user_id" = NEW."user_id" AND "id" = NEW."id" AND "version" + 1 <> NEW."version"
            )
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
        NEW."side_changes" := OLD."side_changes" + 1;
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
