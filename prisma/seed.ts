import type { Db, Prisma, TaskPriority, TaskStatus } from '../packages/db/src/types.ts'
import { comments, looseTags, projects, type Topic, topics, words } from './demo-texts.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** Who signs in to see them. */
export const demoUser = { email: 'demo@tandem.local', name: 'Demo' }

export type DemoTask = Omit<Prisma.TaskCreateManyInput, 'userId'>
export type DemoProject = Omit<Prisma.ProjectCreateManyInput, 'userId'>
export type DemoComment = Omit<Prisma.CommentCreateManyInput, 'userId'>

/** Makes the projects of the demo, by the names in its texts. */
export function demoProjects(now: Date): Map<string, DemoProject> {
  const random = generator(3)
  return new Map(
    projects.map(({ name, ...project }, i) => {
      const createdAt = now.getTime() - 60 * day + (i + 1) * minute
      const times = { createdAt: new Date(createdAt), updatedAt: new Date(createdAt) }
      return [name, { id: uuidV7(createdAt, random), name: fill(name, random), ...project, ...times }]
    }),
  )
}

/** Makes one to three comments on every sixth task, written between its creation and now. */
export function demoComments(now: Date, tasks: readonly DemoTask[]): DemoComment[] {
  const random = generator(5)
  return tasks.flatMap((task) => {
    if (random() > 1 / 6) return []
    const since = new Date(task.createdAt ?? now).getTime()
    const times = Array.from(
      { length: 1 + Math.floor(random() * 3) },
      () => since + random() * (now.getTime() - since),
    )
    return times.map(Math.floor).map((createdAt) => ({
      taskId: task.id,
      id: uuidV7(createdAt, random),
      body: fill(pick(comments, random), random),
      createdAt: new Date(createdAt),
      updatedAt: new Date(createdAt),
    }))
  })
}

/** Makes tasks as somebody might have after 60 days with Tandem. The same arguments give the same tasks, oldest first. */
export function demoTasks(now: Date, count = 200): DemoTask[] {
  const random = generator(20261121)
  const projectsByName = demoProjects(now)
  const ages = Array.from({ length: count }, () => hour / 2 + random() * (60 * day - hour))
  const times = ages.map((age) => Math.floor(now.getTime() - age)).sort((a, b) => a - b)
  return times.map((createdAt) => {
    const topic = pick(topics, random)
    const project =
      topic.project !== undefined && random() < 0.8 ? projectsByName.get(topic.project) : undefined
    const task = demoTask(topic, createdAt, now.getTime(), random)
    // An hour before what is urgent.
    const reminder = task.dueAt && task.priority === 'urgent' ? 60 : null
    return {
      ...task,
      dueOn: null,
      recurrence: null,
      ...(reminder === null && demoDay(task)),
      reminder,
      projectId: project?.id ?? null,
    }
  })
}

/** Creates the demo user with projects, tasks and comments, and says so; does nothing when that user is there already. */
export async function seed(db: Db, options: { passwordHash: string; now?: Date }): Promise<boolean> {
  const { passwordHash, now = new Date() } = options
  const createdAt = new Date(now.getTime() - 60 * day)
  const id = uuidV7(createdAt.getTime(), generator(1))
  return db.$transaction(async (tx) => {
    // No mail reaches the demo's address, so it counts as verified.
    const times = { createdAt, updatedAt: createdAt, emailVerifiedAt: createdAt }
    const user = { ...demoUser, id, passwordHash, ...times }
    // Of several processes that start at once, the others wait here, and then insert nothing.
    const { count } = await tx.user.createMany({ data: user, skipDuplicates: true })
    if (count === 0) return false
    const tasks = demoTasks(now)
    const owned = <Row>(rows: Iterable<Row>) => Array.from(rows, (row) => ({ ...row, userId: id }))
    await tx.project.createMany({ data: owned(demoProjects(now).values()) })
    await tx.task.createMany({ data: owned(tasks) })
    await tx.comment.createMany({ data: owned(demoComments(now, tasks)) })
    return true
  })
}

