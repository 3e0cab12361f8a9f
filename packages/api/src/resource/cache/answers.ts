import type { AnswerStore } from './store.ts'

/** A resource whose answers are kept. */
export interface KeptResource {
  name: string
  /** Kept for each user alone: the rows belong to users. */
  isOwned: boolean
  /** Whole seconds. */
  ttl: number
}

/** For each resource, those whose answers its writes may change. Routers fill it when they are loaded. */
const changedBy = new Map<string, KeptResource[]>()

/** Declares that answers of a resource are kept, and the resources, itself among them, whose writes may change them. */
export function declareKept(kept: KeptResource, changing: readonly string[]): void {
  for (const name of new Set(changing)) changedBy.set(name, [...(changedBy.get(name) ?? []), kept])
}

/** The longest time for which answers of any resource are kept, in seconds: 0 where none are. */
export function longestTtl(): number {
  return Math.max(0, ...[...changedBy.values()].flat().map(({ ttl }) => ttl))
}

/** Where the answers of a resource are kept. The owner is the id of a user, from their credentials. */
export function partitionOf({ name, isOwned }: KeptResource, owner: string | undefined): string {
  if (!isOwned) return name
  if (owner === undefined) throw new Error(`The ${name} belong to users, and this call has none`)
  return `${name} ${owner}`
}

/** The answers that the server keeps. No method rejects: without a store every answer is read. */
export interface Answers extends Pick<AnswerStore, 'find' | 'close'> {
  /** Drops what a committed write to a resource may have changed. Undefined where nothing is kept that it could change. */
  dropChanged(resource: string, owner: string | undefined): Promise<void> | undefined
  /** Drops all that is kept for a user. */
  dropOwner(owner: string): Promise<void>
}

export function createAnswers(store: AnswerStore): Answers {
  return {
    find: store.find,
    close: store.close,
    dropChanged: (resource, owner) => {
      const kept = changedBy.get(resource)
      return kept && store.drop(kept.map((one) => partitionOf(one, owner)))
    },
    dropOwner: (owner) => {
      const owned = [...changedBy.values()].flat().filter(({ isOwned }) => isOwned)
      return store.drop([...new Set(owned.map((one) => partitionOf(one, owner)))])
    },
  }
}
