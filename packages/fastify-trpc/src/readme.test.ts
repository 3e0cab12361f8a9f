import { readFile } from 'node:fs/promises'
import { createTRPCClient, httpBatchLink } from '@trpc/client'
import { expect, it } from 'vitest'
import { app, type appRouter } from '../example/greeter.ts'

it('contains the example', async () => {
  const [readme, example] = await Promise.all(
    ['../README.md', '../example/greeter.ts'].map((path) => readFile(new URL(path, import.meta.url), 'utf8')),
  )
  expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``)
})

it('has an example that runs', async () => {
  const url = `${await app.listen({ port: 0, host: '127.0.0.1' })}/trpc`
  const client = createTRPCClient<typeof appRouter>({
    links: [httpBatchLink({ url, headers: { authorization: 'Ada' } })],
  })
  await client.teach.mutate({ language: 'da', greeting: 'Hej' })
  const languages = ['en', 'da', 'xx']
  const greeted = await Promise.allSettled(languages.map((language) => client.greet.query({ language })))
  expect(greeted).toMatchObject([
    { value: 'Hello, Ada!' },
    { value: 'Hej, Ada!' },
    { reason: { data: { code: 'NOT_FOUND' } } },
  ])
  await app.close()
})
