import { html, raw } from 'hono/html'

/** A piece of markup that escapes every value put into it. */
export type Markup = ReturnType<typeof raw>

/** Write markup; values are escaped, lists joined, `undefined` and `false` left out. Everything in it is at hand, so nothing is awaited. */
export function markup(strings: TemplateStringsArray, ...values: readonly unknown[]): Markup {
  return html(strings, ...values) as Markup
}

/** Take out what XML 1.0 cannot hold, escaped or not. */
export function xmlText(text: string): string {
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
}
