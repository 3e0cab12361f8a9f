/** Leaves a database without anything that migrations make, the schema of the queue included. */
export const DROP_EVERYTHING =
  'DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS pgboss CASCADE; CREATE SCHEMA public'
