import { defineJob, jobs, startWorkers } from '@tandem/api'
import { uuidv7 } from 'uuidv7'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { PASSWORD, rest } from '../testing/caller.ts'
import { attributesOf } from '../testing/services/collector.ts'
import { CLIENT, CONSUMER, INTERNAL, named, pathTo, traced } from '../testing/services/traced.ts'

test('the reads of a batch are one query, to which each of its procedures is linked', async () => {
  const { server, ada, spans } = await traced()
  const ids = [uuidv7(), uuidv7(), uuidv7()]
  const input = encodeURIComponent(JSON.stringify({ ...ids.map((id) => ({ id })) }))
  await fetch(`${server.url}/trpc/task.get,task.get,task.get?batch=1&input=${input}`, {
    headers: { authorization: `Bearer ${ada.token}` },
  })
  const all = await spans()
  const procedures = named(all, 'task.get').filter(({ kind }) => kind === INTERNAL)
  expect(procedures).toHaveLength(3)
  expect(new Set(procedures.map(({ parentSpanId }) => parentSpanId)).size).toBe(1)
  const [together, ...more] = named(all, 'statements of several calls')
  expect(more).toEqual([])
  const [first, ...others] = procedures
  expect(together?.parentSpanId).toBe(first?.spanId)
  expect(together?.links?.map(({ spanId }) => spanId)).toEqual(others.map(({ spanId }) => spanId))
  for (const { links } of others) expect(links).toMatchObject([{ spanId: together?.spanId }])
  const queries = named(all, 'tasks.get.many')
  expect(queries.map((span) => pathTo(all, span))).toEqual([
    ['GET /trpc/:path', 'task.get', 'statements of several calls', 'tasks.get.many'],
  ])
})

test('the writes of several requests that share a commit are linked across their traces', async () => {
  const { server, ada, spans } = await traced()
  const others = await Promise.all(Array.from({ length: 5 }, () => server.signIn()))
  const write = (caller: typeof ada) => caller.rest('POST', caller.tasks, { json: { title: 'x' } })
  await Promise.all([ada, ...others].map(write))
  const all = await spans()
  const creates = named(all, 'task.create').filter(({ kind }) => kind === INTERNAL)
  expect(new Set(creates.map(({ traceId }) => traceId)).size).toBe(6)
  const shared = named(all, 'statements of several calls')
  expect(shared.length).toBeGreaterThan(0)
  // Each is the parent of its commit, or linked to it.
  const reached = new Set(
    shared.flatMap(({ parentSpanId, links = [] }) => [parentSpanId, ...links.map(({ spanId }) => spanId)]),
  )
  const alone = creates.filter(({ spanId }) => !reached.has(spanId))
  for (const { spanId } of alone) expect(all.some(({ parentSpanId }) => parentSpanId === spanId)).toBe(true)
  expect(alone.length).toBeLessThan(creates.length - 1)
  const commits = named(all, 'COMMIT').map((span) => pathTo(all, span).slice(0, 2))
  expect(new Set(commits.map(String))).toEqual(new Set(['POST /api/v1/:userId/tasks,task.create']))
})

test('a run of a job is a trace of its own, with its queries, linked to the request that enqueued it', async () => {
  const { server, collector, spans } = await traced()
  const failing = defineJob({
    name: 'failing',
    payload: z.strictObject({ word: z.string() }),
    run: async () => {
      throw new TypeError('a private word')
    },
  })
  const reports: string[] = []
  const { services, database } = server
  const workers = await startWorkers({
    services,
    database,
    jobs: [...jobs, failing],
    onEnd: ({ job, outcome }) => reports.push(`${job} ${outcome}`),
    onTrouble: () => {},
  })
  onTestFinished(() => workers.stop(0))
  await services.jobs.enqueue(services.db, failing, { word: 'a private word' })
  const email = `${uuidv7()}@example.com`
  const account = { email, name: 'Grace', password: PASSWORD }
  await rest(server.app, 'POST', '/api/v1/auth/register', { json: account })
  await expect.poll(() => reports).toEqual(expect.arrayContaining(['failing retry', 'send-welcome done']))
  await workers.stop(0)
  const all = await spans()

  const [register] = named(all, 'auth.register')
  const [mail] = named(all, 'job send-welcome')
  expect(mail).toMatchObject({
    kind: CONSUMER,
    links: [{ traceId: register?.traceId, spanId: register?.spanId }],
  })
  expect(mail?.traceId).not.toBe(register?.traceId)
  expect(mail?.parentSpanId ?? '').toBe('')
  expect(mail && attributesOf(mail)).toEqual({
    'tandem.job.name': 'send-welcome',
    'tandem.job.id': expect.any(String),
    'tandem.job.attempt': 1,
  })
  expect(all.some(({ kind, parentSpanId }) => kind === CLIENT && parentSpanId === mail?.spanId)).toBe(true)
  // Nothing that was traced enqueued it.
  const [failed] = named(all, 'job failing')
  expect(failed).toMatchObject({ status: { code: 2 } })
  expect(failed?.links ?? []).toEqual([])
  expect(failed && attributesOf(failed)['error.type']).toBe('TypeError')
  for (const word of [email, 'a private word']) expect(collector.text()).not.toContain(word)
})
