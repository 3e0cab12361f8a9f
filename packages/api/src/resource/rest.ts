import type { RestRoute } from '@tandem/rest/meta'
import { pageLinks } from './links.ts'

type Meta = { openapi: RestRoute }

/**
 * The REST meta of a resource's procedures. `path` is that of its list, such as `/{userId}/tasks/{taskId}/comments`; `one`
 * is what a summary calls one of them. Spread and override where a procedure needs other words:
 * `{ openapi: { ...rest.list.openapi, summary: '…' } }`.
 */
export function restOf(path: `/${string}`, one: string) {
  const plural = path.slice(path.lastIndexOf('/') + 1)
  const a = /^[aeiou]/.test(one) ? `an ${one}` : `a ${one}`
  const route = (method: RestRoute['method'], at: `/${string}`, rest: Partial<RestRoute>): Meta => ({
    openapi: { method, path: at, protect: true, tags: [plural], ...rest },
  })
  const item = `${path}/{id}` as const
  // Beside the user's, a parameter names a parent, which may not be there.
  const isNested = path.split('{').length > 2
  const written = { etag: 'version', ifMatch: 'ifVersion', errorResponses: [404] }
  return {
    list: route('GET', path, {
      summary: `List ${plural}`,
      links: pageLinks,
      ...(isNested && { errorResponses: [404] }),
    }),
    get: route('GET', item, { summary: `Read ${a}`, etag: 'version', errorResponses: [404] }),
    create: route('POST', path, {
      summary: `Create ${a}`,
      successStatus: 201,
      etag: 'version',
      location: item,
      errorResponses: {
        ...(isNested && { 404: 'The parent is not there' }),
        409: `${a.charAt(0).toUpperCase()}${a.slice(1)} with this id exists already`,
      },
    }),
    replace: route('PUT', item, {
      summary: `Replace ${a}: fields left out return to their defaults`,
      ...written,
    }),
    update: route('PATCH', item, {
      summary: `Change some fields of ${a}: fields left out stay, null clears`,
      ...written,
    }),
    delete: route('DELETE', item, {
      summary: `Delete ${a}`,
      successStatus: 204,
      ifMatch: 'ifVersion',
      errorResponses: [404],
    }),
    /** An action on one of them: `POST …/{id}/<name>`. */
    action: (name: string, summary: string) => route('POST', `${item}/${name}`, { summary, ...written }),
    /** A read of the whole: `GET …/<name>`. */
    query: (name: string, summary: string) => route('GET', `${path}/${name}`, { summary }),
  }
}
