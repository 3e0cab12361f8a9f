// What a program outside the workspace does with the packed client, on the server whose root is given.
import assert from 'node:assert/strict'
import { type AppRouter, createClient, type TandemClient, type Tokens } from '@tandem/client'
import { parseLine } from '@tandem/client/quick-add'
import { nextOccurrence } from '@tandem/client/recurrence'
import { createTaskInput } from '@tandem/client/schemas'
import { createClient as createSocketClient } from '@tandem/client/websocket'
import { type inferRouterOutputs, TRPCError } from '@trpc/server'

type Task = inferRouterOutputs<AppRouter>['task']['get']

const [, , url = ''] = process.argv
const account = { email: `${crypto.randomUUID()}@example.com`, password: 'correct horse battery' }
const tandem = createClient({ url, auth: account })
await tandem.auth.register.mutate({ ...account, name: 'Ada' })

// @ts-expect-error: a type that had become `any` would take this.
createTaskInput.safeParse({ title: 'x' }).data?.nonsense
// @ts-expect-error: as above, for the router.
const wrong = () => tandem.task.create.mutate({ titel: 'x' })
assert.equal(typeof wrong, 'function')
assert.equal(createTaskInput.safeParse({ title: '' }).success, false)

const line = { now: new Date('2026-06-15T12:00:00Z'), timeZone: 'Europe/Berlin', locale: 'en-GB' }
const { draft } = parseLine('Buy milk 16/06 5pm #home', line)
assert.deepEqual([draft.title, draft.dueAt, draft.tags], ['Buy milk', '2026-06-16T15:00:00.000Z', ['home']])
// @ts-expect-error: as above.
assert.equal(draft.nonsense, undefined)

const weekly = {
  dueAt: null,
  dueOn: '2026-12-07',
  recurrence: 'FREQ=WEEKLY',
  recurrenceFrom: 'due',
  recurrenceAnchor: null,
} as const
const clock = { now: new Date('2026-12-07T12:00:00Z'), timeZone: 'UTC' }
assert.equal(nextOccurrence(weekly, clock)?.dueOn, '2026-12-14')

const created: Task = await tandem.task.create.mutate({ title: 'Buy milk' })
const listed = await Promise.all(Array.from({ length: 50 }, () => tandem.task.list.query()))
for (const { data } of listed) assert.deepEqual(data, [created])

await subscribeFrom(tandem, '0', created.id)
await refresh()
await tandem.close()
await assert.rejects(tandem.task.list.query(), { name: 'TRPCClientError' })
// The one class of tRPC's errors, and not a copy.
assert.equal(new TRPCError({ code: 'CONFLICT' }).code, 'CONFLICT')

async function subscribeFrom(client: TandemClient, lastEventId: string, expected: string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const subscription = client.task.onChange.subscribe(
      { lastEventId },
      {
        onData: ({ data }) => {
          if (data.type !== 'upsert' || data.task.id !== expected) return
          subscription.unsubscribe()
          resolve()
        },
        onError: reject,
      },
    )
  })
}

/** A session opened elsewhere, whose access token is refused: it is refreshed once, and the new pair handed over. */
async function refresh(): Promise<void> {
  const { refresh_token } = await tandem.auth.token.mutate({
    grant_type: 'password',
    username: account.email,
    password: account.password,
  })
  const renewed: Tokens[] = []
  const other = createClient({
    url,
    auth: {
      tokens: { access: 'expired', refresh: refresh_token },
      onTokens: (tokens) => void renewed.push(tokens),
    },
  })
  const answers = await Promise.all(Array.from({ length: 30 }, () => other.user.me.query()))
  assert.ok(answers.every(({ email }) => email === account.email))
  assert.equal(renewed.length, 1)
  await subscribeFrom(other, '0', created.id)
  await other.close()
  await follow(renewed[0]?.access)
}

/** The session is kept elsewhere, and the subscription is over a WebSocket. */
async function follow(access: string | undefined): Promise<void> {
  let current: string | undefined = 'expired'
  const client = createSocketClient({
    url,
    auth: {
      accessToken: async (refused) => {
        if (refused === current) current = access
        return current
      },
    },
  })
  await subscribeFrom(client, '0', created.id)
  const answers = await Promise.all(Array.from({ length: 30 }, () => client.user.me.query()))
  assert.ok(answers.every(({ email }) => email === account.email))
  await client.close()
}
