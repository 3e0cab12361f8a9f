import type { Table } from '@tandem/db/tables'
import type { Db } from '@tandem/db/types'
import { defineTable } from '../table.ts'

/** A shared resource, made for these tests: its rows have no owner. */
const books = {
  name: 'test_books',
  key: ['id'],
  unique: { test_books_isbn_key: ['isbn'] },
  columns: {
    id: { name: 'id', type: 'uuid', isNullable: false },
    title: { name: 'title', type: 'text', isNullable: false },
    isbn: { name: 'isbn', type: 'text', isNullable: true },
    pages: { name: 'pages', type: 'int', isNullable: true },
    version: { name: 'version', type: 'int', isNullable: false },
    createdAt: { name: 'created_at', type: 'timestamptz', isNullable: false },
    updatedAt: { name: 'updated_at', type: 'timestamptz', isNullable: false },
  },
} as const satisfies Table

export const bookTable = defineTable(books, {
  one: 'book',
  settable: ['title', 'isbn', 'pages'],
  sortable: ['createdAt', 'title', 'pages'],
})

const CREATE = [
  `CREATE TABLE test_books (
    id uuid PRIMARY KEY, title text NOT NULL, isbn text, pages int, version int NOT NULL DEFAULT 1,
    created_at timestamptz(3) NOT NULL DEFAULT now(), updated_at timestamptz(3) NOT NULL DEFAULT now(),
    CONSTRAINT test_books_isbn_key UNIQUE (isbn)
  )`,
  'CREATE TRIGGER test_books_keep BEFORE INSERT OR UPDATE ON test_books FOR EACH ROW EXECUTE FUNCTION keep_row()',
]

/** Creates the table, which no migration does. */
export async function createBooks(db: Db): Promise<void> {
  for (const sql of CREATE) await db.$executeRawUnsafe(sql)
}
