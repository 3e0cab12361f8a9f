import type { Outputs } from '../../api/trpc.ts'
import { plural } from '../common.ts'
import { locale } from '../format/time.ts'

const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' })

/** Without the weekday, so that dates in a column are easy to compare. */
export const formatJoined = (instant: string) => date.format(new Date(instant))

type Role = Outputs['user']['me']['role']

export const ROLE: Record<Role, string> = { user: 'User', admin: 'Administrator' }

export const admin = {
  title: 'Users',
  count: (total: number) => plural(total, 'account'),
  notAdmin: {
    title: 'For administrators',
    text: 'This page shows everybody who has an account here. An administrator can make you one.',
    home: 'Go to your tasks',
  },
  filters: 'Filter users',
  search: 'Search name or e-mail',
  role: 'Role',
  state: 'State',
  roleFilter: { any: 'Any', admin: 'Administrators', user: 'Ordinary users' },
  stateFilter: { any: 'Any', active: 'Active', inactive: 'Deactivated' },
  active: 'Active',
  inactive: 'Deactivated',
  clear: 'Clear filters',
  none: { title: 'Nobody matches', text: 'Change the filters, or clear them.' },
  user: 'User',
  joined: 'Joined',
  joinedOn: (day: string) => `Joined ${day}`,
  actionsHead: 'Actions',
  you: 'You',
  actions: (name: string) => `Actions for ${name}`,
  makeAdmin: 'Make administrator',
  makeUser: 'Make ordinary user',
  deactivate: 'Deactivate',
  activate: 'Activate',
  delete: 'Delete…',
  toAccount: 'Your account…',
  did: {
    admin: (name: string) => `${name} is an administrator`,
    user: (name: string) => `${name} is an ordinary user`,
    activated: (name: string) => `${name} can sign in again`,
    deactivated: (name: string) => `${name} is deactivated and signed out`,
    deleted: (name: string) => `The account of ${name} was deleted`,
  },
  own: {
    title: 'Change your own account?',
    demote: 'You will be signed out, and will no longer be an administrator when you sign in again.',
    deactivate: 'You will be signed out, and cannot sign in until another administrator activates you.',
  },
  remove: {
    title: (name: string) => `Delete the account of ${name}?`,
    text: 'Everything in it is deleted at once, and nobody can bring it back. To keep somebody out, deactivating is enough.',
    typed: (email: string) => `Type ${email} to confirm`,
    confirm: 'Delete forever',
  },
  errors: {
    403: 'Only an administrator may do that. You may no longer be one: reload the page',
    404: 'That account is no longer there: it has been deleted',
    409: 'That is the last active administrator. Make somebody else one first',
  },
  pages: 'Pages',
  range: (from: number, to: number, total: number) => `${from}–${to} of ${total}`,
  previous: 'Previous',
  next: 'Next',
  first: 'Back to the first page',
} as const
