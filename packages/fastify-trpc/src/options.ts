import type { AnyTRPCRouter } from '@trpc/server'
import type { CreateFastifyContextOptions } from '@trpc/server/adapters/fastify'
import type { BaseHandlerOptions, HTTPErrorHandler, ResponseMeta, ResponseMetaFn } from '@trpc/server/http'
import type { FastifyRequest } from 'fastify'

/**
 * The plugin's options without the router's types. The callbacks are declared as methods, whose parameters TypeScript
 * compares loosely, so that the options of a given router can be assigned.
 */
export interface HandlerOptions
  extends Omit<BaseHandlerOptions<AnyTRPCRouter, FastifyRequest>, 'onError' | 'router'> {
  router: AnyTRPCRouter
  createContext?(options: CreateFastifyContextOptions): unknown
  onError?(...event: Parameters<HTTPErrorHandler<AnyTRPCRouter, FastifyRequest>>): void
  responseMeta?(...results: Parameters<ResponseMetaFn<AnyTRPCRouter>>): ResponseMeta
}
