import { type NamesOf, namesOf, plural as pluralOf } from './names.ts'
import {
  type Access,
  type ActionSpec,
  type CacheSpec,
  CREDENTIALS,
  type Credential,
  type FieldSpec,
  OPERATIONS,
  type Operation,
  type Pagination,
  type Spec,
} from './spec.ts'

/** A spec with every default filled in and every name derived: what renderers read. */
export interface Resource {
  names: NamesOf
  /** The resource that rows are nested under. */
  parent: NamesOf | undefined
  operations: readonly Operation[]
  actions: readonly ActionSpec[]
  fields: readonly FieldSpec[]
  /** Rows belong to a user and live under `/{userId}`. */
  isOwned: boolean
  read: Access
  write: Access
  credentials: readonly Credential[]
  pagination: Pagination
  cache: CacheSpec
  /** The web app has a page for it. */
  hasPage: boolean
  /** It is there, written by hand, and the fields are those that it gains. */
  isExtension: boolean
}

/** Fills in the defaults of a spec. `pluralOfParent` is needed where the parent has a plural of its own. */
export function resourceOf(spec: Spec, pluralOfParent?: string): Resource {
  const { access = {}, parent } = spec
  const { read = 'owner', write = 'owner', credentials = CREDENTIALS } = access
  return {
    names: namesOf(spec.name, spec.plural ?? pluralOf(spec.name)),
    parent: parent === undefined ? undefined : namesOf(parent, pluralOfParent ?? pluralOf(parent)),
    operations: spec.operations ?? OPERATIONS,
    actions: spec.actions ?? [],
    fields: spec.fields,
    isOwned: read === 'owner' || write === 'owner',
    read,
    write,
    credentials,
    pagination: spec.pagination ?? 'cursor',
    cache: spec.cache ?? 'none',
    hasPage: spec.page ?? false,
    isExtension: false,
  }
}
