import { vi } from 'vitest'
import type { Inputs, Outputs, Task, TaskFile } from '../../../src/api/trpc.ts'

type NewTask = Partial<Omit<Inputs['task']['create'], 'title'>> & { title: string }

export interface Reply {
  status: number
  headers: Headers
  text: string
}

interface Account {
  name: string
  email: string
  password: string
}

export async function register(url: string, account: Account): Promise<void> {
  const response = await fetch(`${url}/api/v1/auth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(account),
  })
  if (!response.ok)
    throw new Error(`registering failed with status ${response.status}: ${await response.text()}`)
}

/** A user with an account, who calls the server over REST as another program would. */
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

  /** Opens a session for the calls of this object. */
  async signIn(): Promise<this> {
    const response = await fetch(`${this.url}/api/v1/auth/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'password', username: this.email, password: this.password }),
    })
    this.token = JSON.parse(await response.text()).access_token
    this.id = JSON.parse(await this.text('GET', '/users/me')).id
    return this
  }

  /** Sends a request and returns the response, whatever its status. */
  async request(method: string, path: string, body?: unknown): Promise<Reply> {
    const response = await fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }

  /** Sends a request and returns its body. Throws when the status is an error. */
  private async text(method: string, path: string, body?: unknown): Promise<string> {
    const { status, text } = await this.request(method, path, body)
    if (status >= 400) throw new Error(`${method} ${path} failed with status ${status}: ${text}`)
    return text
  }

  /** Makes a row of any resource, and returns its id. */
  async make(path: string, fields: object): Promise<string> {
    return JSON.parse(await this.text('POST', path, fields)).id
  }

  async create(task: NewTask | string): Promise<Task> {
    const fields = typeof task === 'string' ? { title: task } : task
    return JSON.parse(await this.text('POST', `/${this.id}/tasks`, fields))
  }

  /** Creates tasks in order. The last one is the newest. */
  async createAll(tasks: readonly (NewTask | string)[]): Promise<Task[]> {
    const created: Task[] = []
    for (let from = 0; from < tasks.length; from += 100) {
      const operations = tasks
        .slice(from, from + 100)
        .map((task) => ({ type: 'create', ...(typeof task === 'string' ? { title: task } : task) }))
      const { results }: Outputs['task']['bulk'] = JSON.parse(
        await this.text('POST', `/${this.id}/tasks/bulk`, { operations }),
      )
      created.push(...results.flatMap((result) => (result.type === 'create' ? result.task : [])))
    }
    return created
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

  /** The newest hundred tasks that match a query, the newest first. */
  async tasks(query: Record<string, string> = {}): Promise<Task[]> {
    const search = new URLSearchParams({ limit: '100', ...query })
    const page: Outputs['task']['list'] = JSON.parse(await this.text('GET', `/${this.id}/tasks?${search}`))
    return page.data
  }

  async titles(query: Record<string, string> = {}): Promise<string[]> {
    return (await this.tasks(query)).map(({ title }) => title)
  }

  /** The only task with a title, once the server has it: the page shows it before. */
  taskTitled(title: string): Promise<Task> {
    return vi.waitFor(
      async () => {
        const found = (await this.tasks()).filter((task) => task.title === title)
        if (found.length !== 1 || !found[0]) throw new Error(`${found.length} tasks are titled “${title}”`)
        return found[0]
      },
      { timeout: 20_000 },
    )
  }

  async trashedTitles(): Promise<string[]> {
    const page: Outputs['task']['listDeleted'] = JSON.parse(
      await this.text('GET', `/${this.id}/tasks/trash?limit=100`),
    )
    return page.data.map(({ title }) => title)
  }

  /** Makes a project, and returns its id. */
  async project(name: string, fields: Partial<Inputs['project']['create']> = {}): Promise<string> {
    return this.make(`/${this.id}/projects`, { name, ...fields })
  }

  /** Changes a project. */
  async updateProject(id: string, patch: Partial<Inputs['project']['update']>): Promise<void> {
    await this.text('PATCH', `/${this.id}/projects/${id}`, patch)
  }

  async deleteProject(id: string): Promise<void> {
    await this.text('DELETE', `/${this.id}/projects/${id}`)
  }

  async projects(): Promise<Outputs['project']['list']['data']> {
    return JSON.parse(await this.text('GET', `/${this.id}/projects?limit=100&sort=name`)).data
  }

  /** The texts of a task's comments, the oldest first. */
  async comments(taskId: string): Promise<string[]> {
    const page: Outputs['comment']['list'] = JSON.parse(
      await this.text('GET', `/${this.id}/tasks/${taskId}/comments?limit=100`),
    )
    return page.data.map(({ body }) => body)
  }

  /** The files of a task, the oldest first. */
  async files(taskId: string): Promise<TaskFile[]> {
    return JSON.parse(await this.text('GET', `/${this.id}/tasks/${taskId}/files`)).data
  }

  /** The bytes of a task's file. */
  async content(taskId: string, id: string): Promise<Uint8Array> {
    const response = await this.send('GET', `/${this.id}/tasks/${taskId}/files/${id}`)
    return new Uint8Array(await response.arrayBuffer())
  }

  /** Adds a file to a task. */
  async addFile(taskId: string, file: File): Promise<TaskFile> {
    const form = new FormData()
    form.append('file', file)
    const response = await this.send('POST', `/${this.id}/tasks/${taskId}/files`, form)
    if (!response.ok) throw new Error(`adding ${file.name} failed with status ${response.status}`)
    return response.json()
  }

  private send(method: string, path: string, body?: FormData): Promise<Response> {
    return fetch(`${this.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${this.token}` },
      ...(body && { body }),
    })
  }

  /** The revision, which counts every change of the user's tasks. */
  async revision(): Promise<number> {
    return JSON.parse(await this.text('GET', `/${this.id}/tasks/changes?limit=1000`)).revision
  }
}
