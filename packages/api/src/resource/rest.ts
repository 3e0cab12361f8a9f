import type { RestRoute } from '@tandem/rest/meta'
import { cacheControlOf } from './cache/cache-control.ts'
import { pageLinks } from './list/links.ts'
import { MAX_WHOLE } from './list/list-statement.ts'
import type { AccessLevel, ResourceAccess } from './procedures.ts'
import type { ResourceTable } from './table.ts'
import { capitalized, withArticle } from './words.ts'

/** Those by key take no turn: `ctx.run` gathers their reads and groups their writes. A list takes its own. */
type Meta = { openapi: RestRoute; turn?: 'calls' | 'scans' | 'none'; ignoresSignal?: true }

type Described = Pick<
  ResourceTable,
  'columns' | 'hasTrash' | 'isOwned' | 'isRestricted' | 'name' | 'one' | 'parent' | 'unique'
>

/**
 * The REST meta of a resource's procedures. `path` is that of its list, such as `/{userId}/tasks/{taskId}/comments`. Spread
 * and override where a procedure needs other words: `{ openapi: { ...rest.list.openapi, summary: '…' } }`. `read` and `write`
 * are those of `readOf` and `writeOf`. `cacheControl` is the header of what list and get answer: `private, max-age=60`.
 */
export function restOf(
  path: `/${string}`,
  table: Described,
  { read, write, cacheControl }: ResourceAccess & { cacheControl?: string } = {},
) {
  const { hasTrash, isOwned, isRestricted, one, parent, unique } = table
  checkPath(path, isOwned, [read, write])
  const cached = cacheControl !== undefined && { cacheControl: cacheControlOf(table, cacheControl) }
  const tag = path.slice(path.lastIndexOf('/') + 1)
  const plural = tag.replaceAll('-', ' ')
  const a = withArticle(one)
  const route = (method: RestRoute['method'], at: `/${string}`, rest: Partial<RestRoute>): Meta => ({
    openapi: {
      method,
      path: at,
      protect: (method === 'GET' ? read : write) !== 'public',
      tags: [tag],
      ...rest,
    },
  })
  const byKey = (...to: Parameters<typeof route>): Meta => ({ ...route(...to), turn: 'none' })
  const item = `${path}/{id}` as const
  const noParent = parent && { 404: `There is no such ${parent.of.one}` }
  const underParent = noParent && { errorResponses: noParent }
  const noRow = parent ? `There is no such ${one}, or no such ${parent.of.one}` : `There is no such ${one}`
  const notThere = parent ? { 404: noRow } : [404]
  const taken = Object.values(unique)
  const written = {
    etag: 'version',
    ifMatch: 'ifVersion',
    errorResponses:
      taken.length > 0
        ? { 404: noRow, 409: `Another ${one} has this ${taken.join(' or ')} already` }
        : notThere,
  }
  const listed = (description: string, links?: RestRoute['links']): Meta => ({
    ...route('GET', path, {
      summary: `List ${plural}`,
      description,
      ...(links && { links }),
      ...cached,
      ...underParent,
    }),
    turn: 'none',
    ignoresSignal: true,
  })
  const aPage = `A page of ${isOwned ? 'your' : 'the'} ${plural}.`
  return {
    list: listed(`${aPage} \`Link\` and the cursor in the answer lead to the next.`, pageLinks),
    /** A list with offsets only. */
    listByOffset: listed(`${aPage} \`Link\` leads to the next.`, pageLinks),
    /** A list without pages. */
    listWhole: listed(
      `All ${isOwned ? 'your' : 'the'} ${plural}, at most ${MAX_WHOLE}: with more, filters have to narrow them down.`,
    ),
    get: {
      ...byKey('GET', item, {
        summary: `Read ${a}`,
        description: 'Its version is the `ETag`, for `If-None-Match` and `If-Match`.',
        etag: 'version',
        ...cached,
        errorResponses: notThere,
      }),
      ignoresSignal: true,
    },
    create: byKey('POST', path, {
      summary: `Create ${a}`,
      description:
        'A client may choose the id. With an `Idempotency-Key` the request can be repeated safely.',
      successStatus: 201,
      etag: 'version',
      location: item,
      errorResponses: {
        ...noParent,
        409: `${capitalized(a)} with this ${['id', ...taken].join(' or ')} exists already`,
      },
    }),
    replace: byKey('PUT', item, {
      summary: `Replace ${a}`,
      description: 'Fields left out return to their defaults.',
      ...written,
    }),
    update: byKey('PATCH', item, {
      summary: `Change some fields of ${a}`,
      description: 'Fields left out stay as they are, and null clears.',
      ...written,
    }),
    delete: byKey('DELETE', item, {
      summary: `Delete ${a}`,
      description: hasTrash ? `It can be restored for 30 days.` : 'It cannot be undone.',
      successStatus: 204,
      ifMatch: 'ifVersion',
      errorResponses: isRestricted
        ? { 404: noRow, 409: `Other rows refer to the ${one}, and must not lose it` }
        : notThere,
    }),
    /** An action on one of them: `POST …/{id}/<name>`. */
    action: (name: string, summary: string, description: string) =>
      byKey('POST', `${item}/${name}`, { summary, description, ...written }),
    /** A read of the whole: `GET …/<name>`. */
    query: (name: string, summary: string, description: string): Meta => ({
      ...route('GET', `${path}/${name}`, { summary, description, ...underParent }),
      turn: 'scans',
    }),
  }
}

/** The rows of a user are below their own path, where nobody else gets in: what is open, or shared, is elsewhere. */
function checkPath(path: string, isOwned: boolean, access: (AccessLevel | undefined)[]): void {
  if (isOwned !== path.startsWith('/{userId}/'))
    throw new Error(`${path}: rows with an owner are below /{userId}, and shared rows are not`)
  if (isOwned && access.includes('public')) throw new Error(`${path}: rows with an owner are not public`)
}
