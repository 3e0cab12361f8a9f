export { type TrpcPluginOptions, trpcPlugin } from './plugin.ts'
