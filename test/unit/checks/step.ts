import type { ToolRun } from '../../../src/checks/parse/tool-run.ts'
import type { StepRun } from '../../../src/checks/parse/settle.ts'
import type { Component } from '../../../src/config/model.ts'

/** A component as hatchery.yaml gives it, with what a test says about it. */
export function component(given: Partial<Component>): Component {
  return {
    name: 'api', path: 'api', language: 'python', services: [], dependsOn: [], affectedBy: [], coverage: { minimumPercent: 80, changedLinesPercent: 80 },
    commands: {}, env: {}, testTimeoutSeconds: 600, ...given,
  }
}

export function toolRun(given: Partial<ToolRun> & Pick<ToolRun, 'concern' | 'tool'>): ToolRun {
  return { id: `${given.concern}.x.${given.tool}`, path: 'x', components: ['x'], cell: 'python-3.13', exitCode: 0, stdout: '', stderr: '', files: {}, reproduce: 'dagger call', ...given }
}

/** A step that left some files. */
export function step(run: Partial<ToolRun> & Pick<ToolRun, 'concern' | 'tool'>, files: Readonly<Record<string, string>> = {}): StepRun {
  return { run: toolRun(run), text: (name) => files[name] }
}
