-- Tasks that are due a whole day: decision 51.

-- The name that the user chose, and its copy with the counter, where triggers of tasks have it at hand.
ALTER TABLE "users" ADD COLUMN "time_zone" TEXT NOT NULL DEFAULT 'UTC';
ALTER TABLE "revisions" ADD COLUMN "time_zone" TEXT NOT NULL DEFAULT 'UTC';

ALTER TABLE "tasks" ADD COLUMN "due_on" DATE;
ALTER TABLE "deleted_tasks" ADD COLUMN "due_on" DATE;

-- Whether this server's time zones have the name. Servers differ in what old names they know.
CREATE FUNCTION "knows_time_zone"("name" text) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
    PERFORM now() AT TIME ZONE "name";
    RETURN true;
EXCEPTION WHEN invalid_parameter_value THEN
    RETURN false;
END
$$;

-- The last millisecond of a day by the clocks of a time zone, in years of four digits. Clocks that are set back past midnight
-- show it twice, and PostgreSQL means the second time. The day ends at the first.
CREATE FUNCTION "day_end"("day" date, "zone" text) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT least('9999-12-31T23:59:59.999Z',
        CASE WHEN "over" >= interval '0' THEN "last" - "over" - interval '1 ms' ELSE "last" END)
    FROM (SELECT ("day" + 1)::timestamp AT TIME ZONE "zone" - interval '1 ms' AS "last") AS "ends",
        LATERAL (SELECT ("last" AT TIME ZONE "zone") - ("day" + 1)::timestamp AS "over") AS "beyond"
$$;

-- The same as `keep_row`. In addition it numbers every change, and keeps `completed_at`, `is_indexed`, and `due_at` where the task
-- is due a whole day.
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

-- As before, with the day.
CREATE OR REPLACE FUNCTION "tasks_bury"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    "changed" timestamptz := clock_timestamp();
    "taken" bigint;
BEGIN
    UPDATE "revisions" SET "revision" = "revision" + 1, "task_count" = "task_count" - 1, "changed_at" = "changed"
        WHERE "user_id" = OLD."user_id" RETURNING "revision" INTO "taken";
    IF FOUND THEN
        INSERT INTO "deleted_tasks" (
            "user_id", "id", "title", "description", "status", "priority", "tags", "due_at", "due_on", "reminder", "project_id",
            "completed_at", "version", "created_at", "updated_at", "revision", "deleted_at"
        ) VALUES (
            OLD."user_id", OLD."id", OLD."title", OLD."description", OLD."status", OLD."priority", OLD."tags", OLD."due_at",
            OLD."due_on", OLD."reminder", OLD."project_id", OLD."completed_at", OLD."version", OLD."created_at",
            OLD."updated_at", "taken", now()
        );
    END IF;
    RETURN NULL;
END
$$;

-- As before, with the time zone.
CREATE OR REPLACE FUNCTION "users_create_counter"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO "revisions" ("user_id", "revision", "time_zone") VALUES (NEW."id", 0, NEW."time_zone");
    RETURN NULL;
END
$$;

-- Tells the counter of another time zone. A writer locks tasks before the counter, and so does this function.
CREATE FUNCTION "users_change_zone"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM "tasks" WHERE "user_id" = NEW."id" AND "due_on" IS NOT NULL ORDER BY "id" FOR UPDATE;
    UPDATE "revisions" SET "time_zone" = NEW."time_zone" WHERE "user_id" = NEW."id";
    RETURN NULL;
END
$$;
CREATE TRIGGER "users_change_zone" AFTER UPDATE OF "time_zone" ON "users" FOR EACH ROW
    WHEN (OLD."time_zone" IS DISTINCT FROM NEW."time_zone") EXECUTE FUNCTION "users_change_zone"();

-- In another time zone the same days end at other times. The tasks that are due on them follow, each with the next version and
-- number, in the order of their last changes, and those in the trash too.
CREATE FUNCTION "revisions_move_days"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    "changed" timestamptz := clock_timestamp();
    "moving" integer;
    "last" bigint;
BEGIN
    SELECT count(*) INTO "moving" FROM "tasks"
        WHERE "user_id" = NEW."user_id" AND "due_on" IS NOT NULL AND "due_at" <> "day_end"("due_on", NEW."time_zone");
    IF "moving" > 0 THEN
        UPDATE "revisions" SET "revision" = "revision" + "moving", "changed_at" = "changed"
            WHERE "user_id" = NEW."user_id" RETURNING "revision" INTO "last";
        UPDATE "tasks" SET "due_at" = "numbered"."end", "revision" = "last" - "moving" + "numbered"."place"
            FROM (
                SELECT "id", "day_end"("due_on", NEW."time_zone") AS "end", row_number() OVER (ORDER BY "revision") AS "place"
                FROM "tasks"
                WHERE "user_id" = NEW."user_id" AND "due_on" IS NOT NULL AND "due_at" <> "day_end"("due_on", NEW."time_zone")
            ) AS "numbered"
            WHERE "tasks"."user_id" = NEW."user_id" AND "tasks"."id" = "numbered"."id";
    END IF;
    UPDATE "deleted_tasks" SET "due_at" = "day_end"("due_on", NEW."time_zone")
        WHERE "user_id" = NEW."user_id" AND "due_on" IS NOT NULL;
    RETURN NULL;
END
$$;
CREATE TRIGGER "revisions_move_days" AFTER UPDATE OF "time_zone" ON "revisions" FOR EACH ROW
    WHEN (OLD."time_zone" IS DISTINCT FROM NEW."time_zone") EXECUTE FUNCTION "revisions_move_days"();

-- A task that is due a whole day reminds before 09:00 of it.
DROP TRIGGER "tasks_remind_changed" ON "tasks";
DROP FUNCTION "remind_at"(timestamptz, integer);
CREATE FUNCTION "remind_at"("due_at" timestamptz, "due_on" date, "zone" text, "reminder" integer) RETURNS timestamptz
    LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN "due_on" IS NULL THEN "due_at" ELSE ("due_on" + time '09:00') AT TIME ZONE "zone" END
        - make_interval(mins => "reminder")
$$;

-- As before, with the day.
CREATE OR REPLACE FUNCTION "tasks_remind"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    "zone" text;
    "time" timestamptz;
BEGIN
    IF TG_OP <> 'DELETE' AND NEW."status" <> 'done' THEN
        IF NEW."due_on" IS NOT NULL THEN
            SELECT "time_zone" INTO "zone" FROM "revisions" WHERE "user_id" = NEW."user_id";
        END IF;
        "time" := "remind_at"(NEW."due_at", NEW."due_on", "zone", NEW."reminder");
    END IF;
    IF "time" >= now() THEN
        INSERT INTO "reminders" ("user_id", "task_id", "at") VALUES (NEW."user_id", NEW."id", "time")
            ON CONFLICT ("user_id", "task_id") DO UPDATE SET "at" = EXCLUDED."at";
    ELSIF TG_OP <> 'INSERT' THEN
        DELETE FROM "reminders" WHERE "user_id" = OLD."user_id" AND "task_id" = OLD."id";
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER "tasks_remind_changed" AFTER UPDATE OF "due_at", "due_on", "reminder", "status" ON "tasks" FOR EACH ROW
    WHEN ((OLD."reminder" IS NOT NULL OR NEW."reminder" IS NOT NULL)
        AND (OLD."due_at", OLD."due_on", OLD."reminder", OLD."status")
            IS DISTINCT FROM (NEW."due_at", NEW."due_on", NEW."reminder", NEW."status"))
    EXECUTE FUNCTION "tasks_remind"();
