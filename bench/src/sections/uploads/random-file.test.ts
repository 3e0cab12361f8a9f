import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { randomFile } from './random-file.ts'

test.each([4, 100_000, 1_048_576, 2_500_000])(
  'a file of %i bytes is a form with one file of exactly these bytes',
  async (bytes) => {
    const file = randomFile(bytes)
    const body = Buffer.concat([...file.form()])
    expect(body.length).toBe(Number(file.headers['content-length']))
    const form = await new Response(body, { headers: file.headers }).formData()
    expect([...form.keys()]).toEqual(['file'])
    const sent = form.get('file')
    if (!(sent instanceof Blob)) throw new Error('there is no file')
    const content = Buffer.from(await sent.arrayBuffer())
    expect(content.length).toBe(bytes)
    expect(content.toString('latin1', 0, 4)).toBe('%PDF')
    expect(createHash('sha256').update(content).digest('hex')).toBe(file.sha256)
  },
)

test('the form can be sent more than once', () => {
  const file = randomFile(1_500_000)
  expect(Buffer.concat([...file.form()]).equals(Buffer.concat([...file.form()]))).toBe(true)
})
