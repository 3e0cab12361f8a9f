import { appRouter } from '@tandem/api'
import { openApiDocument } from '@tandem/rest'
import { problem } from './problem.ts'

/** The OpenAPI 3.1 document, derived from the procedures that serve it. */
export function openApi() {
  return openApiDocument(appRouter, {
    title: 'Tandem',
    version: '1.0.0',
    description:
      'A task backend that is defined once and served twice. What is here under `/api/v1` is the tRPC router at `/trpc`: ' +
      'the same validation, the same isolation, the same errors.',
    prefix: '/api/v1',
    contextParams: {
      userId: {
        description: 'Your own user id; any other is answered 403',
        schema: { type: 'string', format: 'uuid' },
      },
    },
    securitySchemes: {
      oauth2: {
        type: 'oauth2',
        description: 'Sign in with your e-mail address as the username',
        flows: { password: { tokenUrl: '/api/v1/auth/token', refreshUrl: '/api/v1/auth/token', scopes: {} } },
      },
      bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
    },
    security: [{ oauth2: [] }, { bearer: [] }],
    commonErrors: [500, 503],
    commonHeaders: {
      'X-Request-Id': { description: 'Names this request in the log', schema: { type: 'string' } },
    },
    errorHeaders: { 503: { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' } } } },
    errorSchema: problem,
    tags: [
      { name: 'auth', description: 'Accounts and tokens' },
      { name: 'tasks', description: 'Your tasks' },
      { name: 'users', description: 'Your account' },
    ],
  })
}

/** The document as it is committed and served. */
export function openApiJson(): string {
  return `${JSON.stringify(openApi(), null, 2)}\n`
}
