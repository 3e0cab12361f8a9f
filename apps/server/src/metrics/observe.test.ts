import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { parser } from '@prometheus-io/lezer-promql'
import { beforeAll, describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { parseEnv } from '../env.ts'
import { captureLog, serve, testApp } from '../testing/app.ts'
import { rest } from '../testing/caller.ts'
import { parseSamples, type Sample } from '../testing/samples.ts'

const DOCS = path.join(import.meta.dirname, '../../../../docs')
const read = (file: string) => readFile(path.join(DOCS, file), 'utf8')
const page = await read('observe.md')

/** The code blocks of the page with this language and purpose. */
function blocks(fence: string): string[] {
  return [...page.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)]
    .filter(([, is]) => is === fence)
    .map(([, , code = '']) => code)
}

/** What Prometheus adds to what it scrapes. */
const OF_PROMETHEUS: Sample[] = [{ name: 'up', labels: { job: 'tandem', instance: 'a' }, value: 1 }]
const ADDED_LABELS = ['instance', 'job']

let url: string
let lines: string[]
let samples: Sample[]
let types: Map<string, string>

/** A server in development after some calls, good and bad, and what it tells then. */
beforeAll(async () => {
  const log = captureLog()
  lines = log.lines
  const { database } = await testApp()
  const server = await serve(database, { NODE_ENV: 'development', LOG_LEVEL: 'info' }, log)
  url = server.url
  const ada = await server.signIn()
  await ada.rest('GET', ada.tasks)
  await rest(server.app, 'GET', ada.tasks)
  const { text } = await rest(server.app, 'GET', '/metrics')
  samples = [...parseSamples(text), ...OF_PROMETHEUS]
  types = new Map(
    [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]),
  )
  return () => server.app.close()
})

describe('the page', () => {
  test('shows commands that work', async () => {
    const commands = blocks('sh run')
    expect(commands).toHaveLength(2)
    for (const command of commands) {
      const { stdout } = await promisify(execFile)('bash', [
        '-euo',
        'pipefail',
        '-c',
        command.replaceAll('http://localhost:3000', url),
      ])
      expect(stdout).not.toBe('')
    }
  })

  test('names every metric of ours, with its labels, and no other', () => {
    const own = [...types.keys()].filter((name) => !/^(process|nodejs)_/.test(name))
    const shown = [...page.matchAll(/`(\w+)(?:\{([\w, ]+)\})?`/g)]
      .map(([, name = '', labels = '']) => ({ name, labels: labels.split(', ').filter(Boolean).sort() }))
      .filter(({ name }) => types.has(name))
    for (const { name, labels } of shown)
      expect([name, labelsOf(name)]).toEqual([name, labels.length ? labels : labelsOf(name)])
    expect(new Set(shown.map(({ name }) => name))).toEqual(
      new Set([...own, ...shown.map(({ name }) => name)]),
    )
  })

  test('has a scrape configuration whose job and rules exist', async () => {
    const [config = ''] = blocks('yaml prometheus')
    const { scrape_configs: jobs, rule_files: files } = parse(config)
    expect(jobs).toMatchObject([{ job_name: 'tandem' }])
    expect(files).toEqual(['docs/observe/alerts.yaml'])
  })

  test('shows a line of the log as it is', () => {
    const answered = lines.map((line) => JSON.parse(line)).find(({ msg }) => msg === 'answered')
    const [shown = ''] = blocks('json answered')
    expect(Object.keys(JSON.parse(shown)).sort()).toEqual(Object.keys(answered).sort())
  })

  test('shows variables that turn on traces', () => {
    const [variables = ''] = blocks('sh environment')
    const env = parseEnv(
      Object.fromEntries(
        variables
          .trim()
          .split('\n')
          .map((line) => line.split('=')),
      ),
    )
    expect(env.TRACES_URL).toBe('http://localhost:4318/v1/traces')
  })
})

/** The labels of a metric, without those that only its parts have. */
function labelsOf(metric: string): string[] {
  const names = types.get(metric) === 'histogram' ? [`${metric}_count`] : [metric]
  const labels = samples
    .filter(({ name }) => names.includes(name))
    .flatMap((sample) => Object.keys(sample.labels))
  return [...new Set(labels)].sort()
}

interface Selector {
  metric: string
  matchers: string[]
}

/** What an expression of PromQL asks for. @throws if it is none */
function readExpression(expression: string): { selectors: Selector[]; grouping: string[] } {
  // Grafana puts a duration in the place of its variable.
  const source = expression.replaceAll('$__rate_interval', '5m')
  const selectors: Selector[] = []
  const grouping: string[] = []
  const text = ({ from, to }: { from: number; to: number }) => source.slice(from, to)
  parser.parse(source).iterate({
    enter: (node) => {
      if (node.type.isError) throw new Error(`${expression}: not PromQL at ${node.from}`)
      if (node.name === 'VectorSelector') {
        const identifier = node.node.getChild('Identifier')
        selectors.push({ metric: identifier ? text(identifier) : '', matchers: [] })
      }
      if (node.name === 'LabelName') {
        const isGrouping = node.node.parent?.name === 'GroupingLabels'
        if (isGrouping) grouping.push(text(node))
        else selectors.at(-1)?.matchers.push(text(node))
      }
    },
  })
  return { selectors, grouping }
}

interface Rule {
  alert: string
  expr: string
  labels: { severity: string }
  annotations: { summary: string }
}

const dashboard = JSON.parse(await read('observe/dashboard.json'))
const { groups } = parse(await read('observe/alerts.yaml'))
const rules: Rule[] = groups.flatMap((group: { rules: Rule[] }) => group.rules)
const expressions: [string, string][] = [
  ...dashboard.panels.flatMap(({ title, targets = [] }: { title: string; targets: { expr: string }[] }) =>
    targets.map(({ expr }) => [title, expr]),
  ),
  ...rules.map(({ alert, expr }): [string, string] => [alert, expr]),
]

test.each(expressions)('what "%s" asks for is told by a server', (_, expression) => {
  const { selectors, grouping } = readExpression(expression)
  expect(selectors.length).toBeGreaterThan(0)
  const known = new Set(ADDED_LABELS)
  for (const { metric, matchers } of selectors) {
    const found = samples.filter(({ name }) => name === metric)
    expect([metric, found.length]).not.toEqual([metric, 0])
    const labels = new Set(found.flatMap((sample) => Object.keys(sample.labels)))
    for (const label of matchers) expect([...labels, ...ADDED_LABELS]).toContain(label)
    for (const label of labels) known.add(label)
  }
  for (const label of grouping) expect([...known]).toContain(label)
})

test('the check of expressions finds names, labels and mistakes', () => {
  expect(readExpression('sum by (le, x) (rate(a{b="c", d=~"e"}[$__rate_interval])) / f > 1')).toEqual({
    selectors: [
      { metric: 'a', matchers: ['b', 'd'] },
      { metric: 'f', matchers: [] },
    ],
    grouping: ['le', 'x'],
  })
  expect(() => readExpression('sum(rate(a[5m])')).toThrow('not PromQL')
})

test('every alert says what is the matter, and has a test that promtool runs', async () => {
  const { tests } = parse(await read('observe/alerts.test.yaml'))
  const names = rules.map(({ alert }) => alert)
  for (const { annotations, labels } of rules) {
    expect(annotations.summary).toEqual(expect.any(String))
    expect(labels.severity).toMatch(/^(page|ticket)$/)
  }
  for (const { alert_rule_test: cases } of tests) {
    const covered = cases.map(({ alertname }: { alertname: string }) => alertname)
    expect(new Set(covered)).toEqual(new Set(names))
  }
})
