import { readdirSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { greeting } from '../greeting.ts'
import { html } from '../html.ts'
import { examples } from './examples.ts'

const mails = Object.entries(examples).map(([name, example]) => ({ name, example }))
const APP_URL = 'https://tasks.example.com/base'

test('every template has an example, which the preview shows', () => {
  const templates = readdirSync(import.meta.dirname)
    .filter((file) => !/^(examples|templates\.test)\.ts$/.test(file))
    .map((file) => file.replace('.ts', ''))
  expect(templates.length).toBeGreaterThan(0)
  expect(Object.keys(examples)).toEqual(expect.arrayContaining(templates))
})

describe.each(mails)('$name', ({ example }) => {
  const mail = example('Ada', APP_URL)
  const links = [...mail.html.matchAll(/href="([^"]*)"/g)].map(([, href = '']) => href)

  test('says the same in both forms', () => {
    expect(mail.subject).toMatch(/^[A-Z][ -~]{5,60}$/)
    const shown = decoded(mail.html.replace(/[\s\S]*<body/, '<body').replace(/<[^>]+>/g, ' '))
    const words = (text: string) => text.replace(/\s+/g, ' ')
    for (const paragraph of mail.text.replace('-- \n', '').split(/\n+/)) {
      expect(words(shown)).toContain(words(paragraph).replace(/:$/, '').trim())
    }
    for (const link of links) expect(mail.text).toContain(link)
  })

  test('loads nothing, and links to the app only', () => {
    expect(mail.html).not.toMatch(/<(img|script|link|style|iframe|form|svg)|@import|url\(|src=/i)
    for (const link of links)
      expect(link).toMatch(/^https:\/\/tasks\.example\.com\/base\/([a-z-]+#token=|\?task=)/)
  })

  test('fits 320 px: no fixed width, and long words break', () => {
    expect(mail.html).not.toMatch(/(?<!max-)width:\s*\d{3,}px|width="|white-space:\s*nowrap/)
    for (const [paragraph] of mail.html.matchAll(/<p style="[^"]*"/g)) {
      if (!/font-weight|8px 0 16px/.test(paragraph)) expect(paragraph).toContain('overflow-wrap:anywhere')
    }
  })

  test('escapes what a user typed', () => {
    const hostile = example('<b onclick="x">&\'', APP_URL)
    expect(hostile.html).not.toContain('<b onclick')
    expect(hostile.html).toContain('&lt;b onclick=&quot;x&quot;&gt;&amp;&#39;')
    expect(hostile.subject).toBe(mail.subject)
  })
})

test('a value of a template is escaped wherever it stands', () => {
  expect(html`<a title="${'"><i>'}">${"<&'"}${[html`<b>${'&amp;'}</b>`]}</a>`.source).toBe(
    '<a title="&quot;&gt;&lt;i&gt;">&lt;&amp;&#39;<b>&amp;amp;</b></a>',
  )
})

test.each([
  ['Ada Lovelace', 'Hello Ada Lovelace,'],
  ['J. R. R. Tolkien', 'Hello J. R. R. Tolkien,'],
  ["Seán O'Brien-Łukasz", "Hello Seán O'Brien-Łukasz,"],
  ['you won, see example.com', 'Hello,'],
  ['https://example', 'Hello,'],
  ['write to me@example', 'Hello,'],
  ['two\nlines', 'Hello,'],
  ['back\u202ewards', 'Hello,'],
  ['x'.repeat(61), 'Hello,'],
])('%j is greeted as %j', (name, expected) => {
  expect(greeting(name)).toBe(expected)
})

function decoded(text: string): string {
  const characters: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" }
  return text.replace(/&(#?\w+);/g, (entity, name: string) => characters[name] ?? entity)
}
