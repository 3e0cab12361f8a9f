import { expect, test } from 'vitest'
import { spreadBranches } from './spread-branches.ts'
import { changeFunctions, encodeNumber, type Instruction } from './wasm-functions.ts'

interface WebAssemblyApi {
  instantiate(bytes: Uint8Array): Promise<{ instance: { exports: { f(choice: number): number } } }>
}
const webAssembly: WebAssemblyApi = Reflect.get(globalThis, 'WebAssembly')

const RULES = 1500
const I32 = 0x7f
const BLOCK = [0x02, 0x40]
const IF = [0x04, 0x40]
const LOOP = [0x03, 0x40]
const END = 0x0b
const branch = (depth: number) => [0x0c, ...encodeNumber(depth)]
const branchIf = (depth: number) => [0x0d, ...encodeNumber(depth)]
const choice = [0x20, 0]
/** Adds to the result, so that it tells every rule that ran. */
const add = (value: number) => [0x20, 1, 0x41, ...signed(value), 0x6a, 0x21, 1]
const addOne = add(1)

function signed(value: number): number[] {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signed(value >> 7)]
}

const section = (id: number, content: number[]) => [id, ...encodeNumber(content.length), ...content]

/**
 * A module whose function is laid out like a parser's: of as many rules as blocks, `choice` says the first that runs. Most go to the
 * end then; each tenth goes on with the next, each tenth leaves from within an `if`, each tenth from within a loop.
 */
function parser(rules: number): Uint8Array<ArrayBuffer> {
  const code: number[] = [...BLOCK]
  for (let i = 0; i < rules; i++) code.push(...BLOCK)
  const labels = Array.from({ length: rules + 1 }, (_, i) => i)
  code.push(...choice, 0x0e, ...encodeNumber(rules), ...labels.flatMap(encodeNumber), END)
  for (let rule = 0; rule < rules; rule++) {
    const around = rules - 1 - rule
    code.push(...add(rule + 1))
    if (rule % 10 === 1) code.push(...choice, ...branchIf(around))
    else if (rule % 10 === 2) code.push(...choice, ...IF, ...branch(around + 1), END)
    else if (rule % 10 === 3) code.push(...LOOP, ...BLOCK, ...branch(around + 2), END, END)
    else if (rule % 10 !== 0) code.push(...branch(around))
    code.push(END)
  }
  code.push(...addOne, 0x20, 1, END)
  const body = [1, 1, I32, ...code]
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 1, I32, 1, I32]),
    ...section(3, [2, 0, 0]),
    ...section(7, [1, 1, 'f'.charCodeAt(0), 0, 1]),
    ...section(10, [2, 4, 0, 0x20, 0, END, ...encodeNumber(body.length), ...body]),
  ])
}

/** How many branches leave the block that most leave. */
function busiest(wasm: Uint8Array<ArrayBuffer>): number {
  let most = 0
  changeFunctions(wasm, 0, (instructions) => {
    const left = new Map<Instruction, number>()
    const open: Instruction[] = []
    for (const instruction of instructions) {
      if (instruction.code >= 2 && instruction.code <= 4) open.push(instruction)
      else if (instruction.code === END) open.pop()
      const block = instruction.brDepth !== undefined && open.at(-1 - instruction.brDepth)
      if (block) left.set(block, (left.get(block) ?? 0) + 1)
    }
    most = Math.max(most, ...left.values())
    return undefined
  })
  return most
}

test('a function answers the same, and few branches leave each of its blocks', async () => {
  const before = parser(RULES)
  const after = spreadBranches(before)
  expect(busiest(before)).toBeGreaterThan(1000)
  expect(busiest(after)).toBeLessThan(100)
  const [old, changed] = await Promise.all([before, after].map((wasm) => webAssembly.instantiate(wasm)))
  for (let rule = 0; rule < RULES + 2; rule++)
    expect(changed?.instance.exports.f(rule), `rule ${rule}`).toBe(old?.instance.exports.f(rule))
})

test('a module in which no block is left by very many branches is refused', () => {
  expect(() => spreadBranches(parser(100))).toThrow('spread-branches.ts')
})
