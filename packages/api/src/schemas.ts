/** The schemas for browsers. Nothing here imports server code. */
export { createApiKeyInput, scope } from './api-key/schema.ts'
export { registerInput, signInInput } from './auth/schema.ts'
export { type Comment, comment, commentInputs, commentPage, listCommentsInput } from './comment/schema.ts'
export type { Scope } from './core/scopes.ts'
export { type FileRecord, file, fileList, MAX_FILES } from './file/schema.ts'
export { email, newPassword, role, type User, user, userName } from './identity/user-schema.ts'
export {
  listProjectsInput,
  type Project,
  project,
  projectColor,
  projectInputs,
  projectPage,
} from './project/schema.ts'
export {
  type BulkTasks,
  bulkTasksInput,
  createTaskInput,
  listTasksInput,
  replaceTaskInput,
  type Task,
  type TaskPage,
  task,
  taskPage,
  taskPriority,
  taskStatus,
  updateTaskInput,
} from './task/schema.ts'
export type { TaskStats } from './task/stats/schema.ts'
export {
  type DeletedTask,
  deletedTask,
  type TaskChange,
  type TaskChanges,
  taskChange,
} from './task/sync/schema.ts'
export { changePasswordInput, updateUserInput } from './user/schema.ts'
