/** The id of a user by number, as a version 7 UUID. */
export function userId(user: number): string {
  return `01900000-0000-7000-8000-${String(user).padStart(12, '0')}`
}

const userIdSql = (number: string) => `('01900000-0000-7000-8000-' || lpad((${number})::text, 12, '0'))::uuid`

/** `$1` users. Nobody signs in: the bench signs their tokens. */
export const fillUsers = `
  INSERT INTO users (id, email, name, password_hash)
  SELECT ${userIdSql('n')}, 'user' || n || '@example.com', 'User ' || n, '-' FROM generate_series(1, $1::int) AS n`

/**
 * Tasks `$2` to `$3` of user `$1`, each a minute younger than the one before: a million of them are two years. As plain
 * an INSERT as the API's: triggers do the rest.
 */
export const fillTasks = `
  INSERT INTO tasks
    (user_id, id, title, description, status, priority, tags, due_at, completed_at, created_at, updated_at)
  SELECT
    ${userIdSql('$1::int')},
    (lpad(to_hex((extract(epoch FROM made) * 1000)::bigint), 12, '0') || '7' || substr(noise, 1, 3) || '8' || substr(noise, 4, 15))::uuid,
    (ARRAY['Call', 'Write to', 'Meet', 'Ask', 'Answer', 'Invite', 'Pay', 'Remind', 'Thank'])[1 + floor(dice[1] * 9)::int]
      || ' ' || (ARRAY['Ada', 'Grace', 'Linus', 'the landlord', 'the dentist', 'the bank', 'the team', 'Zoë', 'Jürgen'])[1 + floor(dice[2] * 9)::int]
      || ' about ' || (ARRAY['the invoice', 'the garden', 'the offsite', 'the contract', 'a new bike', 'the backup', 'the trip'])[1 + floor(dice[3] * 7)::int]
      || ' (' || n || ')',
    CASE WHEN dice[4] < 0.45 THEN
      'Noted on ' || to_char(made, 'FMDay') || ': ask for the papers, compare them with those of last year, and write down what is still open before '
        || to_char(made + interval '9 days', 'FMDD FMMonth') || '. ' || noise
    END,
    (ARRAY['todo', 'todo', 'in_progress', 'done', 'done'])[1 + floor(dice[5] * 5)::int]::"TaskStatus",
    (ARRAY['none', 'none', 'low', 'medium', 'high', 'urgent'])[1 + floor(dice[6] * 6)::int]::"TaskPriority",
    (ARRAY['home', 'work', 'errand', 'money', 'health', 'garden', 'travel'])[1 + floor(dice[7] * 7)::int : floor(dice[7] * 7)::int + floor(dice[8] * 4)::int],
    CASE WHEN dice[9] < 0.65 THEN date_trunc('hour', made) + interval '1 hour' * (1 + floor(dice[1] * 2000)) END,
    made + interval '1 hour',
    made,
    made
  FROM (
    SELECT n, md5(n || ' ' || $1::int) AS noise, timestamptz '2026-11-01T00:00:00Z' - interval '1 minute' * (1000000 - n) AS made,
      ARRAY[random(), random(), random(), random(), random(), random(), random(), random(), random()] AS dice
    FROM generate_series($2::int, $3::int) AS n
  ) AS drawn`
