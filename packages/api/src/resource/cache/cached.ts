import { JSON_TEXT, jsonTextOf } from '@tandem/rest/json-text'
import type { Context } from '../../core/context.ts'
import { fingerprintOf } from '../../persistence/fingerprint.ts'
import type { ResourceTable } from '../table.ts'
import { declareKept, partitionOf } from './answers.ts'

interface CacheOptions {
  /** For how many seconds an answer is kept: a whole number from 1. */
  ttl: number
  /**
   * Other resources whose writes may change the answers: the parent, which takes its rows along, and those that rows refer to
   * where deleting one deletes or changes these. An owned resource can name owned ones only.
   */
  changedBy?: readonly string[]
}

interface Options {
  ctx: Context
  input: unknown
  path: string
}

/** Wraps the resolver of a query. */
export type Cached = <Opts extends Options, Output>(
  resolve: (opts: Opts) => Output | Promise<Output>,
) => (opts: Opts) => Promise<Output>

/** A longer answer is read each time. */
const MAX_JSON_LENGTH = 256 * 1024

/**
 * Keeps the answers of a resource's queries, for each user alone where the rows belong to users. Wrap their resolvers in what it
 * returns. All that guards a procedure comes before its resolver, and so before the cache. `writeOf` of the same resource, and
 * of those in `changedBy`, drops the answers. Wrap no resolver whose output is not JSON, or depends on more than the input, the
 * rows and, where they belong to users, the user.
 *
 * @throws Error for a `ttl` that is no number of seconds, or a nested resource that does not name its parent in `changedBy`
 */
export function cacheOf(
  name: string,
  { isOwned, parent, shown }: Pick<ResourceTable, 'isOwned' | 'parent' | 'shown'>,
  { ttl, changedBy = [] }: CacheOptions,
): Cached {
  if (!Number.isSafeInteger(ttl) || ttl < 1)
    throw new Error(`ttl of ${name}: must be a whole number of seconds from 1`)
  if (parent && changedBy.length === 0)
    throw new Error(
      `changedBy of ${name}: must name the resource of each ${parent.of.one}, with which its rows go`,
    )
  const kept = { name, isOwned, ttl }
  declareKept(kept, [name, ...changedBy])

  return (resolve) => async (opts) => {
    const { ctx, input, path } = opts
    const partition = partitionOf(kept, ctx.caller?.id)
    // With the fields of a row, because an answer of the version before may still be there after an update of the server.
    const key = (await fingerprintOf(`${path} ${shown}`, input)).toString('base64url')
    const found = await ctx.answers.find(partition, key)
    const now = ctx.clock().getTime()
    if (found?.answer && found.answer.expiresAt > now) return outputOf(found.answer.json)
    // Its entity tag is always that of its content: a tag of the resolver's own would be missing from a kept answer.
    const output = await resolve({ ...opts, ctx: { ...ctx, revalidate: undefined, hasIfNoneMatch: false } })
    const json: string | undefined = jsonTextOf(output) ?? JSON.stringify(output)
    if (json !== undefined && json.length <= MAX_JSON_LENGTH)
      found?.keep({ json, expiresAt: now + ttl * 1000 })
    return output
  }
}

/** An output with the text that it was kept as, so that the answer is the same to the byte, and so is its entity tag. */
function outputOf<Output>(json: string): Output {
  const output: Output = JSON.parse(json)
  return typeof output === 'object' && output !== null
    ? Object.defineProperty(output, JSON_TEXT, { value: json })
    : output
}
