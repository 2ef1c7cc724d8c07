import { AwsError } from '../aws-error.ts'
import { parseCondition } from './condition.ts'
import { Placeholders } from './names.ts'
import type { Item, Table } from './state.ts'
import { assertKeyOnly, keyNames, slotOf } from './tables.ts'
import { parseUpdate } from './update.ts'
import type { Path } from './values.ts'
import { assertValue } from './values.ts'

/** A write that has been read and judged, but not done. */
export interface Write {
  readonly kind: 'Put' | 'Update' | 'Delete' | 'ConditionCheck'
  readonly identity: string
  readonly before: Item | undefined
  readonly after: Item | undefined
  /** What an update expression touches. */
  readonly paths: readonly Path[]
  readonly allowed: boolean
  /** ReturnValuesOnConditionCheckFailure is ALL_OLD. */
  readonly tellOld: boolean
  commit(): void
}

/**
 * Read a write and judge its condition against the item as it is.
 *
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Expressions.ConditionExpressions.html
 */
export function prepareWrite(table: Table, options: { kind: Write['kind']; input: Readonly<Record<string, unknown>> }): Write {
  const { kind, input } = options
  const key = (kind === 'Put' ? input['Item'] : input['Key']) as Item
  for (const value of Object.values(key)) assertValue(value)
  const slot = slotOf(table, key)
  if (kind !== 'Put') assertKeyOnly(table, key)
  const placeholders = new Placeholders({ names: input['ExpressionAttributeNames'], values: input['ExpressionAttributeValues'] })
  const before = table.items[slot]
  const condition = input['ConditionExpression'] === undefined ? () => true : parseCondition(input['ConditionExpression'] as string, placeholders)
  const update = kind === 'Update' && input['UpdateExpression'] !== undefined ? parseUpdate(input['UpdateExpression'] as string, placeholders) : undefined
  placeholders.assertAllUsed()
  if (update?.paths.some((path) => path.length === 1 && keyNames(table).includes(String(path[0]))) === true) {
    throw new AwsError('ValidationException', 'One or more parameter values were invalid: Cannot update attribute. This attribute is part of the key')
  }
  const allowed = condition(before ?? {})
  const after = allowed ? outcome({ kind, key, before, apply: update?.apply }) : before
  return {
    kind,
    identity: `${table.name}/${slot}`,
    before,
    after,
    paths: update?.paths ?? [],
    allowed,
    tellOld: input['ReturnValuesOnConditionCheckFailure'] === 'ALL_OLD',
    commit() {
      if (after === undefined) delete table.items[slot]
      else table.items[slot] = after
    },
  }
}

function outcome(options: { kind: Write['kind']; key: Item; before: Item | undefined; apply: ((item: Item) => Item) | undefined }): Item | undefined {
  const { kind, key, before, apply } = options
  if (kind === 'Put') return structuredClone(key)
  if (kind === 'Delete') return undefined
  if (kind === 'ConditionCheck') return before
  const from = before ?? key
  return apply === undefined ? structuredClone(from) : apply(from)
}
