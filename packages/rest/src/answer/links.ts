import { TRPCError } from '@trpc/server'
import type { FastifyReply } from 'fastify'
import type { RestRoute } from '../meta.ts'

/** Compiles a `location` template. Output fields fill it before path parameters. Undefined when a value is missing. */
export function compileLocation(template: string, prefix: string) {
  return (output: unknown, params: Record<string, string>): string | undefined => {
    let isComplete = true
    const path = template.replace(/\{([^}]+)\}/g, (_, name: string) => {
      const value = own(output, name) ?? own(params, name)
      if (value === undefined || value === null) isComplete = false
      return encodeURIComponent(String(value).toWellFormed())
    })
    return isComplete ? prefix + path : undefined
  }
}

/** The `Link` header (RFC 8288) for relations that are given as changes to the query of the request's URL. */
export function formatLinks(
  relations: ReturnType<NonNullable<RestRoute['links']>>,
  url: string,
): string | undefined {
  const start = url.indexOf('?')
  // The client chose the path: escape what could end the URI reference or the header.
  const path = (start === -1 ? url : url.slice(0, start)).replace(
    /[^\x21\x23-\x3b\x3d\x3f-\x7e]/gu,
    encodeURIComponent,
  )
  const query = start === -1 ? '' : url.slice(start)
  const links = Object.entries(relations).map(([relation, changes]) => {
    const search = new URLSearchParams(query)
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) search.delete(name)
      else search.set(name, String(value))
    }
    const changed = search.toString()
    return `<${path}${changed ? `?${changed}` : ''}>; rel="${relation}"`
  })
  return links.length > 0 ? links.join(', ') : undefined
}

/**
 * Sets where a redirect leads, unless `location` or the application has: to the URL that is the output.
 *
 * @throws {TRPCError} when nothing says where.
 */
export function setRedirect(procedure: string, reply: FastifyReply, output: unknown): void {
  if (reply.hasHeader('location')) return
  if (typeof output !== 'string' && !(output instanceof URL)) {
    const message = `${procedure} is a redirect, and returned no URL`
    throw new TRPCError({ code: 'INTERNAL_SERVER_ERROR', message })
  }
  // A header cannot hold every character that text can.
  reply.header(
    'location',
    String(output)
      .toWellFormed()
      .replace(/[^\x21-\x7e]/gu, encodeURIComponent),
  )
}

/** An own field of a value, if it is an object that has it. */
export function own(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return (value as Record<string, unknown>)[name]
}
