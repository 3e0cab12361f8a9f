import { JSON_TEXT as ofTrpc } from '@tandem/fastify-trpc'
import { JSON_TEXT as ofRest } from '@tandem/rest'
import { expect, test } from 'vitest'

test('both adapters read the JSON of an output under the same key', () => {
  expect(ofTrpc).toBe(ofRest)
})
