import { AwsError } from '../aws-error.ts'
import type { AttributeValue, Item } from './state.ts'

/** Steps from an item to a value: names and list positions. */
export type Path = readonly (string | number)[]

/** The one type name of a value: S, N, B, BOOL, NULL, M, L, SS or NS. */
export function typeOf(value: AttributeValue): string {
  return Object.keys(value)[0] as string
}

/** The value at a path; undefined when there is none. */
export function valueAt(item: Item, path: Path): AttributeValue | undefined {
  let value: AttributeValue | undefined = { M: item }
  for (const step of path) {
    if (value === undefined) return undefined
    value = childOf(value, step)
  }
  return value
}

function childOf(value: AttributeValue, step: string | number): AttributeValue | undefined {
  if (typeof step === 'number') return 'L' in value ? value.L[step] : undefined
  return 'M' in value ? value.M[step] : undefined
}

/** Put a value at a path, or remove what is there; the parent must exist. */
export function setAt(item: Item, options: { path: Path; value: AttributeValue | undefined }): void {
  const { path, value } = options
  const last = path.at(-1)
  const parent = valueAt(item, path.slice(0, -1))
  if (parent !== undefined && 'M' in parent && typeof last === 'string') {
    if (value === undefined) delete parent.M[last]
    else parent.M[last] = value
  } else if (parent !== undefined && 'L' in parent && typeof last === 'number') {
    if (value === undefined) parent.L.splice(last, 1)
    else parent.L[Math.min(last, parent.L.length)] = value
  } else throw new AwsError('ValidationException', 'The document path provided in the update expression is invalid for update')
}

/** Order two values of the same type (text, number or binary); undefined when they cannot be compared. */
export function compare(a: AttributeValue, b: AttributeValue): number | undefined {
  if ('S' in a && 'S' in b) return Buffer.compare(Buffer.from(a.S), Buffer.from(b.S))
  if ('B' in a && 'B' in b) return Buffer.compare(Buffer.from(a.B, 'base64'), Buffer.from(b.B, 'base64'))
  if ('N' in a && 'N' in b) return compareNumbers(a.N, b.N)
  return undefined
}

/** Whether two values are the same, numbers by value. */
export function same(a: AttributeValue, b: AttributeValue): boolean {
  if (typeOf(a) !== typeOf(b)) return false
  const order = compare(a, b)
  if (order !== undefined) return order === 0
  return canonical(a) === canonical(b)
}

/** Add numbers exactly where both are whole. */
export function addNumbers(a: AttributeValue, b: AttributeValue, sign: 1 | -1): AttributeValue {
  if (!('N' in a) || !('N' in b)) throw new AwsError('ValidationException', `An operand in the update expression has an incorrect data type`)
  if (isWhole(a.N) && isWhole(b.N)) return { N: String(BigInt(a.N) + BigInt(sign) * BigInt(b.N)) }
  return { N: String(Number(a.N) + sign * Number(b.N)) }
}

/** Refuse a value that is not one of the wire's forms. */
export function assertValue(value: unknown): void {
  const names = typeof value === 'object' && value !== null ? Object.keys(value) : []
  if (names.length !== 1 || !['S', 'N', 'B', 'BOOL', 'NULL', 'M', 'L', 'SS', 'NS'].includes(names[0] as string)) {
    throw new AwsError('ValidationException', 'Supplied AttributeValue is empty, must contain exactly one of the supported datatypes')
  }
  const given = value as AttributeValue
  if ('N' in given && !/^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(given.N)) throw new AwsError('ValidationException', 'The parameter cannot be converted to a numeric value: ' + given.N)
  if ('M' in given) for (const member of Object.values(given.M)) assertValue(member)
  if ('L' in given) for (const member of given.L) assertValue(member)
}

function compareNumbers(a: string, b: string): number {
  if (isWhole(a) && isWhole(b)) {
    const difference = BigInt(a) - BigInt(b)
    return difference < 0n ? -1 : difference > 0n ? 1 : 0
  }
  return Math.sign(Number(a) - Number(b))
}

function isWhole(text: string): boolean {
  return /^-?\d+$/.test(text)
}

function canonical(value: AttributeValue): string {
  return JSON.stringify(value, (_name, member: unknown) => {
    if (typeof member !== 'object' || member === null || Array.isArray(member)) return member
    return Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
