interface WebAssemblyApi {
  compile(bytes: Uint8Array): Promise<object>
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: Record<string, unknown> } }>
}

/** Node's WebAssembly. TypeScript declares it in its `dom` library only, which this package does without. */
export const webAssembly: WebAssemblyApi = Reflect.get(globalThis, 'WebAssembly')
