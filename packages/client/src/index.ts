export type { AppRouter, ErrorCode, ErrorData, ErrorShape, Issue } from '@tandem/api'
export { type ClientOptions, createClient, type TandemClient } from './create-client.ts'
export type { Auth, Tokens } from './session/auth.ts'
