interface WebAssemblyApi {
  compile(bytes: Uint8Array): Promise<object>
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: Record<string, unknown> } }>
}

/** Node's WebAssembly: its type declarations have it only among the browser's, which do not belong here. */
export const webAssembly: WebAssemblyApi = Reflect.get(globalThis, 'WebAssembly')
