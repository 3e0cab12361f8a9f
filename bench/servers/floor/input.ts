/** The shortest validation by hand that refuses what Tandem refuses in these fields. */

const STATUSES: unknown[] = ['todo', 'in_progress', 'done']
const PRIORITIES: unknown[] = ['none', 'low', 'medium', 'high', 'urgent']
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/
const DAY = /^\d{4}-\d\d-\d\d$/
/** Its letters alone: what rules mean would be many lines. */
const RULE = /^FREQ=[A-Z]+(;[A-Z]+=[A-Z0-9,+-]+)*$/
export const UUID = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i

interface TaskInput {
  title?: string
  description?: string | null
  status?: string
  priority?: string
  tags?: string[]
  dueAt?: string | null
  dueOn?: string | null
  recurrence?: string | null
  recurrenceFrom?: string
  reminder?: number | null
  projectId?: string | null
}

const checks = new Map<string, (value: unknown) => boolean>([
  ['title', (value) => isText(value, 1, 255)],
  ['description', (value) => value === null || isText(value, 0, 10_000)],
  ['status', (value) => STATUSES.includes(value)],
  ['priority', (value) => PRIORITIES.includes(value)],
  ['tags', areTags],
  ['dueAt', (value) => value === null || (typeof value === 'string' && INSTANT.test(value))],
  ['dueOn', (value) => value === null || (typeof value === 'string' && DAY.test(value))],
  ['recurrence', (value) => value === null || (typeof value === 'string' && RULE.test(value))],
  ['recurrenceFrom', (value) => value === 'due' || value === 'completion'],
  [
    'reminder',
    (value) => value === null || (Number.isInteger(value) && Number(value) >= 0 && Number(value) <= 40_320),
  ],
  ['projectId', (value) => value === null || (typeof value === 'string' && UUID.test(value))],
])

export function readPatch(body: unknown): TaskInput | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  for (const [name, value] of Object.entries(body)) if (!checks.get(name)?.(value)) return undefined
  const input: TaskInput = { ...body }
  if (input.title !== undefined) input.title = input.title.trim()
  return input
}

export function readTask(body: unknown): (TaskInput & { title: string }) | undefined {
  const input = readPatch(body)
  return input?.title === undefined ? undefined : { ...input, title: input.title }
}

export function readPage(query: unknown): { limit: number; offset: number } | undefined {
  const { limit = '20', offset = '0' } = query as { limit?: string; offset?: string }
  const page = { limit: Number(limit), offset: Number(offset) }
  const isLimitValid = Number.isInteger(page.limit) && page.limit >= 1 && page.limit <= 100
  return isLimitValid && Number.isInteger(page.offset) && page.offset >= 0 ? page : undefined
}

function areTags(value: unknown): boolean {
  if (!Array.isArray(value) || value.length > 20 || new Set(value).size < value.length) return false
  return value.every((tag) => isText(tag, 1, 50))
}

function isText(value: unknown, min: number, max: number): boolean {
  if (typeof value !== 'string' || value.includes('\0')) return false
  const { length } = value.trim()
  return length >= min && length <= max
}
