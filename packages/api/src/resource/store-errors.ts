import {
  constraintOf,
  isCheckViolation,
  isDataException,
  isForeignKeyViolation,
  isUniqueViolation,
  referringTable,
} from '@tandem/db/errors'
import { TRPCError } from '@trpc/server'
import { accountGone, invalidInput, notFound } from '../core/errors.ts'
import type { ResourceTable } from './table.ts'
import { withArticle } from './words.ts'

/** What a caller is told when a row cannot be read or written. */
export function errorsOf(table: ResourceTable) {
  const { name, one, isOwned, columns, parent, unique, relations, checks, hasTrash } = table
  const computed = Object.keys(columns).filter((field) => columns[field]?.isComputed)
  const conflict = (message: string) => new TRPCError({ code: 'CONFLICT', message })
  const taken = (field: string, more = '') =>
    conflict(`${isOwned ? 'You have' : 'There is'} ${withArticle(one)} with this ${field} already${more}`)
  const idTaken = () => taken('id', hasTrash ? ', if only a deleted one' : '')
  const noParent = () => (parent ? notFound(parent.of.one) : accountGone())

  /** A row that another refers to is not there: one that the caller named, the account, or a parent that was deleted meanwhile. */
  function missing(constraint: string): TRPCError {
    const relation = relations[constraint]
    if (relation) return invalidInput([relation.field], `there is no such ${relation.one}`)
    return constraint === `${name}_user_id_fkey` ? accountGone() : noParent()
  }

  function ofWrite(error: unknown): unknown {
    const constraint = constraintOf(error) ?? ''
    if (isUniqueViolation(error)) {
      const field = unique[constraint]
      return field === undefined ? idTaken() : taken(field)
    }
    if (isForeignKeyViolation(error)) return missing(constraint)
    const check = isCheckViolation(error) ? checks[constraint] : undefined
    if (check) return invalidInput([check.field], check.message)
    if (computed.length > 0 && isDataException(error))
      return invalidInput([], `${computed.join(' or ')} cannot be computed from these values`)
    return error
  }

  function ofRemoval(error: unknown): unknown {
    if (!isForeignKeyViolation(error)) return error
    const dependants = referringTable(error)?.replaceAll('_', ' ') ?? 'other rows'
    return conflict(`The ${one} cannot be deleted while ${dependants} refer to it`)
  }

  return {
    notFound: () => notFound(one),
    idTaken,
    noParent,
    versionChanged: (version: number) =>
      new TRPCError({
        code: 'PRECONDITION_FAILED',
        message: `The ${one} has changed: its version is ${version} now`,
      }),
    rethrowWrite: (error: unknown): never => {
      throw ofWrite(error)
    },
    rethrowRemoval: (error: unknown): never => {
      throw ofRemoval(error)
    },
  }
}
