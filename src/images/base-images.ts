/**
 * Name the images that a Dockerfile starts from, in its order; one that a build argument without a known value decides is left out.
 *
 * @param args Build arguments, which win over the Dockerfile's own defaults.
 * @see Dockerfile reference, "FROM", "Understand how ARG and FROM interact"
 */
export function baseImages(dockerfile: string, args: Readonly<Record<string, string>>): readonly string[] {
  const values = new Map<string, string>()
  const stages = new Set(['scratch'])
  const found: string[] = []
  let isBeforeStages = true
  for (const line of dockerfile.replaceAll(/\\\r?\n/g, ' ').split('\n').map((one) => one.trim())) {
    const [, name = '', preset] = /^ARG\s+(\w+)(?:=(\S*))?/i.exec(line) ?? []
    // Only what stands before the first FROM counts for a FROM.
    if (name && isBeforeStages) {
      const value = args[name] ?? preset?.replaceAll(/^["']|["']$/g, '')
      if (value !== undefined) values.set(name, value)
    }
    const [, written = '', stage] = /^FROM\s+(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(line) ?? []
    if (!written) continue
    isBeforeStages = false
    const image = fill(written, values)
    if (image !== undefined && !stages.has(image.toLowerCase())) found.push(image)
    if (stage) stages.add(stage.toLowerCase())
  }
  return [...new Set(found)]
}

/** Put values in the place of `$NAME`, `${NAME}` and `${NAME:-default}`; nothing where one is not known. */
function fill(text: string, values: ReadonlyMap<string, string>): string | undefined {
  let known = true
  const filled = text.replaceAll(/\$(?:(\w+)|\{(\w+)(?::-([^}]*))?\})/g, (_, plain?: string, braced?: string, preset?: string) => {
    const value = values.get(plain ?? braced ?? '') ?? preset
    known &&= value !== undefined
    return value ?? ''
  })
  return known && !filled.includes('$') ? filled : undefined
}
