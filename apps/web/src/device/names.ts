const COPY = 'tandem-tasks-'

/** The database with the copy of a user's tasks on this device. */
export const copyName = (userId: string) => COPY + userId

/** Whether a database is a copy of somebody's tasks. */
export const isCopyName = (name: string) => name.startsWith(COPY)

/** The database with the changes of a user that wait to be sent. */
export const outboxName = (userId: string) => `tandem-outbox-${userId}`
