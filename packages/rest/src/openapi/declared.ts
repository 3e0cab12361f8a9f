import { TRPCError } from '@trpc/server'
import { getHTTPStatusCodeFromError } from '@trpc/server/http'
import type { ErrorDeclaration } from '../declared-errors.ts'
import type { Route } from '../route/route.ts'
import { pascalCase } from './discriminate.ts'
import type { SchemaRegistry } from './schemas.ts'
import type { JsonSchema } from './types.ts'

/** The declared errors of one status: what their answer is for, and the schemas of their bodies. */
export interface DeclaredAnswer {
  description: string
  bodies: JsonSchema[]
}

/** A route's declared errors by status. Each body is that of any error, with a constant `error` and the error's own `data`. */
export function declaredAnswers(
  { meta, operationId }: Route,
  problem: JsonSchema,
  schemas: SchemaRegistry,
): Map<number, DeclaredAnswer> {
  const answers = new Map<number, DeclaredAnswer>()
  for (const [name, declaration] of Object.entries(meta.errors?.declarations ?? {})) {
    const body = schemas.name(
      `${pascalCase(operationId)}${pascalCase(name.toLowerCase())}`,
      bodyOf(name, declaration),
      'output',
    )
    const status = getHTTPStatusCodeFromError(new TRPCError({ code: declaration.code }))
    const { description, bodies = [] } = answers.get(status) ?? {}
    answers.set(status, {
      description: description === undefined ? declaration.message : `${description}; ${declaration.message}`,
      bodies: [...bodies, body],
    })
  }
  return answers

  function bodyOf(name: string, { data, message }: ErrorDeclaration): JsonSchema {
    const error: JsonSchema = { type: 'string', const: name }
    const own: JsonSchema = {
      type: 'object',
      properties: { error, ...(data && { data: schemas.convert(data, 'output') }) },
      required: data ? ['error', 'data'] : ['error'],
    }
    return { description: message, allOf: [problem, own] }
  }
}
