import type { Component } from '../../config/model.ts'
import type { CheckFolder } from '../assemble.ts'
import type { ToolStep } from '../spec.ts'

/** Name of the file below the report folder that a benchmark may write instead of printing. */
export const benchmarkFile = 'benchmark.json'

/** Say what is run to measure components: nothing where none has a benchmark. */
export function benchmarkSteps(components: readonly Component[]): readonly ToolStep[] {
  const command = components.find(({ commands }) => commands.benchmark !== undefined)?.commands.benchmark
  return command === undefined ? [] : [{ tool: 'benchmark', command }]
}

/** Name a benchmark by its first component: two commands may share a folder. */
export const benchmarkId = (components: readonly string[]): string => `performance.${components[0] ?? ''}`

/** Split folders by benchmark: components that share folder and command are measured once, others in containers of their own. */
export function benchmarkFolders(folders: readonly CheckFolder[]): readonly CheckFolder[] {
  return folders.flatMap((folder) => {
    const measured = folder.components.filter(({ commands }) => commands.benchmark !== undefined)
    return [...Map.groupBy(measured, ({ commands }) => commands.benchmark).values()].map((components) => ({ ...folder, components }))
  })
}
