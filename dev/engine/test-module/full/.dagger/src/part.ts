import { func, object } from "@dagger.io/dagger"
import { Colour } from "./colour.ts"

@object()
export class Part {
  /** The part's name. */
  @func()
  name: string

  @func()
  colour: Colour = Colour.Red

  /** Not exposed, kept between calls all the same. */
  secretCount: number

  constructor(name: string, count: number) {
    this.name = name
    this.secretCount = count
  }

  /** Count up and return the part itself. */
  @func()
  more(by: number = 1): Part {
    const next = new Part(this.name, this.secretCount + by)
    next.colour = this.colour
    return next
  }

  /** Paint the part. */
  @func()
  painted(colour: Colour): Part {
    const next = new Part(this.name, this.secretCount)
    next.colour = colour
    return next
  }

  /** Say what the part is. */
  @func()
  describe(): string {
    return `${this.name} ${this.secretCount} ${this.colour}`
  }
}
