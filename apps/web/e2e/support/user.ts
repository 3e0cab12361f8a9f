import type { Inputs, Outputs, Task } from '../../src/api/trpc.ts'

type NewTask = Partial<Omit<Inputs['task']['create'], 'title'>> & { title: string }

export interface Answer {
  status: number
  headers: Headers
  text: string
}

interface Account {
  name: string
  email: string
  password: string
}

/** Makes an account. */
export async function register(url: string, account: Account): Promise<void> {
  const answer = await fetch(`${url}/api/v1/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(account),
  })
  if (!answer.ok) throw new Error(`registering answered ${answer.status}: ${await answer.text()}`)
}

/** Somebody with an account, and the server as another program of theirs sees it: over REST. */
export class User {
  readonly url: string
  readonly name: string
  readonly email: string
  readonly password: string
  id = ''
  private token = ''

  constructor(url: string, account: Account) {
    this.url = url
    this.name = account.name
    this.email = account.email
    this.password = account.password
  }

  /** Signs in for the calls of this object: a session of its own. */
  async signIn(): Promise<this> {
    const answer = await fetch(`${this.url}/api/v1/auth/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'password', username: this.email, password: this.password }),
    })
    this.token = JSON.parse(await answer.text()).access_token
    this.id = JSON.parse(await this.text('GET', '/users/me')).id
    return this
  }

  /** Any call, whatever its answer. */
  async ask(method: string, path: string, body?: unknown): Promise<Answer> {
    const answer = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: answer.status, headers: answer.headers, text: await answer.text() }
  }

  /** The body of an answer that must be a good one. */
  private async text(method: string, path: string, body?: unknown): Promise<string> {
    const { status, text } = await this.ask(method, path, body)
    if (status >= 400) throw new Error(`${method} ${path} answered ${status}: ${text}`)
    return text
  }

  async create(task: NewTask | string): Promise<Task> {
    const fields = typeof task === 'string' ? { title: task } : task
    return JSON.parse(await this.text('POST', `/${this.id}/tasks`, fields))
  }

  /** One after another, so that their order is known: the last is the newest. */
  async createAll(tasks: readonly (NewTask | string)[]): Promise<Task[]> {
    const made: Task[] = []
    for (let from = 0; from < tasks.length; from += 100) {
      const operations = tasks
        .slice(from, from + 100)
        .map((task) => ({ type: 'create', ...(typeof task === 'string' ? { title: task } : task) }))
      const { results }: Outputs['task']['bulk'] = JSON.parse(
        await this.text('POST', `/${this.id}/tasks/bulk`, { operations }),
      )
      made.push(...results.flatMap((result) => (result.type === 'create' ? result.task : [])))
    }
    return made
  }

  async update(id: string, patch: Partial<Inputs['task']['update']>): Promise<Task> {
    return JSON.parse(await this.text('PATCH', `/${this.id}/tasks/${id}`, patch))
  }

  async delete(id: string): Promise<void> {
    await this.text('DELETE', `/${this.id}/tasks/${id}`)
  }

  async task(id: string): Promise<Task> {
    return JSON.parse(await this.text('GET', `/${this.id}/tasks/${id}`))
  }

  /** The first hundred tasks that a query finds, the newest first. */
  async tasks(query: Record<string, string> = {}): Promise<Task[]> {
    const search = new URLSearchParams({ limit: '100', ...query })
    const page: Outputs['task']['list'] = JSON.parse(await this.text('GET', `/${this.id}/tasks?${search}`))
    return page.data
  }

  async titles(query: Record<string, string> = {}): Promise<string[]> {
    return (await this.tasks(query)).map(({ title }) => title)
  }

  /** The one task of a title. */
  async titled(title: string): Promise<Task> {
    const found = (await this.tasks()).filter((task) => task.title === title)
    if (found.length !== 1 || !found[0]) throw new Error(`there are ${found.length} tasks “${title}”`)
    return found[0]
  }

  async trashed(): Promise<string[]> {
    const page: Outputs['task']['listDeleted'] = JSON.parse(
      await this.text('GET', `/${this.id}/tasks/trash?limit=100`),
    )
    return page.data.map(({ title }) => title)
  }

  /** How many changes there have been. */
  async revision(): Promise<number> {
    return JSON.parse(await this.text('GET', `/${this.id}/tasks/changes?limit=1000`)).revision
  }
}
