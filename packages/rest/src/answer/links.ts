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
  const path = linkable(start === -1 ? url : url.slice(0, start))
  const asked = start === -1 ? [] : url.slice(start + 1).split('&')
  const links = Object.entries(relations).map(([relation, changes]) => {
    const kept = asked.filter((parameter) => parameter !== '' && !Object.hasOwn(changes, nameIn(parameter)))
    const given = Object.entries(changes).filter(([, value]) => value !== null)
    const query = [...kept.map(linkable), ...given.map(formatParameter)].join('&')
    return `<${path}${query && `?${query}`}>; rel="${relation}"`
  })
  return links.length > 0 ? links.join(', ') : undefined
}

/** The client chose the URL: escape what could end the URI reference or the header. */
function linkable(text: string): string {
  return text.replace(/[^\x21\x24-\x3b\x3d\x3f-\x7e]/gu, encodeURIComponent)
}

/** The name of a parameter as a query has it, however it is escaped. */
function nameIn(parameter: string): string {
  const end = parameter.indexOf('=')
  const name = end === -1 ? parameter : parameter.slice(0, end)
  return /[%+]/.test(name) ? (new URLSearchParams(name).keys().next().value ?? '') : name
}

function formatParameter([name, value]: [string, unknown]): string {
  return `${encodeURIComponent(name)}=${encodeURIComponent(String(value).toWellFormed())}`
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
