/**
 * An `AbortController` whose signal costs next to nothing until somebody looks at it. Node's costs more than all else
 * that a server does for a small request: it outlives the young generation, with whatever its request refers to. A
 * server owes one to every call, and few calls look.
 */
export class LazyAbortController {
  /** For whoever takes an `AbortSignal`: it passes everything on to one of Node's. */
  readonly signal: AbortSignal
  readonly #whenMade: ((made: LazyAbortController) => void) | undefined
  #hasAborted = false
  #controller: AbortController | undefined

  /** `whenMade` is called when the signal is looked at for the first time: it may abort it then. */
  constructor(whenMade?: (made: LazyAbortController) => void) {
    this.#whenMade = whenMade
    this.signal = new Proxy(this, PASS_ON) as unknown as AbortSignal
  }

  abort(): void {
    this.#hasAborted = true
    this.#controller?.abort()
  }

  /** Node's own signal. */
  static made(lazy: LazyAbortController): AbortSignal {
    if (!lazy.#controller) {
      lazy.#controller = new AbortController()
      if (lazy.#hasAborted) lazy.#controller.abort()
      else lazy.#whenMade?.(lazy)
    }
    return lazy.#controller.signal
  }
}

const { made } = LazyAbortController

const PASS_ON: ProxyHandler<LazyAbortController> = {
  get(lazy, key) {
    const signal = made(lazy)
    const value: unknown = Reflect.get(signal, key)
    return typeof value === 'function' && key !== 'constructor' ? value.bind(signal) : value
  },
  set: (lazy, key, value) => Reflect.set(made(lazy), key, value),
  has: (lazy, key) => Reflect.has(made(lazy), key),
  getPrototypeOf: () => AbortSignal.prototype,
}
