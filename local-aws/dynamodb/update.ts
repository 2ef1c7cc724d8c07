import { AwsError } from '../aws-error.ts'
import type { Placeholders } from './names.ts'
import { readPath } from './names.ts'
import type { AttributeValue, Item } from './state.ts'
import { TokenReader } from './tokens.ts'
import type { Path } from './values.ts'
import { addNumbers, setAt, valueAt } from './values.ts'

type Operand = (item: Item) => AttributeValue
interface Assignment {
  readonly path: Path
  /** Undefined removes. */
  readonly value: (item: Item) => AttributeValue | undefined
}

/**
 * Compile an update expression; what it gives applies it to an item. All values are those from before the update.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.UpdateExpressions.html
 */
export function parseUpdate(expression: string, placeholders: Placeholders): { readonly paths: readonly Path[]; readonly apply: (item: Item) => Item } {
  const reader = new TokenReader(expression)
  const assignments: Assignment[] = []
  while (reader.peek().kind !== 'end') {
    const read = reader.take('SET') ? readSet : reader.take('REMOVE') ? readRemove : reader.take('ADD') ? readAdd : reader.take('DELETE') ? readDelete : undefined
    if (read === undefined) throw reader.error()
    do assignments.push(read(reader, placeholders))
    while (reader.take(','))
  }
  return {
    paths: assignments.map(({ path }) => path),
    apply(item) {
      const changed = structuredClone(item)
      const values = assignments.map(({ value }) => value(item))
      assignments.forEach(({ path }, at) => setAt(changed, { path, value: structuredClone(values[at]) }))
      return changed
    },
  }
}

function readSet(reader: TokenReader, placeholders: Placeholders): Assignment {
  const path = readPath(reader, placeholders)
  reader.expect('=')
  const left = readOperand(reader, placeholders)
  const sign = reader.take('+') ? 1 : reader.take('-') ? -1 : undefined
  if (sign === undefined) return { path, value: left }
  const right = readOperand(reader, placeholders)
  return { path, value: (item) => addNumbers(left(item), right(item), sign) }
}

function readRemove(reader: TokenReader, placeholders: Placeholders): Assignment {
  return { path: readPath(reader, placeholders), value: () => undefined }
}

function readAdd(reader: TokenReader, placeholders: Placeholders): Assignment {
  const path = readPath(reader, placeholders)
  const amount = readOperand(reader, placeholders)
  return {
    path,
    value(item) {
      const [before, added] = [valueAt(item, path), amount(item)]
      if (before === undefined) return added
      if ('SS' in before && 'SS' in added) return { SS: [...new Set([...before.SS, ...added.SS])] }
      if ('NS' in before && 'NS' in added) return { NS: [...new Set([...before.NS, ...added.NS])] }
      return addNumbers(before, added, 1)
    },
  }
}

function readDelete(reader: TokenReader, placeholders: Placeholders): Assignment {
  const path = readPath(reader, placeholders)
  const removed = readOperand(reader, placeholders)
  return {
    path,
    value(item) {
      const [before, gone] = [valueAt(item, path), removed(item)]
      if (before === undefined) return undefined
      const left = 'SS' in before && 'SS' in gone ? { SS: before.SS.filter((one) => !gone.SS.includes(one)) } : 'NS' in before && 'NS' in gone ? { NS: before.NS.filter((one) => !gone.NS.includes(one)) } : undefined
      if (left === undefined) throw new AwsError('ValidationException', 'An operand in the update expression has an incorrect data type')
      return Object.values(left)[0]?.length === 0 ? undefined : left
    },
  }
}

function readOperand(reader: TokenReader, placeholders: Placeholders): Operand {
  const token = reader.peek()
  if (token.kind === 'value') {
    const value = placeholders.value(reader.next().text)
    return () => value
  }
  if (reader.isCall()) return readFunction(reader, placeholders)
  const path = readPath(reader, placeholders)
  return (item) => {
    const value = valueAt(item, path)
    if (value === undefined) throw new AwsError('ValidationException', 'The provided expression refers to an attribute that does not exist in the item')
    return value
  }
}

function readFunction(reader: TokenReader, placeholders: Placeholders): Operand {
  const name = reader.next().text
  reader.expect('(')
  if (name === 'if_not_exists') {
    const path = readPath(reader, placeholders)
    reader.expect(',')
    const otherwise = readOperand(reader, placeholders)
    reader.expect(')')
    return (item) => valueAt(item, path) ?? otherwise(item)
  }
  if (name !== 'list_append') throw new AwsError('ValidationException', `Invalid UpdateExpression: Invalid function name; function: ${name}`)
  const first = readOperand(reader, placeholders)
  reader.expect(',')
  const second = readOperand(reader, placeholders)
  reader.expect(')')
  return (item) => {
    const [a, b] = [first(item), second(item)]
    if (!('L' in a) || !('L' in b)) throw new AwsError('ValidationException', 'An operand in the update expression has an incorrect data type')
    return { L: [...a.L, ...b.L] }
  }
}
