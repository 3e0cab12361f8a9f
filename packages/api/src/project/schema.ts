import { z } from 'zod'
import { text } from '../core/fields/text.ts'
import { timestamp } from '../core/fields/time.ts'
import { notBoth, pageInput, pageOf } from '../resource/list/page.ts'
import { sortOf } from '../resource/list/sort.ts'
import { anyOf, inputsOf } from '../resource/schema.ts'

export const projectColor = z
  .enum(['grey', 'red', 'orange', 'yellow', 'green', 'blue', 'purple'])
  .meta({ id: 'ProjectColor' })

export const project = z
  .object({
    id: z.uuid(),
    name: z.string(),
    description: z.string().nullable(),
    color: projectColor,
    archived: z.boolean(),
    version: z.int(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'Project' })
export type Project = z.infer<typeof project>

export const projectPage = pageOf(project).meta({ id: 'ProjectPage' })

/** What a caller can set, each with the default that creating and replacing give it. */
const fields = {
  name: text({ min: 1, max: 100, trim: true }),
  description: text({ max: 2000 }).nullable().default(null),
  color: projectColor.default('grey'),
  archived: z.boolean().default(false),
}
export const projectInputs = inputsOf(fields, {})

export const PROJECT_SORT_FIELDS = ['createdAt', 'updatedAt', 'name'] as const

export const listProjectsInput = z
  .strictObject({
    archived: anyOf(z.boolean(), 2),
    sort: sortOf(PROJECT_SORT_FIELDS, { description: 'Comma-separated fields' }).prefault('-createdAt'),
    ...pageInput,
  })
  .refine(...notBoth)
  .prefault({})
