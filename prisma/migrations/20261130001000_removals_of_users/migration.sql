-- A row of the list of bytes to remove names the user whose file it was, so that the list can be sharded by user too: decision 55.
-- It refers to nothing. It is written when the user's account is deleted, and stays until the bytes are gone.

ALTER TABLE "file_removals" ADD COLUMN "user_id" UUID;
UPDATE "file_removals" SET "user_id" = split_part("key", '/', 1)::uuid;
ALTER TABLE "file_removals"
    ALTER COLUMN "user_id" SET NOT NULL,
    DROP CONSTRAINT "file_removals_pkey",
    ADD CONSTRAINT "file_removals_pkey" PRIMARY KEY ("user_id", "key");

-- As before, with the user.
CREATE OR REPLACE FUNCTION "files_count"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO "file_usage" ("user_id", "bytes") VALUES (NEW."user_id", NEW."size")
            ON CONFLICT ("user_id") DO UPDATE SET "bytes" = "file_usage"."bytes" + EXCLUDED."bytes";
    ELSE
        UPDATE "file_usage" SET "bytes" = "bytes" - OLD."size" WHERE "user_id" = OLD."user_id";
        INSERT INTO "file_removals" ("user_id", "key") VALUES (OLD."user_id", OLD."user_id" || '/' || OLD."id")
            ON CONFLICT ("user_id", "key") DO NOTHING;
    END IF;
    RETURN NULL;
END
$$;
