-- Tasks belong to projects: decision 33.

ALTER TABLE "tasks" ADD COLUMN "project_id" UUID;
ALTER TABLE "deleted_tasks" ADD COLUMN "project_id" UUID;

-- Of tasks with a project alone: the others cost nothing. A page of one project, the newest first, is read from it in order.
CREATE INDEX "tasks_user_id_project_id_created_at_id_idx" ON "tasks"("user_id", "project_id", "created_at", "id")
    WHERE "project_id" IS NOT NULL;
CREATE INDEX "deleted_tasks_user_id_project_id_idx" ON "deleted_tasks"("user_id", "project_id")
    WHERE "project_id" IS NOT NULL;

ALTER TABLE "tasks" ADD CONSTRAINT "tasks_user_id_project_id_fkey" FOREIGN KEY ("user_id", "project_id")
    REFERENCES "projects"("user_id", "id") ON DELETE SET NULL ("project_id") ON UPDATE CASCADE;
ALTER TABLE "deleted_tasks" ADD CONSTRAINT "deleted_tasks_user_id_project_id_fkey" FOREIGN KEY ("user_id", "project_id")
    REFERENCES "projects"("user_id", "id") ON DELETE SET NULL ("project_id") ON UPDATE CASCADE;

-- The same as `keep_row`. In addition it numbers every change, and keeps `completed_at` and `is_indexed`.
CREATE OR REPLACE FUNCTION "tasks_keep"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    -- A sharded database refuses volatile functions inside an UPDATE.
    "changed" timestamptz := clock_timestamp();
    "owned" integer;
    "is_there" boolean;
    "is_buried" boolean;
    "given" bigint;
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

    -- A trigger that changes many tasks has taken their numbers already: thousands of updates of the counter's row in one
    -- transaction would each have to pass all that came before. No other update can give a number.
    IF pg_trigger_depth() > 1 AND NEW."revision" > OLD."revision" THEN
        "given" := NEW."revision";
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
        WHERE "user_id" = NEW."user_id" RETURNING "revision", "task_count" INTO "given", "owned";
    -- There is no counter while the user is being deleted, and the task with it.
    IF FOUND THEN
        NEW."revision" := "given";
        NEW."is_indexed" := "owned" > 10000;
    END IF;
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
            "user_id", "id", "title", "description", "status", "priority", "tags", "due_at", "project_id", "completed_at",
            "version", "created_at", "updated_at", "revision", "deleted_at"
        ) VALUES (
            OLD."user_id", OLD."id", OLD."title", OLD."description", OLD."status", OLD."priority", OLD."tags",
            OLD."due_at", OLD."project_id", OLD."completed_at", OLD."version", OLD."created_at", OLD."updated_at", "taken", now()
        );
    END IF;
    RETURN NULL;
END
$$;

-- A deleted project leaves its tasks without one, each with the next version and number, in the order of their last changes,
-- and those in the trash too. The foreign keys would do the same, but number one task after the other. Whoever deletes a
-- project should lock its tasks and the counter first, as `packages/api/src/project/remove.ts` does: a writer of tasks locks
-- the counter before the project, and PostgreSQL has locked the project when this function begins.
CREATE FUNCTION "projects_leave_tasks"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    "changed" timestamptz := clock_timestamp();
    "leaving" integer;
    "last" bigint;
BEGIN
    PERFORM FROM "tasks" WHERE "user_id" = OLD."user_id" AND "project_id" = OLD."id" ORDER BY "id" FOR UPDATE;
    PERFORM FROM "revisions" WHERE "user_id" = OLD."user_id" FOR NO KEY UPDATE;
    IF NOT FOUND THEN
        -- The user is being deleted, and the tasks too.
        RETURN OLD;
    END IF;
    -- The counter is locked: nobody else can write a task of this user now.
    SELECT count(*) INTO "leaving" FROM "tasks" WHERE "user_id" = OLD."user_id" AND "project_id" = OLD."id";
    IF "leaving" > 0 THEN
        UPDATE "revisions" SET "revision" = "revision" + "leaving", "changed_at" = "changed"
            WHERE "user_id" = OLD."user_id" RETURNING "revision" INTO "last";
        UPDATE "tasks" SET "project_id" = NULL, "revision" = "last" - "leaving" + "numbered"."place"
            FROM (
                SELECT "id", row_number() OVER (ORDER BY "revision") AS "place" FROM "tasks"
                WHERE "user_id" = OLD."user_id" AND "project_id" = OLD."id"
            ) AS "numbered"
            WHERE "tasks"."user_id" = OLD."user_id" AND "tasks"."id" = "numbered"."id";
    END IF;
    UPDATE "deleted_tasks" SET "project_id" = NULL WHERE "user_id" = OLD."user_id" AND "project_id" = OLD."id";
    RETURN OLD;
END
$$;
CREATE TRIGGER "projects_leave_tasks" BEFORE DELETE ON "projects" FOR EACH ROW EXECUTE FUNCTION "projects_leave_tasks"();
