import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import Markdown from './markdown.tsx'

/** The HTML of a text, without the element around it and without classes. */
const html = (text: string) =>
  renderToStaticMarkup(createElement(Markdown, { text }))
    .replace(/^<div class="notes">(.*)<\/div>$/s, '$1')
    .replaceAll(/ class="[^"]*"/g, '')

const REL = 'target="_blank" rel="noopener noreferrer nofollow"'

describe('what is meant', () => {
  test.each([
    ['Two bottles,\nglass.', '<p>Two bottles,\nglass.</p>'],
    [
      'https://example.com/a_b',
      `<p><a href="https://example.com/a_b" ${REL}>https://example.com/a_b</a></p>`,
    ],
    ['[mail](mailto:a@example.com)', `<p><a href="mailto:a@example.com" ${REL}>mail</a></p>`],
    ['- [ ] milk\n- [x] bread', '<ul><li>☐ milk</li><li>☑ bread</li></ul>'],
    ['# Shop', '<h3>Shop</h3>'],
    ['a < b && 5 * 3 * 2, snake_case_name', '<p>a &lt; b &amp;&amp; 5 * 3 * 2, snake_case_name</p>'],
  ])('%j', (text, expected) => {
    expect(html(text)).toBe(expected)
  })
})

describe('what an attacker writes', () => {
  test.each([
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](&#106;avascript:alert(1))',
    '[x](java&Tab;script:alert(1))',
    '[x](\u0001javascript:alert(1))',
    '[x](javascript&colon;alert(1))',
    '[x](java\tscript:alert(1))',
    '<javascript:alert(1)>',
    '[x][x]\n\n[x]: javascript:alert(1)',
    '![x](javascript:alert(1))',
    '![x](data:image/svg+xml,<svg onload=alert(1)>)',
    '[x](data:text/html,1)',
    '[x](vbscript:x)',
    '[x](file:///etc/passwd)',
    '[x](//example.com)',
    '[x](/account)',
    '[x](#root)',
    'x[^1]\n\n[^1]: javascript:alert(1)',
  ])('%j leads nowhere', (text) => {
    expect(html(text)).not.toMatch(/<a|<img|href|src=/)
  })

  test.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<a href="/x" onclick="alert(1)" style="position:fixed">x</a>',
    '<iframe src="javascript:alert(1)"></iframe>',
    '<svg onload=alert(1)>',
    '<div markdown="1" onclick="alert(1)">**x**</div>',
    '<!-- x --><style>a{}</style>',
    '[x](https://example.com "t\\" onmouseover=\\"alert(1)")',
    '<https://example.com/"onmouseover=alert(1)>',
    '# root <b id="root">',
    '```js" onclick="alert(1)\nx\n```',
    '![x](https://example.com/pixel.png)',
  ])('%j becomes no element and no attribute of its own', (text) => {
    const tags = html(text).match(/<[a-z][^>]*>/g) ?? []
    for (const tag of tags) {
      expect(tag).toMatch(
        /^<(p|pre|code|h3|strong|a( href="https:\/\/[^"]*")( target="_blank" rel="[^"]*"))>$/,
      )
    }
  })

  test.each([
    '['.repeat(5_000) + '**'.repeat(2_500),
    '_a*'.repeat(3_333),
    '> '.repeat(5_000),
    '- '.repeat(5_000),
    '[a]('.repeat(2_500),
    '<a'.repeat(5_000),
    '!['.repeat(5_000),
    `${'|a'.repeat(2_500)}\n${'|-'.repeat(2_500)}`,
    '`'.repeat(9_999),
  ])('%j, as long as notes may be, takes less than 2 s', (text) => {
    const started = performance.now()
    html(text)
    expect(performance.now() - started).toBeLessThan(2_000)
  })
})
