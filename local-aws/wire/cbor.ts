/**
 * Write a value as CBOR, as far as results of Smithy RPC v2 need it: maps, lists, text, numbers, booleans, null, and dates as tag 1.
 *
 * @see https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html
 */
export function encodeCbor(value: unknown): Buffer {
  const parts: Buffer[] = []
  write(value, parts)
  return Buffer.concat(parts)
}

function write(value: unknown, parts: Buffer[]): void {
  if (value === null || value === undefined) parts.push(Buffer.from([0xf6]))
  else if (typeof value === 'boolean') parts.push(Buffer.from([value ? 0xf5 : 0xf4]))
  else if (typeof value === 'number') writeNumber(value, parts)
  else if (typeof value === 'string') writeText(value, parts)
  else if (value instanceof Date) {
    parts.push(Buffer.from([0xc1]))
    writeDouble(value.getTime() / 1000, parts)
  } else if (Array.isArray(value)) {
    parts.push(head(4, value.length))
    for (const item of value) write(item, parts)
  } else {
    const members = Object.entries(value).filter(([, member]) => member !== undefined)
    parts.push(head(5, members.length))
    for (const [name, member] of members) {
      writeText(name, parts)
      write(member, parts)
    }
  }
}

function writeText(text: string, parts: Buffer[]): void {
  const bytes = Buffer.from(text, 'utf8')
  parts.push(head(3, bytes.length), bytes)
}

function writeNumber(value: number, parts: Buffer[]): void {
  if (!Number.isSafeInteger(value) || Math.abs(value) > 0xffffffff) writeDouble(value, parts)
  else if (value >= 0) parts.push(head(0, value))
  else parts.push(head(1, -1 - value))
}

function writeDouble(value: number, parts: Buffer[]): void {
  const bytes = Buffer.alloc(9)
  bytes[0] = 0xfb
  bytes.writeDoubleBE(value, 1)
  parts.push(bytes)
}

function head(major: number, length: number): Buffer {
  const first = major << 5
  if (length < 24) return Buffer.from([first | length])
  if (length < 0x100) return Buffer.from([first | 24, length])
  if (length < 0x10000) return Buffer.from([first | 25, length >> 8, length & 0xff])
  const bytes = Buffer.alloc(5)
  bytes[0] = first | 26
  bytes.writeUInt32BE(length, 1)
  return bytes
}

/** Read CBOR back into plain values; byte strings become Buffers, tagged times Dates. */
export function decodeCbor(bytes: Buffer): unknown {
  const reader = { bytes, at: 0 }
  return bytes.length === 0 ? {} : read(reader)
}

interface Reader {
  readonly bytes: Buffer
  at: number
}

const BREAK = Symbol('break')

function read(reader: Reader): unknown {
  const first = reader.bytes.readUInt8(reader.at++)
  const major = first >> 5
  const info = first & 0x1f
  if (major === 7) return readSimple(reader, info)
  const length = info === 31 ? undefined : readLength(reader, info)
  if (major === 0) return Number(length)
  if (major === 1) return -1 - Number(length)
  if (major === 2 || major === 3) return readString(reader, { text: major === 3, length })
  if (major === 6) {
    const tagged = read(reader)
    return length === 1 ? new Date(Number(tagged) * 1000) : tagged
  }
  return major === 4 ? readList(reader, length) : readMap(reader, length)
}

function readList(reader: Reader, length: number | undefined): unknown[] {
  const items: unknown[] = []
  while (length === undefined || items.length < length) {
    const item = read(reader)
    if (item === BREAK) break
    items.push(item)
  }
  return items
}

function readMap(reader: Reader, length: number | undefined): Record<string, unknown> {
  const map: Record<string, unknown> = {}
  for (let count = 0; length === undefined || count < length; count++) {
    const name = read(reader)
    if (name === BREAK) break
    map[String(name)] = read(reader)
  }
  return map
}

function readString(reader: Reader, options: { text: boolean; length: number | undefined }): unknown {
  if (options.length === undefined) return readList(reader, undefined).join('')
  const bytes = reader.bytes.subarray(reader.at, reader.at + options.length)
  reader.at += options.length
  return options.text ? bytes.toString('utf8') : bytes
}

function readLength(reader: Reader, info: number): number {
  if (info < 24) return info
  const size = 1 << (info - 24)
  const at = reader.at
  reader.at += size
  if (size === 8) return Number(reader.bytes.readBigUInt64BE(at))
  return reader.bytes.readUIntBE(at, size)
}

function readSimple(reader: Reader, info: number): unknown {
  if (info === 31) return BREAK
  if (info === 20 || info === 21) return info === 21
  if (info === 26) return reader.bytes.readFloatBE((reader.at += 4) - 4)
  if (info === 27) return reader.bytes.readDoubleBE((reader.at += 8) - 8)
  return null
}
