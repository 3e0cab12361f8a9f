export type { CreateContextOptions } from './call.ts'
export { contentTag, type EntityTag, formatEntityTag, weakTag } from './entity-tag.ts'
export { toTRPCError } from './errors.ts'
export type { StreamOptions } from './event-streams.ts'
export { isHeld } from './if-none-match.ts'
export { type Issue, rejection, zodIssues } from './issues.ts'
export type {
  RestContentType,
  RestErrorResponse,
  RestMeta,
  RestMethod,
  RestResult,
  RestRoute,
} from './meta.ts'
export { addMethodRoutes } from './methods.ts'
export { type OpenApiOptions, openApiDocument } from './openapi/document.ts'
export type { JsonSchema, OpenApiDocument, OperationObject } from './openapi/types.ts'
export { type RestPluginOptions, restPlugin } from './plugin.ts'
export { type ErrorAnswer, type ErrorInfo, type FormatError, formatProblem, Problem } from './problem.ts'
export { loadLazyRouters } from './route.ts'
