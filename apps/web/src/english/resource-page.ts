/** What the page of a resource says of it. */
export interface ResourceWords<Name extends string = string> {
  /** `Notes` */
  title: string
  /** `note`, within a sentence. */
  one: string
  /** What each field is called, those that only the server sets included. */
  fields: Readonly<Record<Name, string>>
  /** What each action is called. */
  actions?: Readonly<Record<string, string>>
}

/** Texts of the pages of resources. What is particular to one is in `resources`. */
export const resourcePage = {
  of: (parent: string) => `of “${parent}”`,
  below: 'Below it',
  create: (one: string) => `New ${one}`,
  created: (one: string) => `${capitalised(one)} added`,
  saved: (one: string) => `${capitalised(one)} changed`,
  deleted: (one: string) => `${capitalised(one)} deleted`,
  add: 'Add',
  saving: 'Saving…',
  discard: 'Discard',
  open: 'Open',
  delete: 'Delete…',
  deleteNow: 'Delete',
  deleteTitle: (label: string) => `Delete “${label}”?`,
  deleteText: 'This cannot be undone.',
  actionsOf: (label: string) => `Actions for “${label}”`,
  empty: { title: 'Nothing here yet', text: (one: string) => `The first ${one} will appear here.` },
  noMatch: { title: 'Nothing matches', text: 'Change the filters, or clear them.' },
  notAllowed: { title: 'Only administrators can see this', text: 'Your account does not have access.' },
  search: (title: string) => `Search ${title.toLowerCase()}`,
  filters: 'Filters',
  moreFilters: 'More filters',
  moreFiltersOn: (count: number) => `More filters (${count})`,
  show: 'Show',
  clear: 'Clear filters',
  any: 'Any',
  from: (field: string) => `${field}: from`,
  to: (field: string) => `${field}: to`,
  sort: 'Sort',
  descending: (field: string) => `${field}, descending`,
  /** The orders that every list has. */
  times: { '-createdAt': 'Newest first', createdAt: 'Oldest first', '-updatedAt': 'Last changed' } as Record<
    string,
    string
  >,
  addedAndChanged: (created: string, updated: string) => `Added ${created}, changed ${updated}`,
  yes: 'Yes',
  no: 'No',
  none: '—',
  noValue: 'None',
  choose: 'Choose…',
  find: (field: string) => `Find: ${field}`,
  moreToFind: 'There are more. Search for those that are not shown.',
  onlyFirst: 'Only the first 100 are shown.',
  keys: { group: 'List', next: 'Next', previous: 'Previous', delete: 'Delete…' },
  conflict: {
    text: (one: string) =>
      `This ${one} was changed elsewhere in the meantime. What you typed is kept here. Save it over what is there now, or discard it.`,
    now: 'Now it is:',
    save: 'Save mine',
    discard: 'Discard mine',
  },
  changedElsewhere: (one: string) =>
    `This ${one} was changed elsewhere in the meantime, so nothing was done. Check it again first`,
  gone: (one: string) => `This ${one} was deleted elsewhere. What you typed is kept here`,
  goneForGood: (one: string) => `This ${one} was deleted elsewhere`,
  saveAsNew: 'Add it again',
  taken: 'Already taken',
  problems: {
    required: 'Required',
    integer: 'Must be a whole number',
    date: 'This date is not complete',
    instant: 'Give both the date and the time',
    json: (why: string) => `Not valid JSON: ${why}`,
  },
} as const

export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
