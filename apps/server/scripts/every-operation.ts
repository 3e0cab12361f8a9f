/**
 * Calls every operation of the REST API through a proxy that compares requests and answers with the OpenAPI document, and
 * fails where one is not what it says. What to call with comes from the `access.ts` of each resource, so a new resource is
 * called too. Arguments: the URL of the proxy, the port of the server that it stands before, and a folder for its data.
 */
import assert from 'node:assert/strict'
import { createDb } from '@tandem/db'
import { buildApp } from '../src/app.ts'
import { createServices } from '../src/boot/services.ts'
import { parseEnv } from '../src/env.ts'
import { type Credentials, signIn } from '../src/testing/caller.ts'
import { allProcedures, type Ids, type Procedure } from '../src/testing/procedures.ts'
import { credentialsFor, restRequest } from '../src/testing/requests/requests.ts'

const MISSING = '00000000-0000-7000-8000-000000000000'
const [proxyUrl = '', PORT = '', DATA_DIR = ''] = process.argv.slice(2)

const env = parseEnv({ PORT, DATA_DIR, LOG_LEVEL: 'warn', RATE_LIMIT_MAX: '0', RATE_LIMIT_AUTH_MAX: '0' })
const database = await createDb(undefined, { dataDir: env.DATA_DIR })
const log = { info() {}, warn() {} }
const services = await createServices({ env, database, secret: 'only for these calls, and long enough', log })
const app = await buildApp({ env, database, services })
const url = await app.listen({ host: '127.0.0.1', port: env.PORT })
const server = { app, url, services }

async function call(procedure: Procedure, params: Ids, fields: object, credentials: Credentials) {
  const { method, url: path, headers, json, form } = restRequest(procedure, params, { ...fields })
  const answer = await fetch(proxyUrl + path, {
    method,
    headers: {
      ...headers,
      ...credentials,
      ...(json !== undefined && { 'content-type': 'application/json' }),
    },
    ...(json !== undefined && { body: JSON.stringify(json) }),
    ...(form && { body: form }),
  })
  const violations = answer.headers.get('sl-violations')
  const text = await answer.text()
  const about = `${procedure.path}: ${method} ${path}: ${answer.status} ${text.slice(0, 500)}`
  assert.equal(violations, null, `${about}\n${violations}`)
  assert(answer.status < 500, about)
}

// The last administrator cannot be removed: with this one, none of the callers is the last.
await signIn(server, 'admin')
// A stream does not end, so the proxy would wait for its end.
const procedures = (await allProcedures()).filter(({ type }) => type !== 'subscription')
for (const procedure of procedures) {
  const caller = await signIn(server, procedure.role)
  const ids = await procedure.sample(caller)
  const credentials = await credentialsFor(procedure, caller)
  const params = { userId: caller.id, ...ids }
  // First of all what is not there, since the other call may delete what is.
  for (const name of procedure.params)
    await call(procedure, { ...params, [name]: MISSING }, procedure.fields(ids), credentials)
  await call(procedure, params, procedure.fields(ids), credentials)
}
process.stdout.write(`${procedures.length} operations answer what the document says\n`)

await app.close()
services.revocations.stop()
await services.answers.close()
await database.close()
