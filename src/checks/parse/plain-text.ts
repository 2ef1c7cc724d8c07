import { stripVTControlCharacters } from 'node:util'

/** Split a tool's output into lines without colours. */
export function plainLines(text: string): string[] {
  return plain(text).split('\n')
}

/** Take colours, cursor movements and carriage returns out of a tool's output. */
export function plain(text: string): string {
  // pytest writes the escape character of a colour as the four characters `#x1B` into its XML.
  return stripVTControlCharacters(text.replaceAll('#x1B', '\u001b')).replace(/\r\n?/g, '\n').replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '')
}

const maxTailLines = 200
const maxTailCharacters = 16_000

/** Keep the last part of an output: where a tool says what went wrong. */
export function tail(text: string): string {
  const lines = plainLines(text.slice(-4 * maxTailCharacters).trimEnd())
  const kept = lines.slice(-maxTailLines).join('\n').slice(-maxTailCharacters)
  return text.length > 4 * maxTailCharacters || lines.length > maxTailLines || kept.length === maxTailCharacters ? `[…]\n${kept}` : kept
}
