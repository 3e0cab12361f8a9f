import { type TRPC_ERROR_CODE_KEY, TRPCError, type TRPCErrorShape } from '@trpc/server'
import type { z } from 'zod'

/** An error that a procedure may throw on purpose, and that its callers can tell from others. */
export interface ErrorDeclaration {
  /** tRPC's code, which also decides the HTTP status. */
  code: TRPC_ERROR_CODE_KEY
  /** For people: the message of the error, and its description in the document. */
  message: string
  /** What the error tells besides. */
  data?: z.core.$ZodType
}

export type ErrorDeclarations = Record<string, ErrorDeclaration>

/** `error` and `data` of a declared error, as every transport sends them. Discriminated by `error`. */
export type DeclaredErrorData<T extends ErrorDeclarations> = {
  [Name in keyof T & string]: T[Name] extends { data: infer Data extends z.core.$ZodType }
    ? { error: Name; data: z.output<Data> }
    : { error: Name }
}[keyof T & string]

/** The shape of a tRPC error with the declared parts in its `data`. */
type DeclaredShape<TShape extends TRPCErrorShape, T extends ErrorDeclarations> =
  DeclaredErrorData<T> extends infer Declared
    ? Declared extends object
      ? Omit<TShape, 'data'> & { data: TShape['data'] & Declared }
      : never
    : never

/** Errors declared together. See {@link declareErrors}. */
export interface DeclaredErrors<T extends ErrorDeclarations = ErrorDeclarations> {
  readonly declarations: T
  /** Makes an error to throw. */
  create<Name extends keyof T & string>(
    name: Name,
    ...data: T[Name] extends { data: infer Data extends z.core.$ZodType } ? [z.output<Data>] : []
  ): TRPCError
  /** For tRPC's `.errors()`: adds `error` and `data` to the shape of these errors, and leaves others alone. */
  format<TShape extends TRPCErrorShape>(given: {
    error: TRPCError
    shape: TShape
  }): DeclaredShape<TShape, T> | undefined
}

/** The declared errors of a set: `InferErrors<typeof stockErrors>`. */
export type InferErrors<TErrors extends { declarations: ErrorDeclarations }> = DeclaredErrorData<
  TErrors['declarations']
>

class DeclaredCause extends Error {
  constructor(
    readonly declarations: ErrorDeclarations,
    readonly report: { error: string; data?: unknown },
  ) {
    super(report.error)
  }
}

/**
 * Declares errors by name: `declareErrors({ OUT_OF_STOCK: { code: 'CONFLICT', message: 'Too few are left' } })`. Give them
 * to a procedure's meta for the document, and their `format` to its `.errors()` for the types of tRPC's clients.
 */
export function declareErrors<const T extends ErrorDeclarations>(declarations: T): DeclaredErrors<T> {
  return {
    declarations,
    create(name, ...[data]) {
      const { code, message } = declarations[name] as ErrorDeclaration
      const report = data === undefined ? { error: name } : { error: name, data }
      return new TRPCError({ code, message, cause: new DeclaredCause(declarations, report) })
    },
    format<TShape extends TRPCErrorShape>({ error, shape }: { error: TRPCError; shape: TShape }) {
      const { cause } = error
      if (!(cause instanceof DeclaredCause) || cause.declarations !== declarations) return undefined
      // The types of the declarations are those of the reports made from them.
      return { ...shape, data: { ...shape.data, ...cause.report } } as unknown as DeclaredShape<TShape, T>
    },
  }
}

/** `error` and `data` of an error that was made with {@link declareErrors}; otherwise undefined. For a `formatError`. */
export function declaredError(error: unknown): { error: string; data?: unknown } | undefined {
  const cause = error instanceof Error ? error.cause : undefined
  return cause instanceof DeclaredCause ? cause.report : undefined
}
