import type { Inputs } from '../../api/trpc.ts'
import { locale } from '../format/time.ts'

const date = new Intl.DateTimeFormat(locale, { dateStyle: 'long' })

const zoneName = (zone: string) => zone.replaceAll('_', ' ')

type Scope = Inputs['apiKey']['create']['scopes'][number]

export const SCOPE: Record<Scope, { label: string; hint: string }> = {
  'tasks:read': { label: 'Read tasks', hint: 'List, search and follow them' },
  'tasks:write': { label: 'Change tasks', hint: 'Add, edit, complete and delete them' },
  'projects:read': { label: 'Read projects', hint: 'List and read them' },
  'projects:write': { label: 'Change projects', hint: 'Add, edit, delete and archive them' },
  'comments:read': { label: 'Read comments', hint: 'List and read them' },
  'comments:write': { label: 'Change comments', hint: 'Add, edit and delete them' },
}

export const account = {
  title: 'Account',
  since: (instant: string) => `You joined on ${date.format(new Date(instant))}.`,
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'The browser did not let us copy it. It is selected: copy it yourself.',

  profile: {
    title: 'Profile',
    text: 'Your name, and the address you sign in with.',
    name: 'Name',
    email: 'E-mail',
    save: 'Save',
    busy: 'Saving…',
    saved: 'Profile saved',
    mailed: (address: string) => `Follow the link that was mailed to ${address}`,
    taken: 'Another account has this address',
    password: 'Your password, to confirm the new address',
    wrong: 'That is not your password',
    next: 'You will get a mail there. The new address takes effect once you follow its link.',
    tooMany: 'Too many attempts. Try again in a minute',
  },

  address: {
    verified: 'The address is verified',
    unverified: 'The address is not verified yet. Follow the link in the mail that was sent to you.',
    pending: (address: string) =>
      `A mail was sent to ${address}. The new address takes effect once you follow its link.`,
    keep: 'Keep the old address',
    kept: (address: string) => `Your address is still ${address}`,
  },

  timeZone: {
    title: 'Time zone',
    text: 'Decides when your days begin and end, on every device. All-day tasks stay on their day.',
    label: 'Your time zone',
    hint: 'Type a city, then choose one.',
    name: zoneName,
    action: 'Set time zone',
    busy: 'Setting…',
    here: (zone: string) => `Use this device’s (${zoneName(zone)})`,
    changed: (zone: string) => `Your time zone is ${zoneName(zone)}`,
    it: 'It',
  },

  theme: {
    title: 'Appearance',
    text: 'Kept on this device.',
    legend: 'Theme',
    density: 'Density',
    densities: { comfortable: 'Comfortable', compact: 'Compact' },
  },

  password: {
    title: 'Password',
    text: 'Changing it signs you out everywhere else.',
    current: 'Current password',
    next: 'New password',
    hint: '8 characters or more. A few words that only you would put together are best.',
    action: 'Change password',
    busy: 'Changing…',
    that: 'That password',
    wrong: 'That is not your password',
    changed: 'Password changed. You are signed out everywhere else',
    tooMany: 'Too many attempts. Try again in a minute',
  },

  sessions: {
    title: 'Where you are signed in',
    text: 'If you do not recognise one, sign it out and change your password.',
    current: 'This device',
    unknown: 'Unknown device',
    on: (program: string, system: string) => `${program} on ${system}`,
    used: (when: string) => `Last used ${when}`,
    opened: (when: string) => `signed in ${when}`,
    address: 'Address',
    end: 'Sign out',
    endOf: (device: string) => `Sign out ${device}`,
    endOthers: 'Sign out everywhere else',
    ended: 'Signed out there',
    othersEnded: 'Signed out everywhere else',
    alone: 'You are not signed in anywhere else.',
    all: (count: number) => `Show all ${count}`,
    few: 'Show fewer',
  },

  calendar: {
    title: 'Calendar feed',
    text: 'Your due dates in any calendar that can subscribe to an address. Anyone who has the address can read them.',
    none: 'No address yet.',
    create: 'Create an address',
    exists: (when: string) => `There is an address, created ${when}.`,
    used: (when: string) => `Last read ${when}.`,
    unused: 'Nothing has read it yet.',
    once: 'Copy it now: it is shown only once. If you lose it, create another.',
    address: 'Address for your calendar',
    open: 'Open in a calendar app',
    replace: 'Create another',
    replaceTitle: 'Create another address?',
    replaceText: 'The current one stops working at once, wherever it is subscribed to.',
    revoke: 'Switch off',
    revokeTitle: 'Switch off the calendar feed?',
    revokeText: 'The address stops working at once, wherever it is subscribed to.',
    revoked: 'Calendar feed switched off',
  },

  keys: {
    title: 'API keys',
    text: 'For scripts and programs of your own that use your tasks.',
    docs: 'How to use them',
    none: 'No keys yet.',
    create: 'Create a key',
    busy: 'Creating…',
    name: 'Name',
    namePlaceholder: 'Backup script',
    nameHint: 'So that you recognise it later.',
    scopes: 'What it may do',
    noScope: 'Choose at least one',
    expiry: 'Expires',
    expires: {
      never: 'Never',
      '30': 'In 30 days',
      '90': 'In 90 days',
      '365': 'In a year',
      date: 'On a date…',
    },
    expiryDate: 'Last day',
    created: (name: string) => `Key “${name}”`,
    once: 'Copy it now and keep it safe: it is shown only once.',
    key: 'API key',
    done: 'Done',
    notCopied: 'You have not copied it yet. Close once more if you do not need it.',
    used: (when: string) => `Last used ${when}`,
    unused: 'Never used',
    ends: (when: string) => `expires ${when}`,
    hasEnded: (when: string) => `expired ${when}`,
    endless: 'does not expire',
    revoke: 'Revoke',
    revokeOf: (name: string) => `Revoke “${name}”`,
    revokeTitle: (name: string) => `Revoke “${name}”?`,
    revokeText: 'Whatever uses this key will be refused. This cannot be undone.',
    revoked: 'Key revoked',
  },

  data: {
    title: 'Your data',
    text: 'Everything that is held about you in one JSON file, or your tasks as a CSV file for a spreadsheet.',
    action: 'Download everything',
    csv: 'Download tasks as CSV',
    busy: 'Collecting…',
    file: (day: string, extension: string) => `tandem-${day}.${extension}`,
    import: 'Import tasks from a file',
  },

  remove: {
    title: 'Delete the account',
    text: 'With everything in it: tasks, trash, keys, sessions.',
    action: 'Delete account…',
    dialogTitle: 'Delete your account?',
    dialogText:
      'Everything in it is deleted at once, and nobody can bring it back. Download your data first if you might need it.',
    typed: (email: string) => `Type ${email} to confirm`,
    confirm: 'Delete forever',
    lastAdmin: 'You are the only active administrator. Make somebody else one first.',
  },
} as const
