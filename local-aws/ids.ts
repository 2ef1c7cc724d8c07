import { createHash } from 'node:crypto'

/** Where ids come from: the same seed and the same calls give the same ids, so that a test can be repeated exactly. */
export interface IdSource {
  seed: string
  issued: number
}

function next(source: IdSource): string {
  source.issued += 1
  return createHash('sha256').update(`${source.seed}/${source.issued}`).digest('hex')
}

/** 32 hexadecimal digits, as ECS task ids have. */
export function hexId(source: IdSource, length = 32): string {
  return next(source).slice(0, length)
}

/** 19 decimal digits, as in `ecs-svc/4980306466373577095`. */
export function digitsId(source: IdSource): string {
  return String((BigInt(`0x${next(source).slice(0, 16)}`) % 9_000_000_000_000_000_000n) + 1_000_000_000_000_000_000n)
}

/** 21 characters, as service deployment ids have. */
export function shortId(source: IdSource): string {
  return Buffer.from(next(source), 'hex').toString('base64url').slice(0, 21)
}

/** A UUID. */
export function uuid(source: IdSource): string {
  const hex = next(source)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
