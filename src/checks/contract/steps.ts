import type { Component, Contract } from '../../config/model.ts'
import { shellWord } from '../parse/settle.ts'
import type { ToolStep } from '../spec.ts'

type WithContract = Component & { readonly contract: Contract }

const hasContract = (component: Component): component is WithContract => component.contract !== undefined

/** Name the step of a component: `generated`, or with its name where several components share a folder. */
export function contractTool(component: Component, sharing: readonly Component[]): string {
  return sharing.filter(hasContract).length > 1 ? `generated-${component.name}` : 'generated'
}

/**
 * Say how generated files are made again: kept as committed, removed, written by the command, kept as written.
 *
 * They are removed first, since a command that writes nothing would else leave them equal.
 */
export function contractSteps(components: readonly Component[]): readonly ToolStep[] {
  return components.filter(hasContract).map((component) => {
    const tool = contractTool(component, components)
    const { command, files } = component.contract
    const each = (line: (file: string, kept: string) => string) => files.map((file, at) => line(shellWord(file), `"$OUT/${tool}.files/${at}`)).join('\n')
    return {
      tool,
      command: `mkdir -p "$OUT/${tool}.files"
${each((file, kept) => `[ ! -f ${file} ] || { cp ${file} ${kept}.committed" && rm ${file}; } || exit 126`)}
(
${command}
)
code=$?
${each((file, kept) => `[ ! -f ${file} ] || cp ${file} ${kept}.generated" || exit 126`)}
exit $code`,
    }
  })
}
