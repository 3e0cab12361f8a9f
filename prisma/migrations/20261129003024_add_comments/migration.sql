CREATE TABLE "comments" (
    "user_id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "body" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT transaction_timestamp(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT transaction_timestamp(),
    CONSTRAINT "comments_pkey" PRIMARY KEY ("user_id", "id"),
    CONSTRAINT "comments_body_check" CHECK (char_length("body") BETWEEN 1 AND 10000),
    CONSTRAINT "comments_version_check" CHECK ("version" >= 1)
);

CREATE INDEX "comments_user_id_task_id_created_at_id_idx" ON "comments"("user_id", "task_id", "created_at", "id");
CREATE INDEX "comments_user_id_task_id_updated_at_id_idx" ON "comments"("user_id", "task_id", "updated_at", "id");

ALTER TABLE "comments" ADD CONSTRAINT "comments_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "revisions"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TRIGGER "comments_keep" BEFORE INSERT OR UPDATE ON "comments" FOR EACH ROW EXECUTE FUNCTION "keep_row"();

CREATE TRIGGER "comments_remove" AFTER DELETE ON "deleted_tasks" REFERENCING OLD TABLE AS "gone"
    FOR EACH STATEMENT EXECUTE FUNCTION "remove_children"('comments', 'task_id', 'tasks');
