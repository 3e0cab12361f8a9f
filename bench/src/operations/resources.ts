/** A resource under load, and the fields that are sent for it. */
export interface Resource {
  /** Its name in the router. */
  procedures: string
  /** Its segment in REST paths. */
  path: string
  table: string
  newFields(): object
  /** Fields of an update. Two successive counts give different values, so that an update always changes something. */
  changedFields(count: number): object
}

const title = (count: number) => `Call Ada about the invoice, take ${count}`

export const tasks: Resource = {
  procedures: 'task',
  path: 'tasks',
  table: 'tasks',
  newFields: () => ({
    title: 'Ask the landlord about the new contract',
    description: 'Compare it with that of last year, and write down what is still open before the call.',
    priority: 'medium',
    tags: ['home', 'money'],
    dueAt: '2026-12-24T18:00:00+01:00',
  }),
  changedFields: (count) => ({ title: title(count), priority: count % 2 ? 'high' : 'low' }),
}

let names = 0

function nextName(): string {
  names += 1
  return `The new contract with the landlord, part ${names}`
}

/** The second resource, as the builder wrote it. Names are unique, so every new one is another. */
export const projects: Resource = {
  procedures: 'project',
  path: 'projects',
  table: 'projects',
  newFields: () => ({
    name: nextName(),
    description: 'Compare it with that of last year, and write down what is still open before the call.',
    color: 'yellow',
  }),
  changedFields: (count) => ({ description: title(count), color: count % 2 ? 'green' : 'blue' }),
}
