import { AwsError } from '../aws-error.ts'

export type Token =
  | { readonly kind: 'name'; readonly text: string }
  | { readonly kind: 'value'; readonly text: string }
  | { readonly kind: 'number'; readonly text: string }
  | { readonly kind: 'symbol'; readonly text: string }
  | { readonly kind: 'end'; readonly text: '' }

const PATTERN = /\s*(?:(?<name>#?[A-Za-z_][A-Za-z0-9_-]*)|(?<value>:[A-Za-z0-9_]+)|(?<number>\d+)|(?<symbol><>|<=|>=|[=<>(),.[\]+-]))/y

/** Cut an expression into tokens. */
export function tokenize(expression: string): Token[] {
  const tokens: Token[] = []
  PATTERN.lastIndex = 0
  let at = 0
  while (expression.slice(at).trim() !== '') {
    PATTERN.lastIndex = at
    const match = PATTERN.exec(expression)
    if (match === null) throw syntaxError(expression, expression.slice(at, at + 10))
    at = PATTERN.lastIndex
    const found = Object.entries(match.groups ?? {}).find(([, text]) => text !== undefined) as ['name' | 'value' | 'number' | 'symbol', string]
    tokens.push({ kind: found[0], text: found[1] })
  }
  return tokens
}

/** What DynamoDB says about an expression that it cannot read. */
export function syntaxError(expression: string, near: string): AwsError {
  return new AwsError('ValidationException', `Invalid expression: Syntax error; token: "${near}", near: "${expression.slice(0, 60)}"`)
}

/** Read tokens one by one. */
export class TokenReader {
  readonly #tokens: readonly Token[]
  readonly #expression: string
  #at = 0

  constructor(expression: string) {
    this.#expression = expression
    this.#tokens = tokenize(expression)
  }

  peek(): Token {
    return this.#tokens[this.#at] ?? { kind: 'end', text: '' }
  }

  next(): Token {
    const token = this.peek()
    this.#at += 1
    return token
  }

  /** Take the next token if it is this symbol or keyword. */
  take(text: string): boolean {
    const token = this.peek()
    const same = token.kind === 'symbol' ? token.text === text : token.kind === 'name' && token.text.toUpperCase() === text
    if (same) this.#at += 1
    return same
  }

  expect(text: string): void {
    if (!this.take(text)) throw this.error()
  }

  /** Whether the next but one token is an opening bracket, that is, whether a name is a function. */
  isCall(): boolean {
    const after = this.#tokens[this.#at + 1]
    return this.peek().kind === 'name' && after?.kind === 'symbol' && after.text === '('
  }

  error(): AwsError {
    return syntaxError(this.#expression, this.peek().text || '<EOF>')
  }
}
