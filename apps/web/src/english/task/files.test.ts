import { expect, test } from 'vitest'
import { explainFailure, files, kindOf } from './files.ts'

const refused = (status: number, message: string, issues?: { path: string[]; message: string }[]) =>
  explainFailure({ reason: 'refused', problem: { status, error: 'ERROR', message, issues } })

test('what the server refuses is explained, with its numbers in words', () => {
  expect(refused(413, 'A file has at most 10485760 bytes')).toBe('This file is too large: 10 MB at most')
  expect(refused(413, 'Payload Too Large')).toBe('This file is too large')
  expect(refused(409, 'A task has at most 20 files')).toContain('at most 20 files')
  expect(
    refused(409, 'Your files have at most 1073741824 bytes together, those of deleted tasks included'),
  ).toContain('at most 1 GB')
  expect(refused(422, 'Invalid', [{ path: ['file'], message: 'must have a name' }])).toBe(
    'The file must have a name',
  )
  expect(refused(503, 'secret')).not.toContain('secret')
})

test.each([
  ['image/png', 'PNG image'],
  ['text/plain', 'Text'],
  ['application/vnd.openxmlformats-officedocument.wordprocessingml.document', 'Document'],
  ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'Spreadsheet'],
  ['application/vnd.oasis.opendocument.presentation', 'Presentation'],
])('%s is called “%s”', (type, kind) => {
  expect(kindOf(type)).toBe(kind)
})

test('the name of a pasted image has the local time, in two digits each', () => {
  expect(files.pasted(new Date(2026, 0, 2, 3, 4, 5))).toBe('Pasted image 2026-01-02 03.04.05')
})
