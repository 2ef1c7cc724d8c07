/** A step that cannot go on: what happened, and what the reader can do about it. */
export class EngineError extends Error {
  readonly next: string

  constructor(what: string, next: string, options?: { cause: unknown }) {
    super(what, options)
    this.name = 'EngineError'
    this.next = next
  }
}
