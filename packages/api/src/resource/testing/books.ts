import type { Table } from '@tandem/db/tables'
import type { TestApi } from '../../testing/test-api.ts'
import { defineTable } from '../table.ts'

/** Values that are hard to quote, or look like something else. */
export const BOOK_STATES = ['In progress', '3d', 'true', `it's "so", {now}`] as const

/** A shared resource, made for these tests: its rows have no owner. */
const books = {
  name: 'test_books',
  key: ['id'],
  unique: { test_books_isbn_key: ['isbn'] },
  references: {},
  columns: {
    id: { name: 'id', type: 'uuid', isNullable: false },
    title: { name: 'title', type: 'text', isNullable: false },
    isbn: { name: 'isbn', type: 'text', isNullable: true },
    pages: { name: 'pages', type: 'int', isNullable: true },
    price: { name: 'price', type: 'numeric', isNullable: true },
    publishedOn: { name: 'published_on', type: 'date', isNullable: true },
    soldAt: { name: 'sold_at', type: 'timestamptz', isNullable: true },
    worth: { name: 'worth', type: 'numeric', isNullable: true, isComputed: true },
    inPrint: { name: 'in_print', type: 'boolean', isNullable: false },
    state: { name: 'state', type: '"TestBookState"', isNullable: false, values: BOOK_STATES },
    details: { name: 'details', type: 'jsonb', isNullable: true },
    version: { name: 'version', type: 'int', isNullable: false },
    createdAt: { name: 'created_at', type: 'timestamptz', isNullable: false },
    updatedAt: { name: 'updated_at', type: 'timestamptz', isNullable: false },
  },
} as const satisfies Table

export const bookTable = defineTable(books, {
  one: 'book',
  settable: ['title', 'isbn', 'pages', 'price', 'publishedOn', 'soldAt', 'inPrint', 'state', 'details'],
  sortable: ['createdAt', 'title', 'pages', 'price', 'worth', 'publishedOn'],
})

/** The fields of a book that has only a title. */
export const book = (title: string) => ({
  title,
  isbn: null,
  pages: null,
  price: null,
  publishedOn: null,
  soldAt: null,
  inPrint: false,
  state: BOOK_STATES[0],
  details: null,
})

const CREATE = `
  CREATE TYPE "TestBookState" AS ENUM ('In progress', '3d', 'true', 'it''s "so", {now}');
  CREATE TABLE test_books (
    id uuid PRIMARY KEY, title text NOT NULL, isbn text, pages int, price numeric(12, 3), published_on date,
    sold_at timestamptz(3), worth numeric GENERATED ALWAYS AS (price * pages / (pages - 7)) STORED, in_print boolean NOT NULL DEFAULT false,
    state "TestBookState" NOT NULL DEFAULT 'In progress', details jsonb, version int NOT NULL DEFAULT 1,
    created_at timestamptz(3) NOT NULL DEFAULT now(), updated_at timestamptz(3) NOT NULL DEFAULT now(),
    CONSTRAINT test_books_isbn_key UNIQUE (isbn)
  );
  CREATE TRIGGER test_books_keep BEFORE INSERT OR UPDATE ON test_books FOR EACH ROW EXECUTE FUNCTION keep_row('worth')`

/** Creates the table, which no migration does. */
export async function createBooks({ createTables }: TestApi): Promise<void> {
  await createTables(CREATE, [books])
}
