import { appRouter, ERROR_STATUS, type Meta } from '@tandem/api'
import { type OpenApiVersion, openApiDocument } from '@tandem/rest'
import { basePathOf } from './base-path.ts'
import { REST_PREFIX } from './prefixes.ts'
import { problem } from './problem.ts'

const RETRY_AFTER = { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' } } }

/** Sessions may call everything that is not for API keys alone, API keys only procedures with scopes. */
function securityOf(meta: unknown) {
  const { isForKeysOnly, scopes } = meta as Meta
  return [...(isForKeysOnly ? [] : [{ oauth2: [] }, { bearer: [] }]), ...(scopes ? [{ apiKey: [] }] : [])]
}

/** A requirement of an API key cannot name scopes in every version of OpenAPI. */
function describeScopes(meta: unknown): string | undefined {
  const { scopes } = meta as Meta
  return scopes && `An API key needs ${scopes.map((scope) => `\`${scope}\``).join(' and ')}.`
}

/** The procedure `task.list` is the operation `taskList`, which generated clients have as a method. */
function camelCase(procedure: string): string {
  return procedure.replace(/\.(.)/g, (_, first: string) => first.toUpperCase())
}

/** Where a server is that was started without settings: the committed document names it. */
export const DEFAULT_APP_URL = 'http://127.0.0.1:3000'

const ERROR_CODES = Object.fromEntries(Object.entries(ERROR_STATUS).map(([code, status]) => [status, [code]]))

interface DocumentOptions {
  /** Where people reach the server, without a slash at the end. */
  appUrl?: string
  version?: OpenApiVersion
}

/** The groups of operations, by the plural of their resource. */
const TAGS = [
  { name: 'admin', description: 'All users, for administrators' },
  { name: 'auth', description: 'Accounts and tokens' },
  { name: 'comments', description: 'Your comments' },
  { name: 'files', description: 'Files of your tasks' },
  { name: 'projects', description: 'Your projects' },
  { name: 'tasks', description: 'Your tasks' },
  { name: 'users', description: 'Your account' },
]

/** The OpenAPI document, derived from the procedures. */
export function openApi({ appUrl = DEFAULT_APP_URL, version = '3.1.0' }: DocumentOptions = {}) {
  const tokenUrl = `${basePathOf(appUrl)}${REST_PREFIX}/auth/token`
  return openApiDocument(appRouter, {
    openapi: version,
    title: 'Tandem',
    version: '1.0.0',
    contact: { name: 'Tandem' },
    license: { name: 'MIT', url: 'https://opensource.org/license/mit' },
    servers: [{ url: appUrl }],
    description:
      'A task backend that is defined once and served twice. What is here under `/api/v1` is the tRPC router at `/trpc`: ' +
      'the same validation, the same isolation, the same errors.',
    prefix: REST_PREFIX,
    contextParams: {
      userId: {
        description: 'Your own user id; any other is answered 403',
        schema: { type: 'string', format: 'uuid' },
      },
    },
    operationId: camelCase,
    securitySchemes: {
      oauth2: {
        type: 'oauth2',
        description: 'Sign in with your e-mail address as the username',
        flows: { password: { tokenUrl, refreshUrl: tokenUrl, scopes: {} } },
      },
      bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
      apiKey: {
        type: 'apiKey',
        in: 'header',
        name: 'X-API-Key',
        description: 'A key from `/users/me/api-keys`, with the scopes named',
      },
    },
    security: securityOf,
    describe: describeScopes,
    commonErrors: [429, 500, 503],
    commonHeaders: {
      RateLimit: { description: 'What is left of the limits that apply', schema: { type: 'string' } },
      'RateLimit-Policy': { description: 'The limits that apply', schema: { type: 'string' } },
      'X-Request-Id': { description: 'Names this request in the log', schema: { type: 'string' } },
    },
    errorHeaders: { 429: RETRY_AFTER, 503: RETRY_AFTER },
    errorSchema: problem,
    errorCodes: ERROR_CODES,
    tags: TAGS,
  })
}

/** The document as text, as it is committed and served. */
export function openApiJson(options?: DocumentOptions): string {
  return `${JSON.stringify(openApi(options), null, 2)}\n`
}
