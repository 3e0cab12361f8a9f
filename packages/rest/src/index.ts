export { toTRPCError } from './answer/errors.ts'
export {
  type ErrorAnswer,
  type ErrorInfo,
  type FormatError,
  formatProblem,
  Problem,
} from './answer/problem.ts'
export type { ResponseMetaAnswer, ResponseMetaInfo } from './answer/response-meta.ts'
export type { CreateContextOptions } from './call.ts'
export {
  type FastifyTRPCOpenApiPluginOptions,
  fastifyTRPCOpenApiPlugin,
  type GenerateOpenApiDocumentOptions,
  generateOpenApiDocument,
  type OpenApiMeta,
} from './compat/trpc-to-openapi.ts'
export { contentTag, type EntityTag, formatEntityTag, weakTag } from './conditional/entity-tag.ts'
export { matchesIfNoneMatch } from './conditional/if-none-match.ts'
export { isNotModified } from './conditional/revalidate.ts'
export {
  type DeclaredErrorData,
  type DeclaredErrors,
  declaredError,
  declareErrors,
  type ErrorDeclaration,
  type ErrorDeclarations,
  type InferErrors,
} from './declared-errors.ts'
export type { ReadForm } from './input/body.ts'
export { type Issue, rejection, zodIssues } from './input/issues.ts'
export { type HasJsonText, JSON_TEXT } from './json-text.ts'
export type {
  RestContentType,
  RestErrorResponse,
  RestMeta,
  RestMethod,
  RestResult,
  RestRoute,
} from './meta.ts'
export { type OpenApiOptions, openApiDocument } from './openapi/document.ts'
export type {
  JsonSchema,
  OpenApiDocument,
  OpenApiInfo,
  OpenApiVersion,
  OperationObject,
} from './openapi/types.ts'
export { type RestPluginOptions, restPlugin } from './plugin.ts'
export { addMethodRoutes } from './route/methods.ts'
export { loadLazyRouters } from './route/route.ts'
export type { StreamOptions } from './stream/event-streams.ts'
