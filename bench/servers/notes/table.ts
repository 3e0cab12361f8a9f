import { defineTable } from '../../../packages/api/src/resource/table.ts'
import { NOTE_SORT_FIELDS } from './schema.ts'

const required = { isNullable: false } as const
const nullable = { isNullable: true } as const

/** By hand, since Prisma's schema knows no table of the bench. Otherwise `@tandem/db/tables` has the columns. */
export const noteTable = defineTable(
  {
    name: 'notes',
    key: ['userId', 'id'],
    unique: {},
    references: {},
    columns: {
      userId: { name: 'user_id', type: 'uuid', ...required },
      id: { name: 'id', type: 'uuid', ...required },
      title: { name: 'title', type: 'text', ...required },
      body: { name: 'body', type: 'text', ...nullable },
      colour: {
        name: 'colour',
        type: '"NoteColour"',
        values: ['white', 'yellow', 'green', 'blue'],
        ...required,
      },
      isPinned: { name: 'is_pinned', type: 'boolean', ...required },
      labels: { name: 'labels', type: 'text[]', ...required },
      remindAt: { name: 'remind_at', type: 'timestamptz', ...nullable },
      version: { name: 'version', type: 'int', ...required },
      createdAt: { name: 'created_at', type: 'timestamptz', ...required },
      updatedAt: { name: 'updated_at', type: 'timestamptz', ...required },
    },
  },
  {
    one: 'note',
    settable: ['title', 'body', 'colour', 'isPinned', 'labels', 'remindAt'],
    sortable: NOTE_SORT_FIELDS,
  },
)
