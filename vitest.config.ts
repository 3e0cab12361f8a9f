import { defineConfig } from 'vitest/config'

const project = (root: string, name: string) => ({ extends: true as const, root, test: { name } })

export default defineConfig({
  test: {
    projects: [
      project('packages/json-text', 'json-text'),
      project('packages/rest', 'rest'),
      project('packages/fastify-trpc', 'fastify-trpc'),
      project('packages/db', 'db'),
      project('packages/api', 'api'),
      project('apps/server', 'server'),
      project('apps/web', 'web'),
      project('bench', 'bench'),
    ],
    typecheck: { enabled: true, include: ['src/**/*.test-d.ts'], tsconfig: 'tsconfig.json' },
    // By default one core is left idle; here tests wait more than they compute.
    maxWorkers: '100%',
    // A first embedded database takes 5 s to make; everything else is far below.
    testTimeout: 20_000,
    hookTimeout: 30_000,
  },
})
