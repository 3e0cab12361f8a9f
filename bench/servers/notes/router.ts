import type { TRPCRouterRecord } from '@trpc/server'
import { unvalidatedOutput } from '../../../packages/api/src/core/output.ts'
import { once } from '../../../packages/api/src/persistence/once.ts'
import { callsOf, listCallOf } from '../../../packages/api/src/resource/calls.ts'
import { createCursorList, createList } from '../../../packages/api/src/resource/list/list.ts'
import { readOf, writeOf } from '../../../packages/api/src/resource/procedures.ts'
import { restOf } from '../../../packages/api/src/resource/rest.ts'
import { createStore } from '../../../packages/api/src/resource/store.ts'
import * as schema from './schema.ts'
import { noteTable } from './table.ts'

const rest = restOf('/{userId}/notes', noteTable)
// Notes have no scopes of their own: the application's list of them is closed.
const read = readOf('tasks')
const write = writeOf('tasks')

const notes = callsOf(createStore(noteTable))
const listNotes = listCallOf(createCursorList(noteTable))
const listCountedNotes = listCallOf(createList(noteTable))
const note = unvalidatedOutput(schema.note)

/** A resource as `docs/add-a-resource.md` describes it, on the resource kit of `packages/api`. */
export const noteRouter = {
  list: read
    .meta(rest.list)
    .input(schema.listNotesInput)
    .output(unvalidatedOutput(schema.notePage))
    .query(({ ctx, input }) => listNotes(ctx, input)),

  /** With the total, for which PostgreSQL has to count the rows. */
  listCounted: read
    .meta(rest.query('counted', 'List notes and count them', 'By offset.'))
    .input(schema.listCountedNotesInput)
    .output(unvalidatedOutput(schema.countedNotePage))
    .query(({ ctx, input }) => listCountedNotes(ctx, input)),

  get: read
    .meta(rest.get)
    .input(schema.getNoteInput)
    .output(note)
    .query(({ ctx, input }) => notes.get(ctx, input)),

  create: write
    .meta(rest.create)
    .input(schema.createNoteInput)
    .output(note)
    .mutation(once(({ ctx, input }) => notes.create(ctx, input))),

  update: write
    .meta(rest.update)
    .input(schema.updateNoteInput)
    .output(note)
    .mutation(once(({ ctx, input }) => notes.update(ctx, input))),
} satisfies TRPCRouterRecord
