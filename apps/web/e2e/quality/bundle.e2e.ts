import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { newUser, open, url } from '../support/harness.ts'
import { heading, todayList, visible } from '../support/locators.ts'
import { sampleTasks } from '../support/sample-tasks.ts'
import type { User } from '../support/server/user.ts'

const ASSETS = path.join(import.meta.dirname, '../../dist/assets')

/**
 * The scripts that a page has loaded from the network, with their size in transfer. What the service worker gives is on the
 * device already: a page that has nothing to do prepares the panel of a task from there.
 */
const scriptsOf = (page: Page) =>
  page.evaluate(() =>
    performance
      .getEntriesByType('resource')
      .filter((entry) => entry instanceof PerformanceResourceTiming)
      .filter(({ name, workerStart }) => name.endsWith('.js') && workerStart === 0)
      // The copy of the tasks begins a second later, which on a slow machine is before the network is idle.
      .filter(({ name }) => !name.includes('/copy-'))
      .map(({ name, encodedBodySize }) => ({ name, transferred: encodedBodySize })),
  )

async function userWithTasks(): Promise<User> {
  const user = await newUser()
  await user.createAll(sampleTasks())
  return user
}

describe('the first load', () => {
  test.each([
    ['the sign-in page', 100],
    ['Today', 120],
  ])('of %s takes less than %i kB of script', async (what, limit) => {
    const user = what === 'Today' ? await userWithTasks() : undefined
    const page = await open(user, '/')
    await visible(user ? todayList(page) : heading(page, 'Sign in'))
    await page.waitForLoadState('networkidle')
    const scripts = await scriptsOf(page)
    expect(scripts.length).toBeGreaterThan(0)
    let zipped = 0
    for (const { name } of scripts) {
      const response = await fetch(name, { headers: { 'accept-encoding': 'identity' } })
      zipped += gzipSync(Buffer.from(await response.arrayBuffer()), { level: 9 }).byteLength
    }
    const transferred = scripts.reduce((sum, one) => sum + one.transferred, 0)
    process.stdout.write(
      `      ${what}: ${scripts.length} scripts, ${(zipped / 1000).toFixed(1)} kB gzipped, ${(transferred / 1000).toFixed(1)} kB transferred\n`,
    )
    expect(zipped).toBeLessThan(limit * 1000)
    // The server sends the files at least as well compressed as gzip does.
    expect(transferred).toBeLessThanOrEqual(zipped)
  })

  test('shows the tasks of today at every start, and it is printed after how long', async () => {
    const user = await userWithTasks()
    const page = await open(user)
    const times: number[] = []
    for (let i = 0; i < 5; i += 1) {
      const started = performance.now()
      await page.goto(url, { waitUntil: 'commit' })
      await visible(todayList(page).getByRole('listitem'))
      times.push(Math.round(performance.now() - started))
    }
    process.stdout.write(`      Today shows after ${times.join(', ')} ms\n`)
    expect(times).toHaveLength(5)
  })
})

describe('the bundle', () => {
  test('contains no code of the server', async () => {
    const files = (await readdir(ASSETS)).filter((name) => name.endsWith('.js'))
    expect(files.length).toBeGreaterThan(5)
    for (const name of files) {
      const text = await readFile(path.join(ASSETS, name), 'utf8')
      for (const word of ['prisma', 'jsonwebtoken', 'fastify', 'argon2', 'pglite'])
        expect(text.toLowerCase().includes(word), `${word} in ${name}`).toBe(false)
    }
  })

  test('is also stored compressed, with the same content', async () => {
    const files = (await readdir(ASSETS)).filter((name) => /\.(js|css)$/.test(name))
    expect(files.length).toBeGreaterThan(5)
    for (const name of files) {
      const original = await readFile(path.join(ASSETS, name))
      const gzipped = await readFile(path.join(ASSETS, `${name}.gz`))
      const brotli = await readFile(path.join(ASSETS, `${name}.br`))
      expect(gunzipSync(gzipped).equals(original), `${name}.gz`).toBe(true)
      expect(brotliDecompressSync(brotli).equals(original), `${name}.br`).toBe(true)
    }
  })
})
