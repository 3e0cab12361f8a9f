CREATE TYPE "ProjectColor" AS ENUM ('grey', 'red', 'orange', 'yellow', 'green', 'blue', 'purple');

CREATE TABLE "projects" (
    "user_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "color" "ProjectColor" NOT NULL DEFAULT 'grey',
    "archived" BOOLEAN NOT NULL DEFAULT false,
    "version" INTEGER NOT NULL DEFAULT 1,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT transaction_timestamp(),
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT transaction_timestamp(),
    CONSTRAINT "projects_pkey" PRIMARY KEY ("user_id", "id"),
    CONSTRAINT "projects_name_check" CHECK (char_length("name") BETWEEN 1 AND 100),
    CONSTRAINT "projects_description_check" CHECK (char_length("description") <= 2000),
    CONSTRAINT "projects_version_check" CHECK ("version" >= 1)
);

CREATE UNIQUE INDEX "projects_user_id_name_key" ON "projects"("user_id", fold_case("name"));
CREATE INDEX "projects_user_id_created_at_id_idx" ON "projects"("user_id", "created_at", "id");
CREATE INDEX "projects_user_id_updated_at_id_idx" ON "projects"("user_id", "updated_at", "id");
CREATE INDEX "projects_user_id_name_id_idx" ON "projects"("user_id", "name", "id");

ALTER TABLE "projects" ADD CONSTRAINT "projects_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "revisions"("user_id") ON DELETE CASCADE ON UPDATE CASCADE;

CREATE TRIGGER "projects_keep" BEFORE INSERT OR UPDATE ON "projects" FOR EACH ROW EXECUTE FUNCTION "keep_row"();
