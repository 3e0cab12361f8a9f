import type { Caller } from '../caller.ts'
import { encodeForm } from './requests.ts'

/** The path of the files of a new task. */
export async function filesPath(caller: Caller): Promise<string> {
  const { id } = await caller.trpc.task.create.mutate({ title: 'with files' })
  return `${caller.tasks}/${id}/files`
}

/** Uploads a file over REST. */
export async function upload(caller: Caller, path: string, file: File, headers: Record<string, string> = {}) {
  const encoded = await uploadRequest(file)
  return caller.rest('POST', path, { body: encoded.body, headers: { ...encoded.headers, ...headers } })
}

/** The form of an upload over REST. */
export function uploadRequest(file: File) {
  const form = new FormData()
  form.append('file', file)
  return encodeForm(form)
}

export const textFile = (name = 'note.txt', content = 'text') => new File([content], name)
