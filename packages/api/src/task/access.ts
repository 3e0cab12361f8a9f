import { uuidv7 } from 'uuidv7'
import type { Access } from '../testing/access.ts'
import type { taskRouter } from './router.ts'

export const access = {
  class: 'owner',
  sample: async ({ trpc }) => {
    const { id } = await trpc.task.create.mutate({ title: 'first', tags: ['a'] })
    await trpc.task.create.mutate({ title: 'second', status: 'done' })
    return { id }
  },
  calls: {
    list: {},
    get: {},
    create: { title: ' New ' },
    quickAdd: { text: 'Buy milk tomorrow 5pm #home !high', timeZone: 'Europe/Berlin' },
    replace: { title: 'New' },
    update: { title: 'New', description: null, tags: [] },
    delete: {},
    complete: {},
    reopen: {},
    bulk: ({ id }) => ({
      operations: [
        { type: 'create', title: ' New ', tags: ['a'] },
        { type: 'update', id, status: 'done', ifVersion: 1 },
        { type: 'delete', id },
      ],
    }),
    stats: {},
    tags: {},
    projects: {},
    changes: {},
    onChange: {},
    listDeleted: {},
    restore: {},
  },
  more: {
    list: [
      { limit: 2, offset: 1, sort: 'title,-createdAt' },
      { status: 'todo', overdue: false, q: 'first' },
      { status: ['todo', 'done'], priority: ['low'], dueBefore: '2030-01-01T00:00:00+02:00' },
      { project: 'none', tag: 'a' },
      { project: ['01980000-0000-7000-8000-000000000000', 'none'], sort: '-title' },
      {
        limit: 0,
        offset: -1,
        sort: 'x',
        status: 'x',
        overdue: 'perhaps',
        dueAfter: 'now',
        project: 'x',
        page: 1,
      },
      { cursor: 'forged' },
      { cursor: 'x', offset: 1 },
    ],
    get: [{ fields: 'title' }],
    create: [
      () => ({
        id: uuidv7(),
        title: 'New',
        description: 'd',
        status: 'done',
        priority: 'high',
        tags: ['a', 'b'],
        dueAt: '2026-01-01T00:00:00+05:30',
      }),
      ({ id }) => ({ id, title: 'there already' }),
      {
        title: '',
        description: 5,
        status: 'x',
        priority: null,
        tags: ['a', 'a'],
        dueAt: '2026-01-01',
        projectId: 'none',
        owner: 'x',
      },
      { title: 'x\0' },
      { title: 'New', projectId: '01980000-0000-7000-8000-000000000000' },
      {},
    ],
    quickAdd: [
      { text: ' 🦊 #a #1 ', timeZone: 'UTC', dryRun: true, keep: [{ start: 4, end: 6 }] },
      { text: 'tomorrow', timeZone: 'UTC' },
      { text: 'Call +nobody +"no project"', timeZone: 'UTC', dryRun: true },
      {
        text: 'x\0',
        timeZone: 'Mars/Olympus',
        dryRun: 'yes',
        keep: [{ start: 2, end: 1, by: 'me' }],
        title: 'x',
      },
      { text: '' },
      {},
    ],
    replace: [{ title: 'New', ifVersion: 7 }, {}],
    update: [
      {},
      { status: 'done', ifVersion: 1 },
      { status: 'done', ifVersion: 2 },
      { projectId: '01980000-0000-7000-8000-000000000000' },
      { projectId: null },
      { title: null, version: 2 },
      { id: 'x', title: 5 },
    ],
    delete: [{ ifVersion: 2 }],
    complete: [{ ifVersion: 2 }, { at: 'now' }],
    reopen: [{ ifVersion: 2 }],
    bulk: [
      ({ id }) => ({
        operations: [
          { type: 'create', title: 'New', id },
          { type: 'update', id: '01980000-0000-7000-8000-000000000000' },
          { type: 'delete', id, ifVersion: 7 },
        ],
      }),
      { operations: [{ type: 'create', title: 'New', projectId: '01980000-0000-7000-8000-000000000000' }] },
      { operations: [{ type: 'create', title: '', owner: 'x' }, { type: 'purge' }, 5] },
      { operations: [] },
      {},
    ],
    stats: [{ timeZone: 'Europe/Berlin' }, { timeZone: 'Mars/Olympus' }, { days: 7 }],
    tags: [{ tag: 'a' }],
    projects: [{ open: true }],
    changes: [
      { since: 1, limit: 1 },
      { since: 99 },
      { since: 2, begunAt: 2 },
      { since: -1, limit: 0, begunAt: 'x', until: 5 },
    ],
    listDeleted: [
      { limit: 1, cursor: '5' },
      { limit: 101, cursor: 'x', offset: 1 },
    ],
    restore: [{ force: true }],
  },
} satisfies Access<typeof taskRouter, 'id'>
