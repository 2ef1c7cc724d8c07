import { AwsError } from '../aws-error.ts'
import type { AttributeValue } from './state.ts'
import type { TokenReader } from './tokens.ts'
import type { Path } from './values.ts'
import { assertValue } from './values.ts'

/** What `#names` and `:values` of an expression stand for. */
export class Placeholders {
  readonly #names: Readonly<Record<string, string>>
  readonly #values: Readonly<Record<string, AttributeValue>>
  readonly #used = new Set<string>()

  constructor(given: { names: unknown; values: unknown }) {
    this.#names = (given.names ?? {}) as Record<string, string>
    this.#values = (given.values ?? {}) as Record<string, AttributeValue>
    for (const value of Object.values(this.#values)) assertValue(value)
  }

  name(text: string): string {
    if (!text.startsWith('#')) return text
    this.#used.add(text)
    const name = this.#names[text]
    if (name === undefined) throw new AwsError('ValidationException', `An expression attribute name used in the document path is not defined; attribute name: ${text}`)
    return name
  }

  value(text: string): AttributeValue {
    this.#used.add(text)
    const value = this.#values[text]
    if (value === undefined) throw new AwsError('ValidationException', `An expression attribute value used in expression is not defined; attribute value: ${text}`)
    return value
  }

  /** DynamoDB refuses placeholders that nothing uses. */
  assertAllUsed(): void {
    for (const [kind, given] of [['Names', this.#names], ['Values', this.#values]] as const) {
      const unused = Object.keys(given).filter((text) => !this.#used.has(text))
      if (unused.length > 0) throw new AwsError('ValidationException', `Value provided in ExpressionAttribute${kind} unused in expressions: keys: {${unused.join(', ')}}`)
    }
  }
}

/** Read a document path: names, dots and list positions. */
export function readPath(reader: TokenReader, placeholders: Placeholders): Path {
  const path: (string | number)[] = [readName(reader, placeholders)]
  for (;;) {
    if (reader.take('.')) path.push(readName(reader, placeholders))
    else if (reader.take('[')) {
      const position = reader.next()
      if (position.kind !== 'number') throw reader.error()
      path.push(Number(position.text))
      reader.expect(']')
    } else return path
  }
}

function readName(reader: TokenReader, placeholders: Placeholders): string {
  const token = reader.next()
  if (token.kind !== 'name') throw reader.error()
  return placeholders.name(token.text)
}
