/** The schemas a browser may use: nothing here reaches the server's code. */
export { newPassword, registerInput } from './auth/schema.ts'
export {
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
export { email, role, type User, updateUserInput, user, userName } from './user/schema.ts'
