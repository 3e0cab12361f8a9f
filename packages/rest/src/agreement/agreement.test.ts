import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import fc from 'fast-check'
import fastify, { type FastifyInstance, type LightMyRequestResponse } from 'fastify'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openApiDocument } from '../openapi/document.ts'
import type { JsonSchema } from '../openapi/types.ts'
import { restPlugin } from '../plugin.ts'
import { createContext } from '../testing/test-app.ts'
import { anyJson, anyText, arbitraryOf } from './arbitrary.ts'
import { type Operation, operationsOf, requestOf, type Values } from './request.ts'
import { router } from './router.ts'

/** Few for each field, as there are many fields, and other values in each run of the tests. */
const RUNS = Math.ceil(6 / inject('oneIn'))
const document = openApiDocument(router, { title: 'Agreement', version: '1', prefix: '/api' })
const operations = operationsOf(document)

const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats(ajv)
const compiled = new Map<JsonSchema, ReturnType<typeof ajv.compile>>()

/** What a schema of the document finds wrong with a value. */
function mistakes(schema: JsonSchema, value: unknown) {
  const validate = compiled.get(schema) ?? ajv.compile({ allOf: [schema], components: document.components })
  compiled.set(schema, validate)
  return validate(value) ? [] : (validate.errors ?? [])
}

function resolve(ref: string): JsonSchema {
  const schema = document.components.schemas[ref.slice(ref.lastIndexOf('/') + 1)]
  if (!schema) throw new Error(`${ref} is not in the document`)
  return schema
}

/** Values that the document allows for an operation, in a body of this type. */
function valuesOf({ operation }: Operation, contentType?: string): fc.Arbitrary<Values> {
  const declared = (operation.parameters ?? []).filter((parameter) => parameter.in !== 'header')
  const parameters = declared.map(({ name, required, schema }) => {
    const value = arbitraryOf(schema, resolve)
    return [name, required ? value : fc.option(value, { nil: undefined })] as const
  })
  const body = bodySchema(operation, contentType)
  return fc.record({
    parameters: fc.record(Object.fromEntries(parameters)),
    body: body ? arbitraryOf(body, resolve) : fc.constant(undefined),
  })
}

function bodySchema({ requestBody }: Operation['operation'], contentType?: string): JsonSchema | undefined {
  return contentType === undefined ? undefined : requestBody?.content[contentType]?.schema
}

/** An answer must be one that the document has for the operation, with a body that its schema allows. */
function expectDocumented({ operation }: Operation, res: LightMyRequestResponse) {
  const declared = operation.responses[res.statusCode]
  if (!declared) return expect.fail(`${res.statusCode} is not documented: ${res.body}`)
  const name = '$ref' in declared ? declared.$ref.slice(declared.$ref.lastIndexOf('/') + 1) : ''
  const { content } = '$ref' in declared ? (document.components.responses[name] ?? {}) : declared
  if (!content) return expect(res.body).toBe('')
  const type = String(res.headers['content-type']).split(';')[0] ?? ''
  const media = content[type] ?? content[type.replace(/\/.*/, '/*')]
  if (!media) return expect.fail(`${type} is not documented`)
  const value = type.endsWith('json') ? res.json() : res.body
  expect(mistakes(media.schema, value), res.body).toEqual([])
}

interface Case {
  name: string
  operation: Operation
  type: string | undefined
}

const cases = operations.flatMap((operation): Case[] => {
  const types = Object.keys(operation.operation.requestBody?.content ?? {})
  if (types.length === 0) return [{ name: operation.name, operation, type: undefined }]
  return types.map((type) => ({ name: `${operation.name} (${type})`, operation, type }))
})

let app: FastifyInstance
beforeAll(async () => {
  app = fastify()
  await app.register(restPlugin<typeof router>, { prefix: '/api', router, createContext })
})
afterAll(() => app.close())

it('has enough procedures', () => {
  expect(operations.length).toBeGreaterThan(20)
})

describe('what the document allows is accepted, and answered as it says', () => {
  it.each(cases.map((given) => [given.name, given] as const))('%s', async (_, { operation, type }) => {
    await fc.assert(
      fc.asyncProperty(valuesOf(operation, type), async (values) => {
        const request = await requestOf(operation, values, type)
        const res = await app.inject(request)
        expect(res.statusCode, `${request.url} ${String(request.payload)} ${res.body}`).toBeLessThan(300)
        expectDocumented(operation, res)
      }),
      { numRuns: RUNS },
    )
  })
})

