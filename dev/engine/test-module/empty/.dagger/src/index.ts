import { func, object } from "@dagger.io/dagger"

@object()
export class Empty {
  /** Return nothing of note, and never from the cache. */
  @func({ cache: "never" })
  nothing(): string {
    return "nothing"
  }
}
