CREATE TABLE "files" (
    "user_id" UUID NOT NULL,
    "task_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "media_type" TEXT NOT NULL,
    "size" BIGINT NOT NULL,
    "sha256" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT transaction_timestamp(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT transaction_timestamp(),
    CONSTRAINT "files_pkey" PRIMARY KEY ("user_id", "id"),
    CONSTRAINT "files_name_check" CHECK (octet_length("name") BETWEEN 1 AND 255),
    CONSTRAINT "files_size_check" CHECK ("size" >= 0),
    CONSTRAINT "files_sha256_check" CHECK ("sha256" ~ '^[0-9a-f]{64}$'),
    CONSTRAINT "files_version_check" CHECK ("version" >= 1)
);

CREATE INDEX "files_user_id_task_id_created_at_id_idx" ON "files"("user_id", "task_id", "created_at", "id");

ALTER TABLE "files" ADD CONSTRAINT "files_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "revisions"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "file_usage" (
    "user_id" UUID NOT NULL,
    "bytes" BIGINT NOT NULL DEFAULT 0,
    CONSTRAINT "file_usage_pkey" PRIMARY KEY ("user_id"),
    CONSTRAINT "file_usage_bytes_check" CHECK ("bytes" >= 0)
);

ALTER TABLE "file_usage" ADD CONSTRAINT "file_usage_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "revisions"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TABLE "file_removals" (
    "key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT transaction_timestamp(),
    CONSTRAINT "file_removals_pkey" PRIMARY KEY ("key")
);

CREATE TRIGGER "files_keep" BEFORE INSERT OR UPDATE ON "files" FOR EACH ROW EXECUTE FUNCTION "keep_row"();

CREATE TRIGGER "files_remove" AFTER DELETE ON "deleted_tasks" REFERENCING OLD TABLE AS "gone"
    FOR EACH STATEMENT EXECUTE FUNCTION "remove_children"('files', 'task_id', 'tasks');

-- Counts the bytes of a user. The bytes of a deleted row are to be removed from the store, however it was deleted: by its
-- owner, with its task, or with its account.
CREATE FUNCTION "files_count"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO "file_usage" ("user_id", "bytes") VALUES (NEW."user_id", NEW."size")
            ON CONFLICT ("user_id") DO UPDATE SET "bytes" = "file_usage"."bytes" + EXCLUDED."bytes";
    ELSE
        UPDATE "file_usage" SET "bytes" = "bytes" - OLD."size" WHERE "user_id" = OLD."user_id";
        INSERT INTO "file_removals" ("key") VALUES (OLD."user_id" || '/' || OLD."id") ON CONFLICT ("key") DO NOTHING;
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER "files_count" AFTER INSERT OR DELETE ON "files" FOR EACH ROW EXECUTE FUNCTION "files_count"();
