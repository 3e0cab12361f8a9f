-- What prisma/schema.prisma cannot say.

-- A text as it is compared without regard to case, in any language and on any server: ICU maps "ß" to "SS" and both small
-- sigmas to "Σ", which `lower` and ILIKE do not, and does so whatever the locale of the database. To lower case first, so that
-- capitals without a small letter of their own (K for kelvin, ẞ) are those of the others. Composed and decomposed letters are the same.
--
-- For searches, and for unique fields: CREATE UNIQUE INDEX "projects_user_id_name_key" ON "projects" ("user_id", fold_case("name"));
CREATE FUNCTION "fold_case"("value" text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN upper(lower(normalize("value", NFC) COLLATE "und-x-icu"));
