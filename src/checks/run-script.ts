import type { CheckSpec } from './spec.ts'

/**
 * Write the shell script of a check: every tool runs to its end, whatever the others did.
 *
 * Each tool leaves `<tool>.{stdout,stderr,exit,started,seconds}` under /out, so that a red tool still gives a report
 * and one cached container answers both `checks` and `reports`. Exit code 124 means that the time limit was reached.
 */
export function runScript(spec: Pick<CheckSpec, 'steps' | 'timeoutSeconds'>): string {
  const steps = spec.steps.map(
    (step, at) => `
run ${quote(step.tool)} <<'HATCHERY_STEP_${at}'
${step.command}
HATCHERY_STEP_${at}`,
  )
  return `#!/bin/sh
# One check: every tool to its end, its output and exit code kept under /out.
export OUT=/out
mkdir -p "$OUT"
run() {
  line=$(cat)
  started=$(date +%s)
  timeout -k 5 ${spec.timeoutSeconds} sh -c "$line" >"$OUT/$1.stdout" 2>"$OUT/$1.stderr" </dev/null
  echo $? >"$OUT/$1.exit"
  echo $started >"$OUT/$1.started"
  echo $(($(date +%s) - started)) >"$OUT/$1.seconds"
}
${steps.join('\n')}
`
}

const quote = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
