import { once } from 'node:events'
import { emitKeypressEvents } from 'node:readline'
import { PassThrough } from 'node:stream'
import { afterEach, expect, it } from 'vitest'
import { Keyboard } from './keyboard.ts'

let keyboard: Keyboard | undefined
afterEach(() => keyboard?.close())

/** A keyboard on a stream, and the next keys that it has. */
function open() {
  const input = new PassThrough()
  const opened = new Keyboard(input)
  keyboard = opened
  const keys: string[] = []
  opened.on('data', (key) => keys.push(String(key)))
  const until = async (count: number) => {
    while (keys.length < count) await once(opened, 'data')
    return keys
  }
  return { input, opened, until }
}

it('gives one key at a time, also of several bytes, also of several characters', async () => {
  const { input, until } = open()
  input.write('aé😀\r\x1b[A\x1b[3~\x1bOB')
  expect(await until(7)).toEqual(['a', 'é', '😀', '\r', '\x1b[A', '\x1b[3~', '\x1bOB'])
})

it('puts together a key that comes in pieces', async () => {
  const { input, until } = open()
  input.write('\x1b')
  input.write('[')
  input.write('B')
  input.write(Buffer.from('é').subarray(0, 1))
  input.write(Buffer.from('é').subarray(1))
  expect(await until(2)).toEqual(['\x1b[B', 'é'])
})

it('makes Escape alone the key that leaves a prompt, without leaving the interview', async () => {
  const { input, opened, until } = open()
  input.write('\x1b')
  expect(await until(1)).toEqual(['\x03'])
  expect(opened.interrupted.aborted).toBe(false)
})

it.each(['\x03', '\x04', 'typed\x03'])('is interrupted by %j', async (keys) => {
  const { input, opened, until } = open()
  input.write(keys)
  expect((await until(1)).at(-1)).toBeDefined()
  expect(opened.interrupted.aborted).toBe(true)
})

it('is interrupted by the end of input, and by a terminal that is gone', async () => {
  const ended = open()
  ended.input.end()
  expect(await ended.until(1)).toEqual(['\x03'])
  expect(ended.opened.interrupted.aborted).toBe(true)
  ended.opened.close()
  const gone = open()
  gone.input.destroy(new Error('EIO'))
  expect(await gone.until(1)).toEqual(['\x03'])
  expect(gone.opened.interrupted.aborted).toBe(true)
})

it('does not tell of keys that a prompt must not get', async () => {
  const { input, opened, until } = open()
  const heard: unknown[] = []
  opened.on('keypress', (key) => heard.push(key))
  emitKeypressEvents(opened)
  opened.ignored = ['a']
  input.write('abc')
  await until(3)
  await expect.poll(() => heard).toEqual(['b', 'c'])
})
