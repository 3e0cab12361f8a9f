import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'

interface Attribute {
  key: string
  value: { stringValue?: string; intValue?: number | string }
}

export interface CollectedSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  kind: number
  attributes: Attribute[]
  links?: { traceId: string; spanId: string }[]
  status: { code?: number }
  startTimeUnixNano: string
  endTimeUnixNano: string
}

interface Exported {
  resourceSpans: { resource: { attributes: Attribute[] }; scopeSpans: { spans: CollectedSpan[] }[] }[]
}

/** A collector that takes OTLP as JSON over HTTP, until the test ends. */
export async function startCollector() {
  const bodies: string[] = []
  const collector = { status: 200, refused: 0 }
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk)
    const isTraces = req.url === '/v1/traces' && req.headers['content-type'] === 'application/json'
    if (isTraces && collector.status === 200) bodies.push(Buffer.concat(chunks).toString())
    if (collector.status !== 200) collector.refused++
    res.writeHead(isTraces ? collector.status : 404, { 'content-type': 'application/json' }).end('{}')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const exported = () => bodies.map((body): Exported => JSON.parse(body))
  return Object.assign(collector, {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Everything that it was sent, as it was sent. */
    text: () => bodies.join('\n'),
    spans: () => exported().flatMap(({ resourceSpans }) => resourceSpans.flatMap(spansOf)),
    resource: () => attributesOf(exported()[0]?.resourceSpans[0]?.resource ?? { attributes: [] }),
  })
}

function spansOf({ scopeSpans }: Exported['resourceSpans'][number]): CollectedSpan[] {
  return scopeSpans.flatMap(({ spans }) => spans)
}

/** The attributes of a span or a resource, by name. */
export function attributesOf({ attributes }: { attributes: Attribute[] }): Record<string, unknown> {
  return Object.fromEntries(
    attributes.map(({ key, value }) => [key, value.stringValue ?? Number(value.intValue)]),
  )
}
