import { TRPCError } from '@trpc/server'
import type { FastifyRequest } from 'fastify'
import { compileCoercer } from '../input/coerce.ts'
import type { Input } from '../input/coerce-input.ts'
import type { Route } from '../route/route.ts'
import { fits, type Schema, takesMany } from '../route/shape.ts'
import { type EntityTag, parseEntityTags, taggedVersion, versionTag } from './entity-tag.ts'

/** Puts the versions in `If-Match` into an input. Returns false when the request has no condition. */
export type IfMatchReader = (req: FastifyRequest, input: Input) => boolean

/** Compiles the reading of `If-Match` before a call. Undefined for a GET, whose answer's own tag decides. */
export function compileIfMatch(route: Route): IfMatchReader | undefined {
  const { ifMatch } = route.meta
  if (ifMatch === undefined && route.method === 'GET' && !route.isEventStream) return undefined
  const setVersions = ifMatch === undefined ? neverMatches : versionSetter(ifMatch, route)
  return (req, input) => {
    const header = req.headers['if-match']
    if (header === undefined) return false
    const tags = readIfMatch(header)
    if (tags === '*') return false
    setVersions(tags, input)
    return true
  }
}

/** Parses an `If-Match` header. A malformed one is a 400, because ignoring it could lose an update. */
export function readIfMatch(header: string): '*' | EntityTag[] {
  const tags = parseEntityTags(header)
  if (!tags) throw new TRPCError({ code: 'BAD_REQUEST', message: 'The If-Match header is malformed' })
  return tags
}

/** The error of a condition that does not hold. */
export function preconditionFailed(): TRPCError {
  return new TRPCError({ code: 'PRECONDITION_FAILED', message: 'No entity tag in If-Match is current' })
}

// The route has no version to compare a tag with.
function neverMatches(): never {
  throw preconditionFailed()
}

function versionSetter(field: string, route: Route) {
  const schemas = route.shape.fields.get(field)?.schemas ?? []
  const coerce = versionCoercer(schemas)
  const accepts = (value: unknown) => schemas.every((schema) => fits(schema, value))
  const isList = schemas.every(takesMany)
  const acceptsNone = isList && accepts([])

  // Tags are compared as text: "1.0" is not the tag of version 1, although it is the same number.
  const versionOf = (tag: EntityTag): string[] => {
    const text = tag.weak ? undefined : taggedVersion(tag)
    if (text === undefined) return []
    const value = coerce(isList ? [text] : text)
    const [version] = [value].flat()
    return accepts(value) && versionTag(version)?.value === tag.value ? [text] : []
  }

  return (tags: EntityTag[], input: Input) => {
    const versions = tags.flatMap(versionOf)
    const [only] = versions
    if (only === undefined && !acceptsNone) throw preconditionFailed()
    if (isList) input[field] = coerce(versions)
    else if (versions.length === 1) input[field] = coerce(only)
    else throw new TRPCError({ code: 'BAD_REQUEST', message: 'If-Match takes a single entity tag here' })
  }
}

function versionCoercer(schemas: Schema[]) {
  const coercers = schemas.map((schema) => compileCoercer(schema, 'text'))
  return (text: unknown) => coercers.reduce((value, coercer) => coercer(value), text)
}
