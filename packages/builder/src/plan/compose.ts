import { Refusal } from '../refusal.ts'
import type { Rendering, Splice } from '../render/rendering.ts'
import type { Change } from './change.ts'
import { merge } from './merge.ts'

/** What stays although it would go, because somebody edited it. */
export interface Kept {
  path: string
  /** The part of a file of several owners: `model Note`. */
  part?: string
  /** Nobody has edited it, but something that stays needs it. */
  isNeeded?: boolean
}

export interface Composition {
  changes: Change[]
  kept: Kept[]
}

/** Reads a file of the project; undefined where there is none. */
export type Read = (path: string) => string | undefined

/**
 * What becomes of the project's files when a resource that was rendered as `before` is rendered as `after`: what nobody has
 * edited is replaced, and what somebody has is merged. Without an `after`, the resource goes.
 *
 * @throws Refusal where a file stands in the way
 */
export async function compose(
  before: Rendering | undefined,
  after: Rendering | undefined,
  read: Read,
): Promise<Composition> {
  const changes: Change[] = []
  const kept: Kept[] = []
  const paths = new Set([...(before?.files.keys() ?? []), ...(after?.files.keys() ?? [])])
  for (const path of paths) {
    const result = await composeFile({
      path,
      base: before?.files.get(path),
      next: after?.files.get(path),
      ours: read(path),
    })
    if (result === 'kept') kept.push({ path })
    else if (result) changes.push(result)
  }
  const registers = new Set(
    [...(before?.splices ?? []), ...(after?.splices ?? [])].map((splice) => splice.path),
  )
  for (const path of registers) {
    const result = await composeRegister(path, before?.splices ?? [], after?.splices ?? [], read)
    if (result.change) changes.push(result.change)
    kept.push(...result.kept)
  }
  return { changes, kept }
}

interface Versions {
  path: string
  base: string | undefined
  next: string | undefined
  ours: string | undefined
}

async function composeFile({ path, base, next, ours }: Versions): Promise<Change | 'kept' | undefined> {
  if (ours === undefined) {
    // A file that was written before and is gone was removed by hand.
    return next === undefined || base !== undefined
      ? undefined
      : { path, before: undefined, after: next, action: 'create' }
  }
  const own = unix(ours)
  if (next === undefined)
    return own === base ? { path, before: ours, after: undefined, action: 'edit' } : 'kept'
  if (own === next) return undefined
  if (base === undefined) throw new Refusal([`${path}: is there already, and the builder did not write it`])
  const { text, isConflict } = await merge({ ours: own, base, theirs: next })
  if (text === own) return undefined
  const action = isConflict ? 'conflict' : own === base ? 'edit' : 'merge'
  return { path, before: ours, after: withEndsOf(ours, text), action }
}

async function composeRegister(
  path: string,
  before: readonly Splice[],
  after: readonly Splice[],
  read: Read,
): Promise<{ change: Change | undefined; kept: Kept[] }> {
  const text = read(path)
  if (text === undefined) throw new Refusal([`${path}: is missing, and the resource has to be named there`])
  const old = before.filter((splice) => splice.path === path)
  const next = after.filter((splice) => splice.path === path)
  const kept: Kept[] = []
  let composed = text
  // Backwards, as the inverse of how they were inserted.
  for (const splice of old.toReversed().filter(({ key }) => !next.some((other) => other.key === key))) {
    if (isEdited(splice, composed)) kept.push({ path, part: splice.key })
    else composed = splice.remove(composed)
  }
  const actions: Change['action'][] = []
  for (const splice of next) {
    const spliced = await composeSplice(
      composed,
      old.find(({ key }) => key === splice.key),
      splice,
    )
    composed = spliced.text
    actions.push(spliced.action)
  }
  const action = (['conflict', 'merge'] as const).find((one) => actions.includes(one)) ?? 'edit'
  return { change: composed === text ? undefined : { path, before: text, after: composed, action }, kept }
}

/** Replaces what stands there by what is to stand there now. What somebody removed stays away. */
async function composeSplice(
  text: string,
  base: Splice | undefined,
  next: Splice,
): Promise<Pick<Change, 'action'> & { text: string }> {
  if (!base) return { text: next.insert(text), action: 'edit' }
  const range = next.find(text)
  if (!range) return { text, action: 'edit' }
  const ours = unix(text.slice(range.start, range.end))
  const merged = await merge({ ours, base: base.content, theirs: next.content })
  if (merged.text === ours) return { text, action: 'edit' }
  return {
    text: text.slice(0, range.start) + withEndsOf(text, merged.text) + text.slice(range.end),
    action: merged.isConflict ? 'conflict' : ours === base.content ? 'edit' : 'merge',
  }
}

/** Whether a splice stands there in another version than it was written. */
export function isEdited(splice: Splice, text: string): boolean {
  const range = splice.find(text)
  return range !== undefined && unix(text.slice(range.start, range.end)) !== splice.content
}

const unix = (text: string) => text.replaceAll('\r\n', '\n')

/** A text with the line ends of another. */
function withEndsOf(model: string, text: string): string {
  return model.includes('\r\n') ? unix(text).replaceAll('\n', '\r\n') : text
}
