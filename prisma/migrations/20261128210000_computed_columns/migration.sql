-- What prisma/schema.prisma cannot say.

-- As before. Besides, its arguments name the generated columns of the table, which are NULL in this trigger: PostgreSQL computes
-- them afterwards. Unnamed, they would make every update of a row look like a change.
--
--     CREATE TRIGGER "books_keep" BEFORE INSERT OR UPDATE ON "books" FOR EACH ROW EXECUTE FUNCTION "keep_row"('total');
CREATE OR REPLACE FUNCTION "keep_row"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        RETURN NEW;
    END IF;

    NEW."version" := OLD."version";
    NEW."created_at" := OLD."created_at";
    NEW."updated_at" := OLD."updated_at";
    IF TG_NARGS > 0 THEN
        NEW := jsonb_populate_record(
            NEW, (SELECT jsonb_object_agg("name", to_jsonb(OLD) -> "name") FROM unnest(TG_ARGV) AS "name"));
    END IF;
    -- Whole rows are compared, so that columns added later count too.
    IF NEW IS NOT DISTINCT FROM OLD THEN
        RETURN OLD;
    END IF;

    NEW."version" := OLD."version" + 1;
    -- The clock may have been set back since, or be another server's.
    NEW."updated_at" := greatest(OLD."updated_at", now());
    RETURN NEW;
END
$$;