function demoTask(topic: Topic, createdAt: number, now: number, random: Random): DemoTask {
  const status = demoStatus((now - createdAt) / day, random)
  const touchedAt = createdAt + random() ** 2 * (now - createdAt)
  const tags = [...topic.tags.filter(() => random() < 0.6), ...looseTags.filter(() => random() < 0.06)]
  return {
    id: uuidV7(createdAt, random),
    title: fill(pick(topic.titles, random), random),
    description: random() < 0.45 ? fill(pick(topic.notes, random), random) : null,
    status,
    priority: weighted<TaskPriority>({ none: 40, low: 15, medium: 22, high: 16, urgent: 7 }, random),
    tags,
    dueAt: demoDue(createdAt, status, now, random),
    completedAt: status === 'done' ? new Date(touchedAt) : null,
    version: status === 'todo' ? 1 : 2,
    createdAt: new Date(createdAt),
    updatedAt: new Date(status === 'todo' ? createdAt : touchedAt),
  }
}

function demoStatus(ageInDays: number, random: Random): TaskStatus {
  const done = Math.min(85, 15 + ageInDays * 2)
  return weighted<TaskStatus>({ todo: (100 - done) * 0.75, in_progress: (100 - done) * 0.25, done }, random)
}

/** On the hour, mostly by day: a third has none, and a few open ones are overdue. */
function demoDue(createdAt: number, status: TaskStatus, now: number, random: Random): Date | null {
  if (random() < 0.35) return null
  const from = status === 'done' ? createdAt + random() * 14 * day : now + (random() - 0.2) * 35 * day
  const date = new Date(Math.max(from, createdAt))
  date.setUTCHours(8 + Math.floor(random() * 11), random() < 0.2 ? 30 : 0, 0, 0)
  return date.getTime() > createdAt ? date : new Date(date.getTime() + day)
}

/** What would be due in the evening is due that whole day, and some of it every week. */
function demoDay({ dueAt, status }: DemoTask): Pick<DemoTask, 'dueAt' | 'dueOn' | 'recurrence'> | undefined {
  if (!(dueAt instanceof Date) || dueAt.getUTCHours() < 16) return undefined
  const dueOn = new Date(Math.floor(dueAt.getTime() / day) * day)
  const recurrence = status !== 'done' && dueOn.getUTCDate() % 3 === 0 ? 'FREQ=WEEKLY' : null
  return { dueOn, dueAt: new Date(dueOn.getTime() + day - 1), recurrence }
}

function fill(text: string, random: Random): string {
  return Object.entries(words).reduce(
    (filled, [kind, choices]) => filled.replaceAll(`{${kind}}`, () => pick(choices, random)),
    text,
  )
}

type Random = () => number

/** Mulberry32: as random as a demo needs, and the same every time. */
function generator(seed: number): Random {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function pick<T>(choices: readonly T[], random: Random): T {
  const choice = choices[Math.floor(random() * choices.length)]
  if (choice === undefined) throw new Error('nothing to pick from')
  return choice
}

function weighted<T extends string>(weights: Record<T, number>, random: Random): T {
  const entries = Object.entries<number>(weights) as [T, number][]
  let left = random() * entries.reduce((sum, [, weight]) => sum + weight, 0)
  const found = entries.find(([, weight]) => {
    left -= weight
    return left < 0
  })
  return (found ?? pick(entries, random))[0]
}

/** RFC 9562: 48 bits of milliseconds, the version, the variant, and 74 bits that are random. */
function uuidV7(milliseconds: number, random: Random): string {
  const bits = (count: number) => BigInt(Math.floor(random() * 2 ** count))
  const high = (BigInt(milliseconds) << 16n) | 0x7000n | bits(12)
  const low = (0b10n << 62n) | (bits(30) << 32n) | bits(32)
  const hex = high.toString(16).padStart(16, '0') + low.toString(16)
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
