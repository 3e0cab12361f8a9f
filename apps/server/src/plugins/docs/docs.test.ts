import { describe, expect, test } from 'vitest'
import { serveWebApp } from '../../testing/web-root.ts'

const web = serveWebApp()

describe('the content security policy', () => {
  const policyOf = async (url: string) => String((await web.get(url)).headers['content-security-policy'])

  test('allows the app’s own files, and no inline styles or scripts', async () => {
    for (const url of [
      '/',
      '/tasks',
      '/assets/index-a1b2c3.js',
      '/api/v1/users/me',
      '/openapi.json',
      '/docs/docs.js',
    ]) {
      const policy = await policyOf(url)
      expect(policy, url).not.toContain('unsafe')
      for (const directive of [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "connect-src 'self'",
        "img-src 'self' data: blob:",
        "manifest-src 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
        "object-src 'none'",
      ])
        expect(policy.split(';'), url).toContain(directive)
    }
  })

  test('allows inline styles in the two pages of documentation', async () => {
    const strict = await policyOf('/')
    for (const url of ['/docs', '/redoc']) {
      expect(await web.get(url)).toMatchObject({
        status: 200,
        text: expect.stringContaining('<div id="docs">'),
      })
      expect(await policyOf(url)).toBe(strict.replace("style-src 'self'", "style-src 'self' 'unsafe-inline'"))
    }
  })
})

test('every file that a page of documentation names is served', async () => {
  for (const page of ['/docs', '/redoc']) {
    const { text } = await web.get(page)
    const named = [...text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url = '']) => url)
    expect(named.length).toBeGreaterThan(2)
    for (const url of named) {
      const { pathname } = new URL(url, `http://localhost${page}`)
      expect((await web.get(pathname, {})).status, url).toBe(200)
    }
  }
})
