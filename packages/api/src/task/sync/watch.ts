/** Waits for changes to the tasks of one user. */
export interface Watch {
  /** The revision up to which changes have been read. */
  position: number
  /** Resolves when there may be changes to read. Rejects once the watch has ended. */
  changed(): Promise<void>
  /** Throws the reason if the watch has ended. */
  throwIfEnded(): void
  /** Makes the current or next call of `changed` reject with `reason`. */
  end(reason: Error): void
  close(): void
}

/** A watch that its feed can wake. A wake-up while nobody waits is kept for the next call of `changed`. */
export class WakeableWatch implements Watch {
  position: number
  readonly close: () => void
  #isAwake = false
  #reason: Error | undefined
  #waiting: { resolve: () => void; reject: (reason: Error) => void } | undefined

  constructor(position: number, close: () => void) {
    this.position = position
    this.close = close
  }

  throwIfEnded(): void {
    if (this.#reason) throw this.#reason
  }

  async changed(): Promise<void> {
    this.throwIfEnded()
    if (this.#isAwake) {
      this.#isAwake = false
      return
    }
    await new Promise<void>((resolve, reject) => {
      this.#waiting = { resolve, reject }
    })
  }

  wake(): void {
    if (this.#waiting) this.#waiting.resolve()
    else this.#isAwake = true
    this.#waiting = undefined
  }

  end(reason: Error): void {
    this.#reason ??= reason
    this.#waiting?.reject(this.#reason)
    this.#waiting = undefined
  }
}
