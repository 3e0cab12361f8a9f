import { wireName } from '../../spec/check/field-names.ts'
import { type Resource, resourceOf } from '../../spec/resource.ts'
import type { Column } from '../columns.ts'
import type { Project } from '../rendering.ts'
import { labelField } from './names.ts'

/** What a page needs to know of another resource, to offer its rows and to say what they are called. */
export interface RelatedPage {
  name: string
  /** The field that a row is called by, and whether it may be null. */
  label: { field: string; isNullable: boolean; isSortable: boolean } | undefined
  hasList: boolean
  hasGet: boolean
  hasSearch: boolean
  isWhole: boolean
  hasPage: boolean
}

/** Resources that were written by hand have no spec. */
const BY_HAND: Readonly<Record<string, RelatedPage>> = {
  task: {
    name: 'task',
    label: { field: 'title', isNullable: false, isSortable: true },
    hasList: true,
    hasGet: true,
    hasSearch: true,
    isWhole: false,
    hasPage: false,
  },
}

/** Undefined where nothing is known of it. */
export function relatedPage(name: string, resource: Resource, project: Project): RelatedPage | undefined {
  if (name === resource.names.one) return pageOf(resource)
  // The spec of what was written by hand has only the fields that it gained.
  if (project.targets.get(name)?.byHand) return BY_HAND[name]
  const spec = project.specs.get(name)
  return spec ? pageOf(resourceOf(spec)) : BY_HAND[name]
}

function pageOf({ fields, hasPage, names, operations, pagination }: Resource): RelatedPage {
  const field = labelField(fields)
  return {
    name: names.one,
    label: field && {
      field: wireName(field),
      isNullable: !field.required && (field.default ?? undefined) === undefined,
      isSortable: field.sortable ?? false,
    },
    hasList: operations.includes('list'),
    hasGet: operations.includes('get'),
    hasSearch: fields.some(({ searchable }) => searchable),
    isWhole: pagination === 'none',
    hasPage,
  }
}

/** A relation whose rows can be offered, with what they are below: the parent that the page has, too. */
export function offered(
  { relation, spec }: Column,
  resource: Resource,
  project: Project,
): { related: RelatedPage; parent: string | undefined } | undefined {
  const { parent } = resource
  const related = spec.to === undefined ? undefined : relatedPage(spec.to, resource, project)
  if (!relation?.target || !related?.hasList) return undefined
  const above = relation.target.parent
  if (above && above.one !== parent?.one) return undefined
  return { related, parent: above ? `${above.one}Id` : undefined }
}
