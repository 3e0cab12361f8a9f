-- What prisma/schema.prisma cannot say.

-- Sorted by ICU, without regard to case before anything else, the same on every server. What is unique stays so: that index is
-- over fold_case("name").
ALTER TABLE "projects" ALTER COLUMN "name" TYPE TEXT COLLATE "und-x-icu";
