-- Reminders of tasks: decision 37.

ALTER TABLE "tasks" ADD COLUMN "reminder" INTEGER;
ALTER TABLE "deleted_tasks" ADD COLUMN "reminder" INTEGER;

-- One constraint for both rules: each costs every write of a task.
ALTER TABLE "tasks" ADD CONSTRAINT "tasks_reminder_check"
    CHECK ("reminder" IS NULL OR ("reminder" BETWEEN 0 AND 40320 AND "due_at" IS NOT NULL));

CREATE TABLE "reminders" (
    "user_id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "reminders_pkey" PRIMARY KEY ("user_id", "task_id")
);

CREATE INDEX "reminders_at_idx" ON "reminders"("at");

ALTER TABLE "reminders" ADD CONSTRAINT "reminders_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "revisions"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- When a task reminds its owner. Everything that asks, asks here: a task that is due a whole day will remind before 09:00 of it.
CREATE FUNCTION "remind_at"("due_at" timestamptz, "reminder" integer) RETURNS timestamptz LANGUAGE sql STABLE AS $$
    SELECT "due_at" - make_interval(mins => "reminder")
$$;

-- Keeps the reminder of a task in step with it. What is past when it is set does not remind.
CREATE FUNCTION "tasks_remind"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    "time" timestamptz;
BEGIN
    IF TG_OP <> 'DELETE' AND NEW."status" <> 'done' THEN
        "time" := "remind_at"(NEW."due_at", NEW."reminder");
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

-- Three triggers, since their conditions spare a task without a reminder the call, and only an update has both rows.
CREATE TRIGGER "tasks_remind_new" AFTER INSERT ON "tasks" FOR EACH ROW
    WHEN (NEW."reminder" IS NOT NULL) EXECUTE FUNCTION "tasks_remind"();
CREATE TRIGGER "tasks_remind_changed" AFTER UPDATE OF "due_at", "reminder", "status" ON "tasks" FOR EACH ROW
    WHEN ((OLD."reminder" IS NOT NULL OR NEW."reminder" IS NOT NULL)
        AND (OLD."due_at", OLD."reminder", OLD."status") IS DISTINCT FROM (NEW."due_at", NEW."reminder", NEW."status"))
    EXECUTE FUNCTION "tasks_remind"();
CREATE TRIGGER "tasks_remind_deleted" AFTER DELETE ON "tasks" FOR EACH ROW
    WHEN (OLD."reminder" IS NOT NULL) EXECUTE FUNCTION "tasks_remind"();

-- As before, with the reminder.
CREATE OR REPLACE FUNCTION "tasks_bury"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    "changed" timestamptz := clock_timestamp();
    "taken" bigint;
BEGIN
    UPDATE "revisions" SET "revision" = "revision" + 1, "task_count" = "task_count" - 1, "changed_at" = "changed"
        WHERE "user_id" = OLD."user_id" RETURNING "revision" INTO "taken";
    IF FOUND THEN
        INSERT INTO "deleted_tasks" (
            "user_id", "id", "title", "description", "status", "priority", "tags", "due_at", "reminder", "project_id",
            "completed_at", "version", "created_at", "updated_at", "revision", "deleted_at"
        ) VALUES (
            OLD."user_id", OLD."id", OLD."title", OLD."description", OLD."status", OLD."priority", OLD."tags", OLD."due_at",
            OLD."reminder", OLD."project_id", OLD."completed_at", OLD."version", OLD."created_at", OLD."updated_at", "taken",
            now()
        );
    END IF;
    RETURN NULL;
END
$$;
