import { expect, test } from 'vitest'
import { createCursorSigner } from './signer.ts'

const SECRET = 'a secret for tests that is long enough'
const signer = createCursorSigner(SECRET)
const TEXT = '["01980000-0000-7000-8000-000000000000","é 🦊",null]'
const signed = signer.sign(TEXT, 'tasks of Ada')

test('a signed text opens in its context, also in another process with the same secret', () => {
  expect(createCursorSigner(SECRET).open(signed, 'tasks of Ada')).toBe(TEXT)
  expect(signer.open(signer.sign('', ''), '')).toBe('')
})

test('it opens in no other context, also where a part of the context has moved into the text', () => {
  for (const context of ['', 'tasks of Bob', 'tasks of Ada ', 'tasks of Ad']) {
    expect(signer.open(signed, context)).toBeUndefined()
  }
  const shifted = signed.slice(0, 22) + Buffer.from(`a${TEXT}`).toString('base64url')
  expect(signer.open(shifted, 'tasks of Ad')).toBeUndefined()
})

test('nothing that was altered, shortened or lengthened opens', () => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_+/=. \0éŁ'
  const altered = new Set<string>()
  for (let at = 0; at <= signed.length; at++) {
    altered.add(signed.slice(0, at)).add(signed.slice(at))
    for (const character of alphabet) {
      altered.add(signed.slice(0, at) + character + signed.slice(at + 1))
      altered.add(signed.slice(0, at) + character + signed.slice(at))
    }
  }
  altered.delete(signed)
  expect(altered.size).toBeGreaterThan(10_000)
  for (const text of altered) expect(signer.open(text, 'tasks of Ada'), text).toBeUndefined()
})

test('what the previous secret signed opens, and what is signed anew needs the present one', () => {
  const present = 'a newer secret for tests that is long enough'
  const rotated = createCursorSigner(present, SECRET)
  expect(rotated.open(signed, 'tasks of Ada')).toBe(TEXT)
  expect(createCursorSigner(present).open(signed, 'tasks of Ada')).toBeUndefined()
  expect(createCursorSigner(present).open(rotated.sign(TEXT, ''), '')).toBe(TEXT)
  expect(signer.open(rotated.sign(TEXT, ''), '')).toBeUndefined()
})
