import type { Run } from '@tandem/db/types'
import { uuidv7 } from 'uuidv7'
import type { ListContext, ListRows } from './list/list.ts'
import type { Scope } from './list/list-statement.ts'
import type { Changes, IfVersion, Key, Store } from './store.ts'

/** What calls need of a procedure's context. */
export interface CallContext {
  run: Run
  user: { id: string }
}

/** An input without other fields: one that is neither a column nor a filter does not compile. */
export type Only<Input, Field extends PropertyKey> = Input & Record<Exclude<keyof Input, Field>, never>

/**
 * The calls of a resource by key, each with a procedure's `ctx` and `input`. The owner is always the caller. The rest of the
 * key and the fields of the row come from the input.
 */
export function callsOf<Row, Fields extends object, Parent extends string>(
  store: Store<Row, Fields, Parent>,
) {
  type Target = Record<'id' | Parent, string>
  type Write = Target & { ifVersion?: IfVersion }
  type Create = Record<Parent, string> & { id?: string | undefined } & Fields
  type Fixed = keyof Fields | 'id' | 'ifVersion' | Parent
  const keyOf = ({ user }: CallContext, target: object) => ({ ...target, userId: user.id }) as Key<Parent>

  return {
    get: (ctx: CallContext, input: Target) => store.get(ctx.run, keyOf(ctx, input)),
    create: <Input extends Create>(ctx: CallContext, input: Only<Input, Exclude<Fixed, 'ifVersion'>>) =>
      store.create(ctx.run, keyOf(ctx, { ...input, id: input.id ?? uuidv7() }), input),
    replace: <Input extends Write & Fields>(ctx: CallContext, input: Only<Input, Fixed>) =>
      store.write(ctx.run, keyOf(ctx, input), input.ifVersion, input),
    update: <Input extends Write & Changes<Fields>>(ctx: CallContext, input: Only<Input, Fixed>) =>
      store.write(ctx.run, keyOf(ctx, input), input.ifVersion, input),
    delete: (ctx: CallContext, input: Write) => store.remove(ctx.run, keyOf(ctx, input), input.ifVersion),
  }
}

/** The call of a list, in the same form. It resolves to the page. */
export function listCallOf<Query extends object, Row, Page, Parent extends string>(
  list: ListRows<Query, Row, Page, Parent>,
) {
  return async <Input extends Query & Record<Parent, string>>(
    ctx: CallContext & ListContext & { clock: () => Date },
    input: Only<Input, keyof Query | Parent>,
  ) => {
    const scope = { ...input, userId: ctx.user.id } as Scope<Parent>
    const { page } = await list(ctx, scope, input, ctx.clock())
    return page
  }
}
