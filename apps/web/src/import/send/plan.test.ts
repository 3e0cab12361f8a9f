import { expect, test } from 'vitest'
import type { Project } from '../../api/trpc.ts'
import { missingProjects, planImport } from './plan.ts'

const projectOf = (id: string, name: string) => ({ id, name, archived: false }) as Project

const rowOf = (row: number, project: string) => ({
  row,
  task: { title: `Task ${row}` },
  project,
  troubles: [],
})

test('a project is found by its name, whatever the case, as the database compares names', () => {
  const existing = [projectOf('street', 'Straße'), projectOf('cafe', 'Caf\u00e9')]
  const tasks = [rowOf(2, 'STRASSE'), rowOf(3, 'Cafe\u0301'), rowOf(4, 'Garden'), rowOf(5, 'GARDEN')]
  expect(missingProjects(tasks, existing)).toEqual(['Garden'])
  const plan = planImport(tasks, 'named', existing)
  const garden = plan.projects[0]?.id
  expect(plan.projects).toEqual([{ id: garden, name: 'Garden' }])
  expect(plan.batches.flatMap(({ operations }) => operations.map(({ projectId }) => projectId))).toEqual([
    'street',
    'cafe',
    garden,
    garden,
  ])
})
