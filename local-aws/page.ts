import { AwsError } from './aws-error.ts'

export interface PageRequest {
  readonly token: unknown
  readonly size: unknown
  readonly defaultSize: number
  readonly largestSize: number
  readonly invalidCode: string
}

/** Cut one page out of a list. Tokens are opaque to clients; they hold the position. */
export function page<T>(items: readonly T[], request: PageRequest): { items: T[]; next: string | undefined } {
  const size = request.size === undefined ? request.defaultSize : Number(request.size)
  if (!Number.isInteger(size) || size < 1) throw new AwsError(request.invalidCode, `the page size ${String(request.size)} is not valid`)
  const start = request.token === undefined || request.token === '' ? 0 : positionOf(request.token, request.invalidCode)
  const end = start + Math.min(size, request.largestSize)
  return { items: items.slice(start, end), next: end < items.length ? Buffer.from(`page:${end}`).toString('base64url') : undefined }
}

function positionOf(token: unknown, invalidCode: string): number {
  const match = /^page:(\d+)$/.exec(Buffer.from(String(token as string), 'base64url').toString())
  if (match === null) throw new AwsError(invalidCode, 'Invalid token.')
  return Number(match[1])
}
