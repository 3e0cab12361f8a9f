import { changeFunctions, encodeNumber, type Instruction } from './wasm-functions.ts'

/** Node's own, which TypeScript declares in its `dom` library only. */
const webAssembly: { validate(bytes: Uint8Array): boolean } = Reflect.get(globalThis, 'WebAssembly')

/** How many branches may leave one block. The second busiest block of PGlite has 173. */
const MANY = 1000

/** A block is added for so many levels: about the root of the 2,055 of PGlite's parser, so that few are added and few branches leave each. */
const LEVELS = 45

const BLOCK = 0x02
const LOOP = 0x03
const IF = 0x04
const END = 0x0b
const BRANCH = 0x0c
/** The type of a block without parameters and results, in a module and as the reader says it. */
const NO_VALUES = 0x40
const NO_VALUES_READ = -64

/**
 * Rewrites WebAssembly so that V8 can optimise a function in which thousands of branches leave one block. PostgreSQL's
 * parser is such: each of its rules ends with a branch to the same place. V8 13.6 (Node 24) takes 604 MB and two seconds
 * for it, and both grow with the square of the branches (decision 39). Rewritten, most of them leave blocks within that block.
 * @throws Error where there is no such function, or the outcome is not valid
 */
export function spreadBranches(wasm: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  let isFound = false
  // A branch takes two bytes.
  const spread = changeFunctions(wasm, 2 * MANY, (instructions) => {
    const busy = busyBlock(instructions)
    if (!busy) return undefined
    isFound = true
    return new Spreading(busy, wasm).encode(instructions)
  })
  if (!isFound) throw new Error('no block is left by very many branches: see spread-branches.ts')
  if (!webAssembly.validate(spread)) throw new Error('spread-branches.ts made WebAssembly that is not valid')
  return spread
}

/** The instruction that opens a block which very many branches leave. */
function busyBlock(instructions: Instruction[]): Instruction | undefined {
  const branches = new Map<Instruction, number>()
  const open: Instruction[] = []
  for (const instruction of instructions) {
    if (opens(instruction)) open.push(instruction)
    else if (instruction.code === END) open.pop()
    else if (instruction.brDepth !== undefined) {
      const block = open.at(-1 - instruction.brDepth)
      if (block) branches.set(block, (branches.get(block) ?? 0) + 1)
    }
  }
  return [...branches].find(([block, count]) => isPlainBlock(block) && count > MANY)?.[0]
}

/** What `end` ends: the function itself, what an instruction opens, or a block that was added. */
type Frame = Instruction | 'the function' | { isAdded: true }

/**
 * Encodes the instructions of a function with blocks added in the busy one: at each 45th level `outer { inner { … } rest }` becomes
 * `outer { added { inner { … } rest; leave outer } leave busy }`, and what left the busy block from within leaves the added one.
 */
class Spreading {
  readonly #encoded: number[] = []
  /** The open ones, the innermost last. */
  readonly #frames: Frame[] = ['the function']
  readonly #busy: Instruction
  readonly #wasm: Uint8Array

  constructor(busy: Instruction, wasm: Uint8Array) {
    this.#busy = busy
    this.#wasm = wasm
  }

  encode(instructions: Instruction[]): number[] {
    for (const instruction of instructions) {
      const { code, brDepth, brTable, from, to } = instruction
      if (brDepth !== undefined) this.#branch(code, this.#nearest(this.#framed(brDepth)))
      else if (brTable) {
        const depths = brTable.map((depth) => this.#depthOf(this.#framed(depth)))
        this.#encoded.push(code, ...[depths.length - 1, ...depths].flatMap(encodeNumber))
      } else {
        if (opens(instruction)) this.#open(instruction)
        else if (code === END) this.#end()
        this.#encoded.push(...this.#wasm.subarray(from, to))
      }
    }
    return this.#encoded
  }

  #open(instruction: Instruction): void {
    const { code } = instruction
    const isLevel = this.#frames.length % LEVELS === 0 && this.#frames.includes(this.#busy)
    if (isLevel && code === BLOCK && isPlainBlock(this.#frames.at(-1))) {
      this.#frames.push({ isAdded: true })
      this.#encoded.push(BLOCK, NO_VALUES)
    }
    this.#frames.push(instruction)
  }

  /** Before the end of what is around an added block, that block ends. */
  #end(): void {
    if (isAdded(this.#frames.at(-1))) {
      this.#branch(BRANCH, this.#frames.at(-2))
      this.#encoded.push(END)
      this.#frames.pop()
      this.#branch(BRANCH, this.#busy)
    }
    this.#frames.pop()
  }

  #branch(code: number, target: Frame | undefined): void {
    this.#encoded.push(code, ...encodeNumber(this.#depthOf(target)))
  }

  /** What a branch of the original leaves. */
  #framed(depth: number): Frame | undefined {
    let left = depth
    return this.#frames.findLast((frame) => !isAdded(frame) && left-- === 0)
  }

  /** What a branch that leaves a frame leaves now. */
  #nearest(target: Frame | undefined): Frame | undefined {
    return (target === this.#busy && this.#frames.findLast(isAdded)) || target
  }

  #depthOf(target: Frame | undefined): number {
    return this.#frames.length - 1 - this.#frames.lastIndexOf(target as Frame)
  }
}

function opens({ code }: Instruction): boolean {
  return code === BLOCK || code === LOOP || code === IF
}

function isPlainBlock(frame: Frame | undefined): boolean {
  return (
    typeof frame === 'object' &&
    'code' in frame &&
    frame.code === BLOCK &&
    frame.blockType?.kind === NO_VALUES_READ
  )
}

function isAdded(frame: Frame | undefined): boolean {
  return typeof frame === 'object' && 'isAdded' in frame
}
