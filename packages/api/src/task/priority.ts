/** From least to most urgent. It is apart from the schemas, because quick add reads priorities in browsers without zod. */
export const TASK_PRIORITIES = ['none', 'low', 'medium', 'high', 'urgent'] as const
export type TaskPriority = (typeof TASK_PRIORITIES)[number]
