import type { Table } from '@tandem/db/tables'
import { testCitusUrl } from '@tandem/db/testing'
import type { TestApi } from '../../testing/test-api.ts'
import { defineTable } from '../table.ts'

const TIMES = {
  version: { name: 'version', type: 'int', isNullable: false },
  createdAt: { name: 'created_at', type: 'timestamptz', isNullable: false },
  updatedAt: { name: 'updated_at', type: 'timestamptz', isNullable: false },
} as const
const userId = { name: 'user_id', type: 'uuid', isNullable: false } as const
const id = { name: 'id', type: 'uuid', isNullable: false } as const
const reference = <const Name extends string>(name: Name) =>
  ({ name, type: 'uuid', isNullable: true }) as const

const shelves = {
  name: 'test_shelves',
  key: ['userId', 'id'],
  unique: {},
  references: {},
  columns: { userId, id, name: { name: 'name', type: 'text', isNullable: false }, ...TIMES },
} as const satisfies Table

const to = (field: string, table: string, one: string) =>
  ({ fields: ['userId', field], table, one, isRestricting: false }) as const

/** On Citus rows of users cannot refer to a table of nobody's: one is on the shards, the other on the coordinator. */
export const canReferToShared = testCitusUrl === undefined

/** An owned resource with relations of every kind. */
const items = {
  name: 'test_items',
  key: ['userId', 'id'],
  unique: {},
  references: {
    test_items_user_id_shelf_id_fkey: to('shelfId', 'test_shelves', 'shelf'),
    test_items_user_id_room_id_fkey: to('roomId', 'test_shelves', 'shelf'),
    test_items_user_id_lock_id_fkey: to('lockId', 'test_shelves', 'shelf'),
    test_items_user_id_box_id_fkey: to('boxId', 'test_items', 'item'),
    test_items_user_id_task_id_fkey: to('taskId', 'tasks', 'task'),
    ...(canReferToShared && {
      test_items_book_id_fkey: { fields: ['bookId'], table: 'test_books', one: 'book', isRestricting: false },
    }),
  },
  columns: {
    userId,
    id,
    name: { name: 'name', type: 'text', isNullable: true },
    shelfId: reference('shelf_id'),
    roomId: reference('room_id'),
    lockId: reference('lock_id'),
    boxId: reference('box_id'),
    taskId: reference('task_id'),
    bookId: reference('book_id'),
    keeperId: reference('keeper_id'),
    ...TIMES,
  },
} as const satisfies Table

/** Rows that keep their task from going to the trash. */
export const pins: Table = {
  name: 'test_pins',
  key: ['userId', 'taskId'],
  unique: {},
  references: { test_pins_user_id_task_id_fkey: { ...to('taskId', 'tasks', 'task'), isRestricting: true } },
  columns: { userId, taskId: { name: 'task_id', type: 'uuid', isNullable: false } },
}

export const shelfTable = defineTable(shelves, {
  one: 'shelf',
  settable: ['name'],
  sortable: ['createdAt'],
  uniqueIgnoringCase: ['name'],
})
export const itemTable = defineTable(items, {
  one: 'item',
  settable: ['name', 'shelfId', 'roomId', 'lockId', 'boxId', 'taskId', 'bookId', 'keeperId'],
  sortable: ['createdAt'],
  uniqueIgnoringCase: ['name'],
  toOwner: ['keeperId'],
})

/** The fields of an item that is related to nothing. */
export const item = {
  name: null,
  shelfId: null,
  roomId: null,
  lockId: null,
  boxId: null,
  taskId: null,
  bookId: null,
  keeperId: null,
}

const COMMON = `version int NOT NULL DEFAULT 1, created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(), PRIMARY KEY (user_id, id)`
const OWNER = (table: string) =>
  `ALTER TABLE ${table} ADD CONSTRAINT ${table}_user_id_fkey FOREIGN KEY (user_id) REFERENCES revisions (user_id) ON DELETE CASCADE`
const KEEP = (table: string) =>
  `CREATE TRIGGER ${table}_keep BEFORE INSERT OR UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION keep_row()`
const RELATION = (column: string, to: string, onDelete: string) =>
  `ALTER TABLE test_items ADD CONSTRAINT test_items_user_id_${column}_fkey FOREIGN KEY (user_id, ${column}) REFERENCES ${to} (user_id, id) ON DELETE ${onDelete}`
const UNIQUE = (table: string) =>
  `CREATE UNIQUE INDEX ${table}_user_id_name_key ON ${table} (user_id, fold_case(name))`

const CREATE = [
  `CREATE TABLE test_shelves (user_id uuid, id uuid, name text NOT NULL, ${COMMON})`,
  `CREATE TABLE test_items (
    user_id uuid, id uuid, name text, shelf_id uuid, room_id uuid, lock_id uuid, box_id uuid, task_id uuid, book_id uuid,
    keeper_id uuid CHECK (keeper_id = user_id), ${COMMON}
  )`,
  ...['test_shelves', 'test_items'].flatMap((table) => [OWNER(table), KEEP(table), UNIQUE(table)]),
  RELATION('shelf_id', 'test_shelves', 'SET NULL (shelf_id)'),
  RELATION('room_id', 'test_shelves', 'CASCADE'),
  RELATION('lock_id', 'test_shelves', 'RESTRICT'),
  RELATION('box_id', 'test_items', 'CASCADE'),
  RELATION('task_id', 'tasks', 'SET NULL (task_id)'),
  ...(canReferToShared
    ? [
        `ALTER TABLE test_items ADD CONSTRAINT test_items_book_id_fkey FOREIGN KEY (book_id) REFERENCES test_books (id) ON DELETE SET NULL`,
      ]
    : []),
]

/** Creates the tables, which no migration does. That of books must be there. */
export async function createItems({ createTables }: TestApi): Promise<void> {
  await createTables(CREATE.join(';'), [shelves, items])
}
