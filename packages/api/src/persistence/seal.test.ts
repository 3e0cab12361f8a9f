import { expect, test } from 'vitest'
import { createSeal } from './seal.ts'

const seal = createSeal('a secret for tests that is long enough')

test.each(['', 'x', 'e\u0301 🦊 \0\r\n', 'long '.repeat(10_000)])(
  '%j can be decrypted, also by another process with the same secret',
  (text) => {
    expect(seal.open(seal.close(text))).toBe(text)
    expect(createSeal('a secret for tests that is long enough').open(seal.close(text))).toBe(text)
  },
)

test('the ciphertext reveals neither the text nor that two texts are equal', () => {
  const [one, two] = [seal.close('a title'), seal.close('a title')]
  expect(Buffer.from(one).includes('title')).toBe(false)
  expect(Buffer.from(one).equals(two)).toBe(false)
})

test('ciphertext of the previous secret can be decrypted, and what is encrypted anew needs the present one', () => {
  const present = 'a newer secret that is long enough'
  const rotated = createSeal(present, 'a secret for tests that is long enough')
  expect(rotated.open(seal.close('text'))).toBe('text')
  expect(createSeal(present).open(rotated.close('text'))).toBe('text')
  expect(() => seal.open(rotated.close('text'))).toThrow()
})

test('ciphertext that was changed, truncated or made with another secret is refused', () => {
  const sealed = seal.close('text')
  for (const at of sealed.keys()) {
    const changed = Uint8Array.from(sealed)
    changed[at] = 1 ^ (sealed[at] ?? 0)
    expect(() => seal.open(changed), `byte ${at}`).toThrow()
    expect(() => seal.open(sealed.subarray(0, at)), `cut at ${at}`).toThrow()
  }
  expect(() => createSeal('another secret that is long enough').open(sealed)).toThrow()
  expect(seal.open(sealed)).toBe('text')
})
