import type { Run } from '@tandem/db/types'
import { uuidv7 } from 'uuidv7'
import type { ListContext, ListRows } from './list/list.ts'
import type { Scope } from './list/list-statement.ts'
import type { Changes, IfVersion, Key, Store } from './store.ts'

/** What calls need of a procedure's context: the user only where rows belong to one. */
export type CallContext<Field extends string = 'userId'> = { run: Run } & ('userId' extends Field
  ? { user: { id: string } }
  : unknown)

/** An input without other fields: one that is neither a column nor a filter does not compile. */
export type Only<Input, Field extends PropertyKey> = Input & Record<Exclude<keyof Input, Field>, never>

/**
 * The calls of a resource by key, each with a procedure's `ctx` and `input`. An owner is always the caller. The rest of the
 * key and the fields of the row come from the input.
 */
export function callsOf<Row, Fields extends object, Field extends string>(store: Store<Row, Fields, Field>) {
  type Ctx = CallContext<Field>
  type Parent = Exclude<Field, 'userId'>
  type Target = Record<'id' | Parent, string>
  type Write = Target & { ifVersion?: IfVersion }
  type Create = Record<Parent, string> & { id?: string | undefined } & Fields
  type Fixed = keyof Fields | 'id' | 'ifVersion' | Parent
  const keyOf = (ctx: Ctx, target: object) => scopeOf(ctx, target) as Key<Field>

  return {
    get: (ctx: Ctx, input: Target) => store.get(ctx.run, keyOf(ctx, input)),
    /** Within a transaction: the row as it is, and as it stays until another statement of the same transaction changes it. */
    lock: (ctx: Ctx, input: Target) => store.lock(ctx.run, keyOf(ctx, input)),
    create: <Input extends Create>(ctx: Ctx, input: Only<Input, Exclude<Fixed, 'ifVersion'>>) =>
      store.create(ctx.run, keyOf(ctx, { ...input, id: input.id ?? uuidv7() }), input),
    replace: <Input extends Write & Fields>(ctx: Ctx, input: Only<Input, Fixed>) =>
      store.write(ctx.run, keyOf(ctx, input), input.ifVersion, input),
    update: <Input extends Write & Changes<Fields>>(ctx: Ctx, input: Only<Input, Fixed>) =>
      store.write(ctx.run, keyOf(ctx, input), input.ifVersion, input),
    delete: (ctx: Ctx, input: Write) => store.remove(ctx.run, keyOf(ctx, input), input.ifVersion),
  }
}

/** The call of a list, in the same form. It resolves to the page. */
export function listCallOf<Query extends object, Row, Page, Field extends string>(
  list: ListRows<Query, Row, Page, Field>,
) {
  return async <Input extends Query & Record<Exclude<Field, 'userId'>, string>>(
    ctx: CallContext<Field> & ListContext & { clock: () => Date },
    input: Only<Input, keyof Query | Exclude<Field, 'userId'>>,
  ) => {
    const { page } = await list(ctx, scopeOf(ctx, input) as Scope<Field>, input, ctx.clock())
    return page
  }
}

/** The input with the caller as the owner. Statements of shared rows do not read it, and there may be no caller. */
function scopeOf(ctx: { user?: { id: string } } | object, input: object): object {
  return { ...input, userId: 'user' in ctx ? ctx.user?.id : undefined }
}
