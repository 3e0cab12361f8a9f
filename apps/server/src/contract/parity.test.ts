import { beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { type TestApp, testApp } from '../testing/app.ts'
import type { Caller } from '../testing/caller.ts'
import { allProcedures, type Fields, type Ids, type Procedure } from '../testing/procedures.ts'
import { credentialsFor, restRequest, send, trpcRequest } from '../testing/requests/requests.ts'

const MISSING = '01980000-0000-7000-8000-000000000000'
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g

const procedures = (await allProcedures()).filter(({ type }) => type !== 'subscription')

let server: TestApp

beforeAll(async () => {
  server = await testApp()
  // The last administrator cannot be removed. With this one, none of the callers is the last.
  await server.signIn('admin')
})

type Case = [name: string, input: (ids: Ids) => Fields]

/** The valid input, the further inputs, and missing and malformed ids. */
function casesOf(procedure: Procedure): Case[] {
  const { params, input } = procedure
  const placeholders = Object.fromEntries(params.map((name) => [name, `{${name}}`]))
  const more = procedure
    .more(placeholders)
    .map(
      (fields, i): Case => [
        JSON.stringify(fields).replaceAll(UUID, '{new}'),
        (ids) => ({ ...pick(ids, params), ...procedure.more(ids)[i] }),
      ],
    )
  return [
    ['a valid input', input],
    ...more,
    ...params.flatMap((name): Case[] => [
      [`a ${name} that is missing`, (ids) => ({ ...input(ids), [name]: MISSING })],
      [`a ${name} that is malformed`, (ids) => ({ ...input(ids), [name]: 'x' })],
    ]),
  ]
}

describe.each(procedures)('$path is the same over REST and tRPC', (procedure) => {
  test.each(casesOf(procedure))('with %s', async (_, inputOf) => {
    const prepare = async () => {
      const caller = await server.signIn(procedure.role)
      return { caller, ids: await procedure.sample(caller) }
    }
    // Shared rows are in the answers to everyone, so what is made for the second call would be in its answer alone.
    const both = procedure.type === 'query' && !procedure.isPrivate ? await prepare() : undefined
    const outcomes = []
    for (const call of [overRest, overTrpc]) {
      const { caller, ids } = both ?? (await prepare())
      const outcome = await call(procedure, inputOf(ids), caller)
      // Exactly the declared fields, no more and no fewer.
      if (outcome.data !== undefined && !isMedia(procedure)) {
        expect(outputOf(procedure).parse(outcome.data ?? undefined)).toEqual(outcome.data ?? undefined)
      }
      // Bytes over REST are a record over tRPC.
      if (isMedia(procedure) && !outcome.error) outcome.data = undefined
      outcomes.push(
        comparable(outcome, [...Object.values(ids), caller.id, caller.sessionId], procedure.varies),
      )
    }
    expect(outcomes[0]).toEqual(outcomes[1])
  })
})

/** Whether the answer over REST is no JSON. */
const isMedia = ({ route }: Procedure) => route.responseType !== undefined

/** The declared output, even if it is not checked on every call. */
function outputOf({ path, def }: Procedure): z.ZodType {
  const { output } = def as { output?: z.ZodType | { schema: z.ZodType } }
  if (!output) throw new Error(`${path} declares no output`)
  return 'schema' in output ? output.schema : output
}

interface Outcome {
  data?: unknown
  error?: { status: number; error: unknown; message: string; issues?: { path: unknown[]; message: string }[] }
}

async function overRest(procedure: Procedure, input: Fields, caller: Caller): Promise<Outcome> {
  const params = { userId: caller.id, ...input }
  const { status, body } = await send(
    server.app,
    restRequest(procedure, params, omit(input, procedure.params)),
    await credentialsFor(procedure, caller),
  )
  if (status < 400) return { data: body }
  const { error, message, issues, error_description } = body
  return {
    error: {
      status,
      error: error_description ? 'BAD_REQUEST' : error,
      message: message ?? error_description,
      issues,
    },
  }
}

async function overTrpc(procedure: Procedure, input: Fields, caller: Caller): Promise<Outcome> {
  const credentials = await credentialsFor(procedure, caller)
  const { status, body } = await send(server.app, trpcRequest(procedure, input), credentials)
  if (status < 400) return { data: body.result.data }
  const { message, data } = body.error
  return { error: { status: data.httpStatus, error: data.error, message, issues: data.issues } }
}

/**
 * Without what differs between two callers (ids, addresses, times, and what `access.ts` says) and between the APIs (REST lists unknown fields first,
 * and says whether they were in the body or the query).
 */
function comparable({ data, error }: Outcome, own: string[], varies: readonly string[]): unknown {
  const issues = error?.issues?.toSorted((a, b) => String(a.path).localeCompare(String(b.path)))
  const message = issues ? 'the issues in one line' : error?.message
  const text = own.reduce(
    (all, value) => all.replaceAll(value, 'OWN'),
    JSON.stringify({ data, ...error, message, issues }, (name, value) =>
      varies.includes(name) && value !== null ? 'VARIES' : value,
    ),
  )
  return JSON.parse(
    text
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
      .replaceAll(UUID, 'ID')
      .replaceAll(/"tdm_[\w-]+"/g, '"KEY"')
      .replaceAll(/\/calendar\/[\w-]{43}\.ics/g, 'CALENDAR')
      .replaceAll(/Unrecognized (key|body field|query parameter)/g, 'Unrecognized'),
  )
}

function pick(fields: Fields, names: string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => names.includes(name)))
}

function omit(fields: Fields, names: string[]): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)))
}
