/** The schemas a browser may use: nothing here reaches the server's code. */
export { createApiKeyInput, scope } from './api-key/schema.ts'
export { registerInput, signInInput } from './auth/schema.ts'
export type { Scope } from './core/scopes.ts'
export { email, newPassword, role, type User, user, userName } from './identity/user-schema.ts'
export {
  type BulkTasks,
  bulkTasksInput,
  createTaskInput,
  type DeletedTask,
  deletedTask,
  listTasksInput,
  replaceTaskInput,
  type Task,
  type TaskChange,
  type TaskChanges,
  type TaskPage,
  type TaskStats,
  task,
  taskChange,
  taskPage,
  taskPriority,
  taskStatus,
  updateTaskInput,
} from './task/schema.ts'
export { changePasswordInput, updateUserInput } from './user/schema.ts'
