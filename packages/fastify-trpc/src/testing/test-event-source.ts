/** What `httpSubscriptionLink` needs of a browser's `EventSource`, which Node lacks. It reconnects at once. */
export class TestEventSource extends EventTarget {
  readonly CONNECTING = 0
  readonly OPEN = 1
  readonly CLOSED = 2
  readyState = 0
  #lastEventId = ''
  readonly #controller = new AbortController()

  constructor(url: string, _init?: { withCredentials?: boolean }) {
    super()
    void this.#connect(url)
  }

  close = (): void => {
    this.readyState = this.CLOSED
    this.#controller.abort()
  }

  async #connect(url: string) {
    while (this.readyState !== this.CLOSED) {
      this.readyState = this.CONNECTING
      await this.#read(url).catch(() => undefined)
      if (this.readyState !== this.CLOSED) this.dispatchEvent(new Event('error'))
    }
  }

  async #read(url: string) {
    const headers: Record<string, string> = this.#lastEventId ? { 'last-event-id': this.#lastEventId } : {}
    const { body, status } = await fetch(url, { headers, signal: this.#controller.signal })
    if (status !== 200 || !body) return this.close()
    this.readyState = this.OPEN
    let text = ''
    for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
      const blocks = (text + chunk).split('\n\n')
      text = blocks.pop() ?? ''
      for (const block of blocks) this.#dispatch(block)
    }
  }

  #dispatch(block: string) {
    const fields = new Map(
      block.split('\n').map((line) => {
        const [name = '', ...value] = line.split(': ')
        return [name, value.join(': ')]
      }),
    )
    this.#lastEventId = fields.get('id') ?? this.#lastEventId
    const { lastEventId } = { lastEventId: this.#lastEventId }
    const data = fields.get('data')
    if (data !== undefined) {
      this.dispatchEvent(Object.assign(new Event(fields.get('event') ?? 'message'), { data, lastEventId }))
    }
  }
}
