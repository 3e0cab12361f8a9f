-- What prisma/schema.prisma cannot say: how texts of tasks are sorted, searched and compared, the same on every server.

-- As before, and quicker: most texts are in ASCII, which has one spelling, and most others are composed already. Latin letters
-- below U+0300 are, and finding that out takes a third of the time.
CREATE OR REPLACE FUNCTION "fold_case"("value" text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN octet_length("value") = length("value")
            THEN upper("value" COLLATE "C") COLLATE "default"
        WHEN "value" !~ '[^\u0001-\u02ff]' OR "value" IS NFC NORMALIZED
            THEN upper(lower("value" COLLATE "und-x-icu")) COLLATE "default"
        ELSE upper(lower(normalize("value", NFC) COLLATE "und-x-icu")) COLLATE "default" END;

-- Titles are sorted by ICU without regard to case: the next key decides between "milk" and "Milk".
DROP INDEX "tasks_user_id_title_id_idx";
CREATE INDEX "tasks_user_id_title_id_idx" ON "tasks"("user_id", (fold_case("title") COLLATE "und-x-icu"), "id");

-- Searches find "Straße" for STRASSE, and σίσυφος for ΣΊΣΥΦΟΣ.
DROP INDEX "tasks_title_idx";
DROP INDEX "tasks_description_idx";
CREATE INDEX "tasks_title_idx" ON "tasks" USING gin (fold_case("title") gin_trgm_ops)
    WITH (gin_pending_list_limit = 64) WHERE "is_indexed";
CREATE INDEX "tasks_description_idx" ON "tasks" USING gin (fold_case("description") gin_trgm_ops)
    WITH (gin_pending_list_limit = 64) WHERE "is_indexed";

-- Tags are stored as they are compared: composed, so that both spellings of "é" are one tag. That changes tasks, as sync tells.
UPDATE "tasks" SET "tags" = ARRAY(
        SELECT normalize("tag", NFC) FROM unnest("tags") WITH ORDINALITY AS "given"("tag", "place")
        GROUP BY normalize("tag", NFC) ORDER BY min("place"))
    WHERE array_to_string("tags", ' ') IS NOT NFC NORMALIZED;
UPDATE "deleted_tasks" SET "tags" = ARRAY(
        SELECT normalize("tag", NFC) FROM unnest("tags") WITH ORDINALITY AS "given"("tag", "place")
        GROUP BY normalize("tag", NFC) ORDER BY min("place"))
    WHERE array_to_string("tags", ' ') IS NOT NFC NORMALIZED;
