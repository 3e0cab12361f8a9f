const userIdSql = (number: string) => `('01900000-0000-7000-8000-' || lpad((${number})::text, 12, '0'))::uuid`

/** A version 7 UUID of the instant `made`, with the text `noise` in place of randomness. */
const ID_SQL = `(lpad(to_hex((extract(epoch FROM made) * 1000)::bigint), 12, '0')
  || '7' || substr(noise, 1, 3) || '8' || substr(noise, 4, 15))::uuid`

const TITLE_SQL = `
  (ARRAY['Call', 'Write to', 'Meet', 'Ask', 'Answer', 'Invite', 'Pay', 'Remind', 'Thank'])[1 + floor(dice[1] * 9)::int]
    || ' ' || (ARRAY['Ada', 'Grace', 'Linus', 'the landlord', 'the dentist', 'the bank', 'the team', 'Zoë', 'Jürgen'])[1 + floor(dice[2] * 9)::int]
    || ' about ' || (ARRAY['the invoice', 'the garden', 'the offsite', 'the contract', 'a new bike', 'the backup', 'the trip'])[1 + floor(dice[3] * 7)::int]
    || ' (' || n || ')'`

const TEXT_SQL = `
  CASE WHEN dice[4] < 0.45 THEN
    'Noted on ' || to_char(made, 'FMDay') || ': ask for the papers, compare them with those of last year, and write down what is still open before '
      || to_char(made + interval '9 days', 'FMDD FMMonth') || '. ' || noise
  END`

const LABELS_SQL = `
  (ARRAY['home', 'work', 'errand', 'money', 'health', 'garden', 'travel'])[1 + floor(dice[7] * 7)::int : floor(dice[7] * 7)::int + floor(dice[8] * 4)::int]`

const INSTANT_SQL = `
  CASE WHEN dice[9] < 0.65 THEN date_trunc('hour', made) + interval '1 hour' * (1 + floor(dice[1] * 2000)) END`

/** Rows `$2` to `$3` of user `$1`. Each is a minute younger than the one before, so a million are two years. */
const DRAWN_SQL = `(
  SELECT n, md5(n || ' ' || $1::int) AS noise, timestamptz '2026-11-01T00:00:00Z' - interval '1 minute' * (1000000 - n) AS made,
    ARRAY[random(), random(), random(), random(), random(), random(), random(), random(), random()] AS dice
  FROM generate_series($2::int, $3::int) AS n
) AS drawn`

/** `$1` users. They have no password, since the bench signs their tokens itself. */
export const fillUsers = `
  INSERT INTO users (id, email, name, password_hash)
  SELECT ${userIdSql('n')}, 'user' || n || '@example.com', 'User ' || n, '-' FROM generate_series(1, $1::int) AS n`

/** Tasks `$2` to `$3` of user `$1`. Triggers add the rest, as they do for the API. */
export const fillTasks = `
  INSERT INTO tasks
    (user_id, id, title, description, status, priority, tags, due_at, completed_at, created_at, updated_at)
  SELECT ${userIdSql('$1::int')}, ${ID_SQL}, ${TITLE_SQL}, ${TEXT_SQL},
    (ARRAY['todo', 'todo', 'in_progress', 'done', 'done'])[1 + floor(dice[5] * 5)::int]::"TaskStatus",
    (ARRAY['none', 'none', 'low', 'medium', 'high', 'urgent'])[1 + floor(dice[6] * 6)::int]::"TaskPriority",
    ${LABELS_SQL}, ${INSTANT_SQL}, made + interval '1 hour', made, made
  FROM ${DRAWN_SQL}`

/** Projects `$2` to `$3` of user `$1`. */
export const fillProjects = `
  INSERT INTO projects (user_id, id, name, description, color, archived, created_at, updated_at)
  SELECT ${userIdSql('$1::int')}, ${ID_SQL}, ${TITLE_SQL}, ${TEXT_SQL},
    (ARRAY['grey', 'red', 'orange', 'yellow', 'green', 'blue', 'purple'])[1 + floor(dice[5] * 7)::int]::"ProjectColor",
    dice[6] < 0.1, made, made
  FROM ${DRAWN_SQL}`
