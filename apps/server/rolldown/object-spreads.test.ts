import { readdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { objectSpreads } from './object-spreads.ts'

const transform = objectSpreads.transform as (code: string, id: string) => { code: string } | null
const trpc = path.dirname(createRequire(import.meta.url).resolve('@trpc/server'))

describe("tRPC's object spreads, as they are built", () => {
  it('are found, and mean what the language means by them', async () => {
    const files = (await readdir(trpc)).filter((file) => /^getErrorShape-.*\.mjs$/.test(file))
    const id = path.join(trpc, files[0] ?? '')
    const { code } = transform(await readFile(id, 'utf8'), id) ?? { code: '' }
    const source =
      /function _objectSpread2\([\s\S]*?\n\}\nfunction spreadInto[\s\S]*?\n\}\nfunction extended[\s\S]*?\n\}/.exec(
        code,
      )
    const spread = new Function(`${source?.[0]}\nreturn _objectSpread2`)()

    const symbol = Symbol('symbol')
    const proto = JSON.parse('{"__proto__":{"isAdmin":true},"a":1}')
    const samples = [
      {},
      { a: 1 },
      { b: undefined, a: 2 },
      { [symbol]: 1, c: 3 },
      proto,
      {
        get d() {
          return 4
        },
      },
      Object.create({ inherited: 1 }, { own: { value: 1, enumerable: true }, hidden: { value: 1 } }),
      false,
      null,
      undefined,
      'text',
    ]
    for (const a of samples) {
      for (const b of samples) {
        const two = spread(spread({}, a), b)
        expect(two).toStrictEqual({ ...a, ...b })
        expect(Object.getPrototypeOf(two)).toBe(Object.prototype)
        expect(Reflect.ownKeys(two)).toEqual(Reflect.ownKeys({ ...a, ...b }))
        for (const c of samples) expect(spread(spread({}, a), b, c)).toStrictEqual({ ...a, ...b, ...c })
      }
    }
  })

  it('stop the build where they are written in another way', () => {
    expect(() => transform('function _objectSpread2(a, b) {}', '/@trpc/server/dist/x.mjs')).toThrow(
      'another kind',
    )
    expect(transform('function _objectSpread2(a, b) {}', '/other/x.mjs')).toBe(null)
  })
})
