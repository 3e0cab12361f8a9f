import type { Db } from '@tandem/db/types'
import type { TRPCClient } from '@trpc/client'
import type { AnyTRPCProcedure, inferProcedureInput, TRPCRouterRecord } from '@trpc/server'
import type { Scope } from '../core/scopes.ts'
import type { CredentialKind } from '../resource/procedures.ts'
import type { AppRouter } from '../router.ts'

/**
 * Who may call a procedure:
 * - `public`: anyone, without credentials.
 * - `session`: a signed-in user, about their own account; never an API key.
 * - `owner`: a user, below their own `/{userId}`, about rows of their own.
 * - `owning-admin`: the same, if the user is an administrator.
 * - `user`: any user, about rows that are shared.
 * - `admin`: an administrator.
 */
export type AccessClass = 'public' | 'session' | 'owner' | 'owning-admin' | 'user' | 'admin'

/** A signed-in user, as `sample` gets one. */
export interface AccessCaller {
  id: string
  trpc: TRPCClient<AppRouter>
  /** For rows that no procedure creates. */
  db: Db
  /** The same user with an API key of this scope, for resources that only API keys may write. */
  withKey(scope: Scope): Promise<TRPCClient<AppRouter>>
  /** Some administrator, for shared rows that only administrators may write. */
  admin(): Promise<AccessCaller>
}

type Fields = Record<string, unknown>
type Ids<Param extends string> = Record<Param, string>

/** Fields, or a function of the ids that `sample` returned. */
type OfIds<Param extends string, Value extends object> = Value | ((ids: Ids<Param>) => Value)

/** The fields of a procedure's input, without its path parameters: those come from `sample`. */
type Input<Procedure, Param extends string> = Procedure extends AnyTRPCProcedure
  ? WithoutParams<inferProcedureInput<Procedure>, Param>
  : never
type WithoutParams<Value, Param extends string> = Value extends object ? Omit<Value, Param> : never

/**
 * Test data that every resource has beside its router, in `access.ts`: who may call its procedures, and with what.
 * `Param` names the path parameters other than the caller's own `{userId}`, and `Also` further ids that calls need, such as those
 * that relations point to: `sample` returns both. The tests in `apps/server/src/contract`
 * read it, and prove isolation, equal answers from both APIs, resistance to hostile input and the scopes of API keys.
 */
export type Access<
  Router extends TRPCRouterRecord,
  Param extends string = never,
  Also extends string = never,
> = {
  class: AccessClass
  /** Procedures of another class than the rest. */
  except?: { [Name in keyof Router]?: AccessClass }
  /**
   * What they may be called with. Default: a token alone for `session` and `admin`, and for `owner`, `owning-admin` and `user` an
   * API key with the scope, too.
   */
  credentials?: readonly CredentialKind[]
  /** One valid input for each procedure. */
  calls: { [Name in keyof Router]: OfIds<Param | Also, Input<Router[Name], Param>> }
  /** Fields of answers that differ from sample to sample, such as one that no two rows may have alike. */
  varies?: readonly string[]
  /** Further inputs, valid or not, for which both APIs must give the same answer. They may name path parameters. */
  more?: { [Name in keyof Router]?: OfIds<Param | Also, Fields>[] }
} & ([Param | Also] extends [never] ? { sample?: Sample<never> } : { sample: Sample<Param | Also> })

/** Makes what the calls need, through the API, and returns the values of the path parameters. */
type Sample<Param extends string> = (caller: AccessCaller) => Promise<Ids<Param>>

/** An `Access` of any router, as the tests load it. */
export interface AnyAccess {
  class: AccessClass
  except?: Record<string, AccessClass | undefined>
  credentials?: readonly CredentialKind[]
  calls: Record<string, OfIds<string, Fields>>
  varies?: readonly string[]
  more?: Record<string, OfIds<string, Fields>[] | undefined>
  sample?: Sample<string>
}
