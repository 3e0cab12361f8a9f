-- The table of the bench's second resource. Only the bench creates it, in its template database.
CREATE TYPE "NoteColour" AS ENUM ('white', 'yellow', 'green', 'blue');

CREATE TABLE notes (
    user_id UUID NOT NULL REFERENCES revisions (user_id) ON DELETE CASCADE,
    id UUID NOT NULL,
    title TEXT NOT NULL CHECK (char_length(title) BETWEEN 1 AND 255),
    body TEXT CHECK (char_length(body) <= 10000),
    colour "NoteColour" NOT NULL DEFAULT 'white',
    is_pinned BOOLEAN NOT NULL DEFAULT false,
    labels TEXT[] NOT NULL DEFAULT '{}' CHECK (cardinality(labels) <= 20),
    remind_at TIMESTAMPTZ(3),
    version INTEGER NOT NULL DEFAULT 1,
    created_at TIMESTAMPTZ(3) NOT NULL DEFAULT transaction_timestamp(),
    updated_at TIMESTAMPTZ(3) NOT NULL DEFAULT transaction_timestamp(),
    PRIMARY KEY (user_id, id)
);

CREATE INDEX ON notes (user_id, created_at, id);
CREATE INDEX ON notes (user_id, updated_at, id);
CREATE INDEX ON notes (user_id, title, id);
CREATE INDEX ON notes (user_id, remind_at, id);

CREATE TRIGGER notes_keep BEFORE UPDATE ON notes FOR EACH ROW EXECUTE FUNCTION keep_row();
