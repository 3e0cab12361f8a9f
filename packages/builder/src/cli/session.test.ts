import { expect, test } from 'vitest'
import type { Plan } from '../plan/plan.ts'
import type { Console } from './console.ts'
import { showPlan } from './session.ts'

const PLAN: Plan = {
  spec: { version: 1, name: 'note', fields: [] },
  changes: [],
  migration: null,
  commands: [],
  kept: [],
  trouble: undefined,
  dirty: [],
}
const removal = { migrations: ['1_add_notes'], location: '/home/me/.data/db' }

/** What a plan shows. */
function shownOf(plan: Partial<Plan>): string {
  const lines: string[] = []
  const write = (line: string) => void lines.push(line)
  const out: Console = {
    say: write,
    progress: write,
    complain: write,
    print: () => undefined,
    canAsk: false,
    isPlain: true,
  }
  showPlan({ ...PLAN, ...plan }, out)
  return lines.join('\n')
}

const ELSEWHERE =
  'Another database that has 1_add_notes cannot be started without it: run this undo with its DATA_DIR or DATABASE_URL instead.'

test('an undo names the database in which it reverses a migration, with the SQL', () => {
  const text = shownOf({ reversal: { migrations: ['1_add_notes'], sql: 'DROP TABLE "notes";\n' }, removal })
  expect(text).toContain('In the database /home/me/.data/db:\nDROP TABLE "notes";')
  expect(text).toContain(ELSEWHERE)
})

test('an undo says that it reverses nothing where the database does not have the migration', () => {
  const text = shownOf({ removal })
  expect(text).toContain('Nothing is reversed in a database: /home/me/.data/db does not have 1_add_notes.')
  expect(text).toContain(ELSEWHERE)
})

test('what removes no migration says nothing of databases', () => {
  expect(shownOf({})).toBe('Nothing changes.')
})
