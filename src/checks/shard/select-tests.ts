import type { ShardedTool } from './test-list.ts'

/**
 * Write the arguments that make a tool run exactly some of its test files.
 *
 * vitest takes a file as a part of a path, so `src/a.test.ts` also means `lib/src/a.test.ts` and `src/a.test.tsx`: those that
 * are not chosen are excluded by name.
 *
 * @param options.chosen Files relative to the folder the tool runs in.
 * @param options.all Every test file of the tool.
 * @returns `undefined` when nothing is chosen: without arguments both tools would run everything.
 */
export function selectTests(options: { tool: ShardedTool; chosen: readonly string[]; all: readonly string[] }): string[] | undefined {
  const { tool, chosen, all } = options
  if (chosen.length === 0) return undefined
  if (tool === 'pytest') return chosen.map(notAnOption)
  const wanted = new Set(chosen)
  const meantToo = all.filter((file) => !wanted.has(file) && chosen.some((one) => file.includes(one)))
  return [...chosen.map(notAnOption), ...meantToo.flatMap((file) => ['--exclude', file.replace(/[\\*?[\]{}()!+@|]/g, '\\$&')])]
}

const notAnOption = (file: string): string => (file.startsWith('-') ? `./${file}` : file)
