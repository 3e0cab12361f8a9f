import type { AnyTRPCRouter } from '@trpc/server'
import type { CreateFastifyContextOptions } from '@trpc/server/adapters/fastify'
import type { BaseHandlerOptions, HTTPErrorHandler, ResponseMeta, ResponseMetaFn } from '@trpc/server/http'
import type { FastifyRequest } from 'fastify'

/**
 * The plugin's options with the router's types forgotten, as requests are handled. Methods, not functions, since
 * TypeScript takes the parameters of those as they are: ones for any router accept a given router's.
 */
export interface HandlerOptions
  extends Omit<BaseHandlerOptions<AnyTRPCRouter, FastifyRequest>, 'onError' | 'router'> {
  router: AnyTRPCRouter
  createContext?(options: CreateFastifyContextOptions): unknown
  onError?(...event: Parameters<HTTPErrorHandler<AnyTRPCRouter, FastifyRequest>>): void
  responseMeta?(...results: Parameters<ResponseMetaFn<AnyTRPCRouter>>): ResponseMeta
}
