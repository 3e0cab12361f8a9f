import { BinaryReader } from 'wasmparser'

/** An instruction, with its place in the module. */
export interface Instruction {
  code: number
  blockType: { kind: number } | undefined
  /** What a branch leaves, as the number of frames within it that are open too. */
  brDepth: number | undefined
  brTable: number[] | undefined
  from: number
  to: number
}

/** A function in a module: where its length is written, then declarations of locals, then instructions. */
interface WasmFunction {
  lengthAt: number
  instructions: Instruction[]
}

// States of the reader, which it exports as a constant enum only, and a kind of section.
const BEGIN_SECTION = 3
const BEGIN_FUNCTION = 28
const END_FUNCTION = 31
const CODE_SECTION = 10

type Bytes = Uint8Array<ArrayBuffer>

/**
 * Changes functions of a WebAssembly module that take at least so many bytes. `change` gets the instructions of one and
 * answers them encoded, or nothing to leave it as it is.
 */
export function changeFunctions(
  wasm: Bytes,
  minBytes: number,
  change: (instructions: Instruction[]) => number[] | undefined,
): Bytes {
  const { reader, sectionAt } = codeSection(wasm)
  const { value: length, next: from } = decodeNumber(wasm, sectionAt + 1)
  const code: Uint8Array[] = []
  let copied = from
  for (const { lengthAt, instructions } of longFunctions(wasm, reader, minBytes)) {
    const [first, last] = [instructions[0], instructions.at(-1)]
    const changed = change(instructions)
    if (!first || !last || !changed) continue
    const locals = wasm.subarray(decodeNumber(wasm, lengthAt).next, first.from)
    const size = encodeNumber(locals.length + changed.length)
    code.push(wasm.subarray(copied, lengthAt), Uint8Array.of(...size, ...locals), Uint8Array.from(changed))
    copied = last.to
  }
  code.push(wasm.subarray(copied, from + length))
  const size = encodeNumber(code.reduce((sum, part) => sum + part.length, 0))
  const parts = [
    wasm.subarray(0, sectionAt + 1),
    Uint8Array.from(size),
    ...code,
    wasm.subarray(from + length),
  ]
  return new Uint8Array(Buffer.concat(parts))
}

/** Where the section with the functions begins, and a reader at its content. */
function codeSection(wasm: Bytes): { reader: BinaryReader; sectionAt: number } {
  const reader = new BinaryReader()
  reader.setData(wasm.slice().buffer, 0, wasm.length, true)
  for (let from = 0; reader.read() && !reader.error; from = reader.position) {
    if (reader.state === BEGIN_SECTION && (reader.result as { id: number }).id === CODE_SECTION)
      return { reader, sectionAt: from }
  }
  throw reader.error ?? new Error('a WebAssembly module without functions')
}

function* longFunctions(wasm: Bytes, reader: BinaryReader, minBytes: number): Generator<WasmFunction> {
  // The number of functions comes before the first.
  let lengthAt = decodeNumber(wasm, reader.position).next
  while (reader.read() && reader.state === BEGIN_FUNCTION) {
    const { value: length, next } = decodeNumber(wasm, lengthAt)
    if (length < minBytes) {
      reader.skipFunctionBody()
      reader.read()
    } else yield { lengthAt, instructions: instructionsOf(reader) }
    lengthAt = next + length
  }
  if (reader.error) throw reader.error
}

function instructionsOf(reader: BinaryReader): Instruction[] {
  const instructions: Instruction[] = []
  for (let from = reader.position; reader.read() && reader.state !== END_FUNCTION; from = reader.position) {
    if (reader.error) throw reader.error
    // Every instruction of the reader has these fields.
    const { code, blockType, brDepth, brTable } = reader.result as unknown as Instruction
    instructions.push({ code, blockType, brDepth, brTable, from, to: reader.position })
  }
  return instructions
}

/** A number as WebAssembly writes it (LEB128): seven bits a byte, the lowest first, and a bit that says whether more follow. */
export function encodeNumber(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...encodeNumber(value >>> 7)]
}

function decodeNumber(bytes: Uint8Array, at: number): { value: number; next: number } {
  let value = 0
  for (let next = at, shift = 0; ; next++, shift += 7) {
    const byte = bytes[next] ?? 0
    value |= (byte & 0x7f) << shift
    if (byte < 0x80) return { value, next: next + 1 }
  }
}
