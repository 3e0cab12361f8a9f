import type { Table } from '@tandem/db/tables'
import { taskTable } from '../../task/table.ts'
import type { TestApi } from '../../testing/test-api.ts'
import { defineTable } from '../table.ts'

/** A resource under tasks, made for these tests. */
const notes = {
  name: 'test_notes',
  key: ['userId', 'id'],
  unique: { test_notes_rank_key: ['userId', 'rank'] },
  references: {},
  columns: {
    userId: { name: 'user_id', type: 'uuid', isNullable: false },
    id: { name: 'id', type: 'uuid', isNullable: false },
    taskId: { name: 'task_id', type: 'uuid', isNullable: false },
    body: { name: 'body', type: 'text', isNullable: false },
    rank: { name: 'rank', type: 'int', isNullable: true },
    weight: { name: 'weight', type: 'numeric', isNullable: true },
    pinnedAt: { name: 'pinned_at', type: 'timestamptz', isNullable: true },
    version: { name: 'version', type: 'int', isNullable: false },
    createdAt: { name: 'created_at', type: 'timestamptz', isNullable: false },
    updatedAt: { name: 'updated_at', type: 'timestamptz', isNullable: false },
  },
} as const satisfies Table

export const noteTable = defineTable(notes, {
  one: 'note',
  settable: ['body', 'rank', 'weight', 'pinnedAt'],
  sortable: ['createdAt', 'rank', 'body'],
  parent: { field: 'taskId', of: taskTable },
})
const CREATE = `
  CREATE TABLE test_notes (
    user_id uuid NOT NULL, id uuid NOT NULL, task_id uuid NOT NULL, body text NOT NULL, rank int, weight numeric(18, 6),
    pinned_at timestamptz(3), version int NOT NULL DEFAULT 1,
    created_at timestamptz(3) NOT NULL DEFAULT now(), updated_at timestamptz(3) NOT NULL DEFAULT now(),
    PRIMARY KEY (user_id, id), CONSTRAINT test_notes_rank_key UNIQUE (user_id, rank)
  )`

/** Creates the table, which no migration does. */
export async function createNotes({ createTables }: TestApi): Promise<void> {
  await createTables(CREATE, [notes])
}
