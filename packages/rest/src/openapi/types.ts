/** A JSON Schema of draft 2020-12, as in OpenAPI 3.1. */
export interface JsonSchema {
  $ref?: string
  type?: string | string[]
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: boolean | JsonSchema
  items?: JsonSchema
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  allOf?: JsonSchema[]
  description?: string
  [keyword: string]: unknown
}

export interface HeaderObject {
  description?: string
  required?: boolean
  schema: JsonSchema
}

export interface ParameterObject {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  deprecated?: boolean
  description?: string
  style?: 'form' | 'deepObject' | undefined
  explode?: boolean
  schema: JsonSchema
}

export interface ResponseObject {
  description: string
  headers?: Record<string, HeaderObject>
  content?: Record<string, { schema: JsonSchema }>
}

export interface Reference {
  $ref: string
}

export interface OperationObject {
  operationId: string
  summary?: string
  description?: string
  tags?: string[]
  deprecated?: boolean
  parameters?: ParameterObject[]
  requestBody?: { required: boolean; content: Record<string, { schema: JsonSchema }> }
  responses: Record<string, ResponseObject | Reference>
  security?: SecurityRequirement[]
}

export type OpenApiVersion = '3.1.0' | '3.0.3'

export type SecurityRequirement = Record<string, string[]>

export interface OpenApiInfo {
  title: string
  version: string
  description?: string
  contact?: { name?: string; url?: string; email?: string }
  license?: { name: string; identifier?: string; url?: string }
}

/** The parts of an OpenAPI document that this adapter writes. */
export interface OpenApiDocument {
  openapi: OpenApiVersion
  info: OpenApiInfo
  servers?: { url: string; description?: string }[]
  tags?: { name: string; description?: string }[]
  externalDocs?: { url: string; description?: string }
  paths: Record<string, Record<string, OperationObject>>
  components: {
    schemas: Record<string, JsonSchema>
    responses: Record<string, ResponseObject>
    securitySchemes?: Record<string, Record<string, unknown>>
  }
}
