import type { TRPCRouterRecord } from '@trpc/server'
import { protectedProcedure } from '../../../packages/api/src/core/trpc.ts'
import * as schema from './schema.ts'
import { createNote, getNote, listNotes, updateNote } from './store.ts'

const COLLECTION = '/{userId}/notes'
const ITEM = '/{userId}/notes/{id}'

export const noteRouter = {
  list: protectedProcedure
    .meta({ openapi: { method: 'GET', path: COLLECTION, protect: true, tags: ['notes'] } })
    .input(schema.listNotesInput)
    .output(schema.notePage)
    .query(({ ctx, input }) => listNotes(ctx.db, ctx.user.id, input)),

  get: protectedProcedure
    .meta({ openapi: { method: 'GET', path: ITEM, protect: true, tags: ['notes'], etag: 'version' } })
    .input(schema.noteKey)
    .output(schema.note)
    .query(({ ctx, input }) => getNote(ctx.db, ctx.user.id, input.id)),

  create: protectedProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: COLLECTION,
        protect: true,
        tags: ['notes'],
        successStatus: 201,
        etag: 'version',
        location: '/{userId}/notes/{id}',
      },
    })
    .input(schema.createNoteInput)
    .output(schema.note)
    .mutation(({ ctx, input }) => createNote(ctx.db, ctx.user.id, input)),

  update: protectedProcedure
    .meta({ openapi: { method: 'PATCH', path: ITEM, protect: true, tags: ['notes'], etag: 'version' } })
    .input(schema.updateNoteInput)
    .output(schema.note)
    .mutation(({ ctx, input }) => updateNote(ctx.db, ctx.user.id, input)),
} satisfies TRPCRouterRecord
