import { AwsError } from '../aws-error.ts'
import type { Placeholders } from './names.ts'
import { readPath } from './names.ts'
import type { AttributeValue, Item } from './state.ts'
import { TokenReader } from './tokens.ts'
import { compare, same, typeOf, valueAt } from './values.ts'

export type Condition = (item: Item) => boolean
type Operand = (item: Item) => AttributeValue | undefined

const COMPARATORS: Readonly<Record<string, (a: AttributeValue, b: AttributeValue) => boolean>> = {
  '=': same,
  '<>': (a, b) => !same(a, b),
  '<': (a, b) => (compare(a, b) ?? 1) < 0,
  '<=': (a, b) => (compare(a, b) ?? 1) <= 0,
  '>': (a, b) => (compare(a, b) ?? -1) > 0,
  '>=': (a, b) => (compare(a, b) ?? -1) >= 0,
}

/**
 * Compile a condition, filter or key condition expression.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.OperatorsAndFunctions.html
 */
export function parseCondition(expression: string, placeholders: Placeholders): Condition {
  const reader = new TokenReader(expression)
  const condition = readOr(reader, placeholders)
  if (reader.peek().kind !== 'end') throw reader.error()
  return condition
}

function readOr(reader: TokenReader, placeholders: Placeholders): Condition {
  let left = readAnd(reader, placeholders)
  while (reader.take('OR')) {
    const [a, b] = [left, readAnd(reader, placeholders)]
    left = (item) => a(item) || b(item)
  }
  return left
}

function readAnd(reader: TokenReader, placeholders: Placeholders): Condition {
  let left = readNot(reader, placeholders)
  while (reader.take('AND')) {
    const [a, b] = [left, readNot(reader, placeholders)]
    left = (item) => a(item) && b(item)
  }
  return left
}

function readNot(reader: TokenReader, placeholders: Placeholders): Condition {
  if (reader.take('NOT')) {
    const inner = readNot(reader, placeholders)
    return (item) => !inner(item)
  }
  if (reader.take('(')) {
    const inner = readOr(reader, placeholders)
    reader.expect(')')
    return inner
  }
  const name = reader.peek().text
  if (reader.isCall() && name !== 'size') return readFunction(reader, placeholders)
  return readComparison(reader, placeholders)
}

function readFunction(reader: TokenReader, placeholders: Placeholders): Condition {
  const name = reader.next().text
  reader.expect('(')
  const path = readPath(reader, placeholders)
  if (name === 'attribute_exists' || name === 'attribute_not_exists') {
    reader.expect(')')
    return (item) => (valueAt(item, path) !== undefined) === (name === 'attribute_exists')
  }
  reader.expect(',')
  const argument = readOperand(reader, placeholders)
  reader.expect(')')
  if (name === 'begins_with') return (item) => beginsWith(valueAt(item, path), argument(item))
  if (name === 'contains') return (item) => contains(valueAt(item, path), argument(item))
  if (name !== 'attribute_type') throw new AwsError('ValidationException', `Invalid expression: Invalid function name; function: ${name}`)
  return (item) => {
    const [value, type] = [valueAt(item, path), argument(item)]
    return value !== undefined && type !== undefined && 'S' in type && typeOf(value) === type.S
  }
}

function readComparison(reader: TokenReader, placeholders: Placeholders): Condition {
  const left = readOperand(reader, placeholders)
  if (reader.take('BETWEEN')) {
    const low = readOperand(reader, placeholders)
    reader.expect('AND')
    const high = readOperand(reader, placeholders)
    return (item) => holds('>=', left(item), low(item)) && holds('<=', left(item), high(item))
  }
  if (reader.take('IN')) {
    reader.expect('(')
    const options = [readOperand(reader, placeholders)]
    while (reader.take(',')) options.push(readOperand(reader, placeholders))
    reader.expect(')')
    return (item) => options.some((option) => holds('=', left(item), option(item)))
  }
  const operator = reader.next().text
  if (COMPARATORS[operator] === undefined) throw reader.error()
  const right = readOperand(reader, placeholders)
  return (item) => holds(operator, left(item), right(item))
}

function readOperand(reader: TokenReader, placeholders: Placeholders): Operand {
  const token = reader.peek()
  if (token.kind === 'value') {
    const value = placeholders.value(reader.next().text)
    return () => value
  }
  if (reader.isCall() && token.text === 'size') {
    reader.next()
    reader.expect('(')
    const path = readPath(reader, placeholders)
    reader.expect(')')
    return (item) => sizeOf(valueAt(item, path))
  }
  const path = readPath(reader, placeholders)
  return (item) => valueAt(item, path)
}

/** A comparison with something that is not there is false, except that it differs (`<>`). */
function holds(operator: string, a: AttributeValue | undefined, b: AttributeValue | undefined): boolean {
  if (a === undefined || b === undefined) return operator === '<>' && a !== b
  return COMPARATORS[operator]?.(a, b) ?? false
}

function beginsWith(value: AttributeValue | undefined, prefix: AttributeValue | undefined): boolean {
  return value !== undefined && prefix !== undefined && 'S' in value && 'S' in prefix && value.S.startsWith(prefix.S)
}

function contains(value: AttributeValue | undefined, part: AttributeValue | undefined): boolean {
  if (value === undefined || part === undefined) return false
  if ('S' in value && 'S' in part) return value.S.includes(part.S)
  if ('SS' in value && 'S' in part) return value.SS.includes(part.S)
  if ('NS' in value && 'N' in part) return value.NS.includes(part.N)
  return 'L' in value && value.L.some((member) => same(member, part))
}

function sizeOf(value: AttributeValue | undefined): AttributeValue | undefined {
  if (value === undefined) return undefined
  const [content] = Object.values(value) as unknown[]
  if (typeof content === 'string') return 'N' in value ? undefined : { N: String(Buffer.byteLength(content)) }
  return typeof content === 'object' && content !== null ? { N: String(Object.keys(content).length) } : undefined
}
