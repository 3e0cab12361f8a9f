/**
 * When a task occurs again, computed as the server does. It is apart from the client, so that only who uses it loads the calendar
 * arithmetic.
 */
export * from '@tandem/api/recurrence'
