-- In which epoch revisions count: decision 26. A restored backup counts revisions again that clients have seen, so a restore
-- or an import begins a new epoch. One row; the function writes it.

-- CreateTable
CREATE TABLE "sync_epoch" (
    "id" SMALLINT NOT NULL DEFAULT 1,
    "value" TEXT NOT NULL,
    "begun_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now(),

    CONSTRAINT "sync_epoch_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "sync_epoch_one_row" CHECK ("id" = 1)
);

-- The first 12 digits of a random UUID are random: the version comes after them.
CREATE FUNCTION "begin_epoch"() RETURNS text LANGUAGE sql AS $$
    INSERT INTO "sync_epoch" ("id", "value") VALUES (1, left(replace(gen_random_uuid()::text, '-', ''), 12))
    ON CONFLICT ("id") DO UPDATE SET "value" = EXCLUDED."value", "begun_at" = EXCLUDED."begun_at"
    RETURNING "value"
$$;

SELECT "begin_epoch"();
