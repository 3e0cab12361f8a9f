import type { ProjectColor } from '../packages/db/src/types.ts'

/** What the demo's tasks are about: `{…}` is filled from {@link words}. */
export interface Topic {
  /** The project of most of its tasks. */
  project?: string
  tags: string[]
  titles: string[]
  notes: string[]
}

export interface DemoProject {
  name: string
  description?: string
  color: ProjectColor
  archived?: boolean
}

export const projects: DemoProject[] = [
  { name: 'Product', description: 'What we ship this quarter', color: 'blue' },
  { name: 'Website', color: 'purple' },
  { name: 'Home', description: 'Flat, errands and everything that drips', color: 'green' },
  { name: 'Learning', color: 'orange' },
  { name: 'Move to {city}', description: 'Done at last', color: 'grey', archived: true },
]

/** Comments on tasks, also filled from {@link words}. */
export const comments = [
  '{name} says it can wait until Monday.',
  'Half of it is done, see the shared folder.',
  'Tried it again: still the same.\nI will ask {name}.',
  '👍 from {name}',
  'Moved to next week, since {area} comes first.',
  'Danke, {name}! 🎉',
]

export const topics: Topic[] = [
  {
    project: 'Product',
    tags: ['product', 'backend'],
    titles: [
      'Fix the flaky {area} test on CI',
      'Review {name}’s pull request: {area}',
      'Add an index for the slow {area} query',
      'Write a decision record about {area}',
      'Upgrade {tool} and read its changelog first',
      '🐛 {area}: 500 when the cursor is stale',
      'Delete the unused {area} endpoint',
      'Measure {area} under load, before and after',
      '[{tool}] pin the version & renew the lockfile',
    ],
    notes: [
      'Fails about one run in twenty. The log is attached to the build of last Thursday.',
      'Acceptance:\n- a test that fails without the fix\n- the changelog says it in one line\n- no new dependency',
      'See `EXPLAIN (ANALYZE, BUFFERS)` in the thread; 4.2 s → should be under 50 ms.',
      'Ask {name} before touching the schema.',
    ],
  },
  {
    project: 'Website',
    tags: ['design', 'web'],
    titles: [
      'Sketch the empty state of the {area} page',
      'Check {area} with a screen reader',
      'Dark mode: contrast of {area} is below 4.5 : 1',
      '✨ Animate {area} when a task is completed',
      'Test {area} on a 320 px wide screen',
      'Right-to-left layout for {area} (עברית, العربية)',
    ],
    notes: [
      'Two variants, no more. {name} decides on Monday.',
      'Keyboard first: Tab, Enter, Esc, and the focus ring must be visible.',
      'Icons are in the shared folder → “2026 / icons”.',
    ],
  },
  {
    tags: ['team', 'planning'],
    titles: [
      'Prepare the agenda for the 1:1 with {name}',
      'Book a room for the retrospective in {city}',
      'Plan the workshop in {city} with {name}',
      'Write the weekly update',
      'Réserver les billets de train pour {city}',
      'Protokoll der Besprechung an {name} schicken',
      'Preparar la demo para el equipo de {city}',
      '{name}さんに議事録を送る',
      'Согласовать план квартала с {name}',
      '与{name}讨论下一个版本的计划',
    ],
    notes: [
      'Last time we ran out of time at topic 3: put it first.',
      '– budget\n– dates\n– who takes notes',
      'Hotel near the station, please; {name} arrives late.',
    ],
  },
  {
    project: 'Home',
    tags: ['home', 'errands'],
    titles: [
      'Buy {food} and {food}',
      '🛒 Weekly shopping: {food}, {food}, batteries',
      'Call the plumber about the kitchen tap',
      'Renew the library books',
      'Water the plants 🪴',
      'Den Keller aufräumen',
      'Acheter du pain & du {food}',
      'Comprar {food} para la cena del sábado',
      '買い物: {food}と牛乳',
      'Kup bilety do teatru dla {name} 🎭',
    ],
    notes: [
      'The shop on the corner closes at 20:00.',
      'Not the cheap one, it broke after a week.',
      'Bring the old one along.',
    ],
  },
  {
    tags: ['health', 'sport'],
    titles: [
      '🏃 Run {distance} km along the river',
      'Make an appointment at the dentist',
      'Swim: {distance}00 m, easy',
      'Yoga with {name}',
      'Vitamin D nachkaufen',
      'Cuci sepatu lari setelah lomba',
    ],
    notes: ['Slower than last time!', 'Bring the insurance card.'],
  },
  {
    project: 'Learning',
    tags: ['learning', 'reading'],
    titles: [
      'Read “{book}”, the next two chapters',
      'Take notes on {tool}: what would we use it for?',
      '📚 Give “{book}” back to {name}',
      'Watch the talk on {area} from the conference in {city}',
      'Practise 20 minutes of Ελληνικά',
      'Réviser le vocabulaire — leçon {distance}',
      'Học từ mới: bài {distance}',
    ],
    notes: [
      'Chapter 5 is the one everybody quotes.',
      'Recommended by {name}. Slides: slower, but better than the video.',
    ],
  },
  {
    tags: ['finance', 'paperwork'],
    titles: [
      'Pay the electricity bill (42,17 €)',
      'Send the invoice for {city}',
      'Steuererklärung: Belege für {city} sortieren',
      'Ask the bank about the 3 % fee',
      'Cancel the subscription nobody uses ✂️',
      'Skicka in kvitton från resan till {city}',
    ],
    notes: [
      'Customer number 004-7781. They answer the phone only before noon.',
      'Deadline is strict: 14 days.',
    ],
  },
]

/** Tags that any task may have besides its topic's. */
export const looseTags = [
  'quick',
  'waiting',
  'someday',
  'deep work',
  'très important',
  '緊急',
  '🔥',
  'v2.0',
  'c++',
]

export const words = {
  name: [
    'Aylin',
    'Björn',
    'Chloé',
    'Dmitri',
    'Esperança',
    'Fatima',
    'Łukasz',
    'Noor',
    'Oluwaseun',
    'Priya',
    'Søren',
    'Yūki',
  ],
  area: [
    'search',
    'sign-in',
    'task list',
    'pagination',
    'export',
    'settings',
    'sync',
    'notifications',
    'rate limits',
  ],
  tool: ['TypeScript', 'Fastify', 'PostgreSQL', 'Vite', 'Prisma', 'tRPC', 'Biome', 'Vitest'],
  city: ['Lisboa', 'Zürich', 'Kraków', 'Reykjavík', 'São Paulo', '東京', 'İstanbul', 'Nairobi', 'Montréal'],
  food: [
    'olive oil',
    'café',
    'tofu',
    'crème fraîche',
    'jalapeños',
    'Käse',
    '味噌',
    'mangoes',
    'oats',
    'lemons',
  ],
  book: [
    'Thinking in Systems',
    'The Design of Everyday Things',
    'Momo',
    'Cien años de soledad',
    '吾輩は猫である',
  ],
  distance: ['5', '7', '8', '10', '12'],
}

/** A file of the newest task that is open. */
export const file = {
  name: 'What to pack.txt',
  text: 'Passport, and a copy of it\nTickets\nCharger and adapter\nA book for the train\nThe blue jacket: it rains there\n',
}