/** A field of a request, with its schema, and where it is. */
interface Place {
  name: string
  schema: JsonSchema
  isRequired: boolean
  isText: boolean
  isIn: 'path' | 'query' | 'body'
}

function placesOf({ operation }: Operation, type: string | undefined): Place[] {
  const parameters = (operation.parameters ?? []).flatMap(
    ({ name, required = false, schema, in: place }): Place[] =>
      place === 'header' || name === 'parameters'
        ? []
        : [{ name, schema, isRequired: required, isText: true, isIn: place }],
  )
  const declared = bodySchema(operation, type)
  const { properties = {}, required = [] } = declared?.$ref ? resolve(declared.$ref) : (declared ?? {})
  const isText = type !== 'application/json'
  const isBodyRequired = operation.requestBody?.required === true
  const fields = Object.entries(properties).map(([name, schema]): Place => {
    return { name, schema, isRequired: isBodyRequired && required.includes(name), isText, isIn: 'body' }
  })
  return [...parameters, ...fields]
}

const isAllowed = (schema: JsonSchema, value: unknown) => mistakes(schema, value).length === 0

const scalar = /^(?:true|false|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)$/

/** What the README lets a text stand for: itself, a number, a boolean, or a list of one. */
function readings(text: string): unknown[] {
  const values = scalar.test(text) ? [text, JSON.parse(text)] : [text]
  return [...values, ...values.map((value) => [value])]
}

/** JSON as the server may read it: bigints and what `z.coerce` takes may be text. */
function lenient(value: unknown): unknown {
  if (typeof value === 'string') return scalar.test(value) ? JSON.parse(value) : value
  if (Array.isArray(value)) return value.map(lenient)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, lenient(held)]))
}

function isWrong({ schema, isText, isIn }: Place, value: unknown): boolean {
  if (!isText) return !isAllowed(schema, value) && !isAllowed(schema, lenient(value))
  const text = String(value)
  // Another path would be asked for.
  if (isIn === 'path' && !/\w/.test(text)) return false
  return !readings(text).some((reading) => isAllowed(schema, reading))
}

/** Values that the document does not allow in a place, and none at all where one is required. */
function wrong(place: Place): fc.Arbitrary<unknown> {
  const tried: fc.Arbitrary<unknown> = place.isText ? anyText : anyJson
  const value = tried.filter((value) => isWrong(place, value))
  const isMissing = place.isRequired && place.isIn !== 'path'
  return isMissing ? fc.oneof({ arbitrary: value, weight: 4 }, fc.constant(undefined)) : value
}

/** Whether some value of those that are tried is wrong in a place: any text is right where text is wanted. */
function hasWrong(place: Place): boolean {
  const tried: fc.Arbitrary<unknown> = place.isText ? anyText : anyJson
  return fc.sample(tried, { numRuns: 50, seed: 1 }).filter((value) => isWrong(place, value)).length > 5
}

describe('what the document does not allow is refused, and the field is named', () => {
  const places = cases.flatMap((given) =>
    placesOf(given.operation, given.type)
      .filter(hasWrong)
      .map((place) => [`${given.name}: ${place.name}`, given, place] as const),
  )

  it.each(places)('%s', async (_, { operation, type }, place) => {
    await fc.assert(
      fc.asyncProperty(valuesOf(operation, type), wrong(place), async ({ parameters, body }, value) => {
        const values =
          place.isIn === 'body'
            ? { parameters, body: { ...Object(body), [place.name]: value } }
            : { parameters: { ...parameters, [place.name]: value }, body }
        const request = await requestOf(operation, values, type)
        const res = await app.inject(request)
        const sent = `${request.url} ${String(request.payload)} ${res.body}`
        expect(res.statusCode, sent).toBe(422)
        const named: unknown[] = res.json().issues.map(({ path }: { path: unknown[] }) => path[0])
        expect(named, sent).toContain(place.name)
        expectDocumented(operation, res)
      }),
      { numRuns: RUNS },
    )
  })
})
