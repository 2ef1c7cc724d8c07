const secretName = /pass(word|wd)?|secret|token|api_?key|access_?key|private_?key|credential|dsn|salt|signing/i

/** Tell whether the value of a variable of this name is best not shown. */
export function isSecretName(name: string): boolean {
  return secretName.test(name)
}

/** Hide passwords inside addresses, values after telling names, tokens of a known form, and the values given. */
export function redact(text: string, values: readonly string[] = []): string {
  let shown = text
  for (const value of values) if (value.length >= 4) shown = shown.replaceAll(value, '***')
  return shown
    .replace(/(\w+:\/\/[^/\s:@]*:)[^@\s]+@/g, '$1***@')
    .replace(/\b(AKIA|ASIA)[A-Z0-9]{16}\b/g, '***')
    .replace(/\beyJ[\w-]{10,}\.[\w-]{10,}\.[\w-]+/g, '***')
    .replace(/(["']?\b\w*(?:password|passwd|secret|token|api_?key|access_?key|private_?key)\w*["']?\s*[=:]\s*["']?)[^\s"',;]+/gi, '$1***')
}
