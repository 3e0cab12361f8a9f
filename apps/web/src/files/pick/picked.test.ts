import { expect, test } from 'vitest'
import { pastedFiles } from './picked.ts'

const AT = new Date(2026, 10, 9, 8, 5, 3)
const namesOf = (...files: File[]) => pastedFiles(files, AT).map(({ file }) => file.name)

test('a pasted image that is no file is named by the local time', () => {
  const image = (type: string, name: string) => new File(['x'], name, { type })
  expect(namesOf(image('image/png', 'image.png'), image('image/jpeg', ''))).toEqual([
    'Pasted image 2026-11-09 08.05.03.png',
    'Pasted image 2026-11-09 08.05.03.jpeg',
  ])
})

test('a pasted file keeps its name, and its bytes and type stay as they are', async () => {
  expect(namesOf(new File(['x'], 'photo.png', { type: 'image/png' }), new File(['x'], 'image.pdf'))).toEqual([
    'photo.png',
    'image.pdf',
  ])
  const [pasted] = pastedFiles([new File(['bytes'], 'image.png', { type: 'image/png' })], AT)
  expect([await pasted?.file.text(), pasted?.file.type]).toEqual(['bytes', 'image/png'])
})
