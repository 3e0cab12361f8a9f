import type { Caller } from '../core/caller.ts'
import type { Context } from '../core/context.ts'
import type { ResourceName, Scope } from '../core/scopes.ts'
import { openProcedure, resourceProcedure } from '../core/trpc.ts'

/**
 * Who may read or write the rows of a resource. Those of an owned resource are below `/{userId}`, which has to be the
 * caller's: there `user` is the same as `owner`, and `role:admin` is an owner who is an administrator.
 */
export type AccessLevel = 'owner' | 'user' | 'public' | 'role:admin'

/** What callers identify themselves with: an access token, or an API key. */
export type CredentialKind = 'jwt' | 'apiKey'

/** The access to a resource, in the words of the builder's specs. Default: the owner, with either credential. */
export interface ResourceAccess {
  read?: AccessLevel
  write?: AccessLevel
  credentials?: readonly CredentialKind[]
}

type Restricted = Exclude<AccessLevel, 'public'>
/** Without API keys a resource has no scopes. */
type ForSessions = { credentials: readonly ['jwt'] }
type OnCommit = (ctx: Context & { caller: Caller }) => void

/** A procedure that reads a resource. An API key needs the scope `<name>:read`. */
export function readOf(name: ResourceName, access?: ResourceAccess & { read?: Restricted }): Guarded
export function readOf(name: string, access: ResourceAccess & ForSessions & { read?: Restricted }): Guarded
export function readOf(name: string, access: ResourceAccess & { read: 'public' }): typeof openProcedure
export function readOf(name: string, { read, credentials }: ResourceAccess = {}) {
  return read === 'public' ? openProcedure : guarded(`${name}:read`, read, credentials)
}

/**
 * A procedure that writes a resource: `ctx.run` shares commits with other writes. An API key needs the scope
 * `<name>:write`. Wrap its resolver in `once`, so that an `Idempotency-Key` counts. `onCommit` is called after each call
 * that succeeded.
 */
export function writeOf(
  name: ResourceName,
  access?: ResourceAccess & { write?: Restricted },
  onCommit?: OnCommit,
): GuardedWrite
export function writeOf(
  name: string,
  access: ResourceAccess & ForSessions & { write?: Restricted },
  onCommit?: OnCommit,
): GuardedWrite
export function writeOf(
  name: string,
  access: ResourceAccess & { write: 'public' },
): ReturnType<typeof openWrite>
export function writeOf(name: string, { write, credentials }: ResourceAccess = {}, onCommit?: OnCommit) {
  return write === 'public'
    ? openWrite(name)
    : guardedWrite(name, guarded(`${name}:write`, write, credentials), onCommit)
}

type Guarded = ReturnType<typeof guarded>
type GuardedWrite = ReturnType<typeof guardedWrite>

function guarded(
  scope: string,
  level: Restricted = 'owner',
  credentials: readonly CredentialKind[] = ['jwt', 'apiKey'],
) {
  return resourceProcedure({
    // Where API keys are allowed, `readOf` and `writeOf` take the names only that have scopes.
    scope: credentials.includes('apiKey') ? (scope as Scope) : undefined,
    isForKeysOnly: !credentials.includes('jwt'),
    isForAdmins: level === 'role:admin',
  })
}

function openWrite(name: string) {
  return openProcedure.use(async ({ ctx, next }) => {
    const result = await next({ ctx: { run: runOf(ctx) } })
    await ctx.answers.dropChanged(name, ctx.caller?.id)
    return result
  })
}

function guardedWrite(name: string, procedure: Guarded, onCommit: OnCommit | undefined) {
  return procedure.use(async ({ ctx, next }) => {
    const result = await next({ ctx: { run: runOf(ctx) } })
    // After the commit, and after a failure too: it may have come after the commit. Before the news, whose readers would
    // find an older answer.
    await ctx.answers.dropChanged(name, ctx.caller.id)
    if (result.ok) onCommit?.(ctx)
    return result
  })
}

/** Writes of one caller that fail must not make others fail; without a caller they are those of an address. */
function runOf({ writesOf, caller, address }: Context) {
  return writesOf(caller?.id ?? address)
}
