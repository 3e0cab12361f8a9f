-- What prisma/schema.prisma cannot say.

-- For the children of a table whose rows go to a trash, such as comments of tasks: decision 19. While a parent lies in the
-- trash, its children stay where they are. They are deleted with the tombstone, unless that went because the parent was
-- restored. Arguments: the children's table, its column with the parent's id, and the parents' table.
--
--     CREATE TRIGGER "comments_remove" AFTER DELETE ON "deleted_tasks" REFERENCING OLD TABLE AS "gone"
--         FOR EACH STATEMENT EXECUTE FUNCTION "remove_children"('comments', 'task_id', 'tasks');
--
-- It runs once for each statement, however many tombstones that deletes. A restore must delete the tombstone and insert
-- the parent in one statement.
CREATE FUNCTION "remove_children"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format(
        'DELETE FROM %1$I AS child USING "gone"
            WHERE child."user_id" = "gone"."user_id" AND child.%2$I = "gone"."id" AND NOT EXISTS (
                SELECT FROM %3$I AS parent WHERE parent."user_id" = "gone"."user_id" AND parent."id" = "gone"."id")',
        TG_ARGV[0], TG_ARGV[1], TG_ARGV[2]);
    RETURN NULL;
END
$$;

-- The list of scopes is in code alone.
ALTER TABLE "api_keys"
    DROP CONSTRAINT "api_keys_scopes_check",
    ADD CONSTRAINT "api_keys_scopes_check" CHECK (cardinality("scopes") > 0);

-- New words wait in a list until one write sorts them all in. At the default of 4 MB that was one write in some 3,000, which
-- took 30 to 70 ms while the other writers of its user waited; and searches read the tables instead, since the planner avoids
-- an index with a long list. 64 kB, the least there is, keep both small. Decision 18 has the figures.
ALTER INDEX "tasks_title_idx" SET (gin_pending_list_limit = 64);
ALTER INDEX "tasks_description_idx" SET (gin_pending_list_limit = 64);
ALTER INDEX "tasks_tags_idx" SET (gin_pending_list_limit = 64);
SELECT gin_clean_pending_list('tasks_title_idx'), gin_clean_pending_list('tasks_description_idx'), gin_clean_pending_list('tasks_tags_idx');
