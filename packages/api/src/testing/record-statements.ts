import type { Db } from '@tandem/db/types'
import type { Services } from '../core/services.ts'

/** The database of these services, which also names what it is asked: models with their methods, and the text of raw SQL. */
export function recordStatements(services: Services): { services: Services; statements: string[] } {
  const statements: string[] = []
  const recorded: Services = {
    ...services,
    db: record(services.db, statements),
    transact: (queue, work, options) =>
      services.transact(queue, (tx, ...within) => work(record(tx, statements), ...within), options),
  }
  return { services: recorded, statements }
}

function record(db: Db, statements: string[]): Db {
  return new Proxy(db, {
    get(target, name: keyof Db) {
      const member = target[name]
      if (typeof member === 'function')
        return noted(target, member, ([text]) => `${String(name)} ${textOf(text)}`)
      if (typeof member !== 'object' || member === null) return member
      return new Proxy(member, {
        get: (model, method: string) =>
          noted(model, Reflect.get(model, method), () => `${String(name)}.${method}`),
      })
    },
  })

  function noted(target: object, member: unknown, nameOf: (values: unknown[]) => string) {
    if (typeof member !== 'function') return member
    return (...values: unknown[]) => {
      statements.push(nameOf(values))
      return member.apply(target, values)
    }
  }
}

function textOf(sql: unknown): string {
  return Array.isArray(sql) ? sql.join('?') : String(sql)
}
