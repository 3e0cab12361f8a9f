import type { TRPCRouterRecord } from '@trpc/server'
import { uuidv7 } from 'uuidv7'
import { omitUndefined } from '../../../packages/api/src/core/input.ts'
import { unvalidatedOutput } from '../../../packages/api/src/core/output.ts'
import { once } from '../../../packages/api/src/persistence/once.ts'
import { createCursorList, createList } from '../../../packages/api/src/resource/list.ts'
import { readOf, writeOf } from '../../../packages/api/src/resource/procedures.ts'
import { restOf } from '../../../packages/api/src/resource/rest.ts'
import { createStore } from '../../../packages/api/src/resource/store.ts'
import * as schema from './schema.ts'
import { noteTable } from './table.ts'

const rest = restOf('/{userId}/notes', 'note')
// Notes have no scopes of their own: the application's list of them is closed.
const read = readOf('tasks')
const write = writeOf('tasks')

const store = createStore(noteTable)
const list = createCursorList(noteTable)
const listCounted = createList(noteTable)
const note = unvalidatedOutput(schema.note)

/** A resource as `docs/add-a-resource.md` describes it, on the resource kit of `packages/api`. */
export const noteRouter = {
  list: read
    .meta(rest.list)
    .input(schema.listNotesInput)
    .output(unvalidatedOutput(schema.notePage))
    .query(async ({ ctx, input }) => (await list(ctx.run, { userId: ctx.user.id }, input, ctx.clock())).page),

  /** With the total, for which PostgreSQL has to count the rows. */
  listCounted: read
    .meta(rest.query('counted', 'List notes and count them'))
    .input(schema.listCountedNotesInput)
    .output(unvalidatedOutput(schema.countedNotePage))
    .query(
      async ({ ctx, input }) =>
        (await listCounted(ctx.run, { userId: ctx.user.id }, input, ctx.clock())).page,
    ),

  get: read
    .meta(rest.get)
    .input(schema.getNoteInput)
    .output(note)
    .query(({ ctx, input: { id } }) => store.get(ctx.run, { userId: ctx.user.id, id })),

  create: write
    .meta(rest.create)
    .input(schema.createNoteInput)
    .output(note)
    .mutation(
      once(({ ctx, input: { id = uuidv7(), ...fields } }) =>
        store.create(ctx.run, { userId: ctx.user.id, id }, fields),
      ),
    ),

  update: write
    .meta(rest.update)
    .input(schema.updateNoteInput)
    .output(note)
    .mutation(
      once(({ ctx, input: { id, ifVersion, ...fields } }) =>
        store.write(ctx.run, { userId: ctx.user.id, id }, ifVersion, omitUndefined(fields)),
      ),
    ),
} satisfies TRPCRouterRecord
