/**
 * Write the shell script that installs dependencies: each command up to three times, five minutes each.
 *
 * Package registries drop connections; an install that hangs or breaks for that must not make a check red.
 */
export function installScript(commands: readonly string[]): string {
  const attempts = commands.map((command) => `attempt '${command.replaceAll("'", `'\\''`)}'`)
  return `#!/bin/sh
attempt() {
  for delay in 2 10 0; do
    timeout -k 5 300 sh -c "$1" && return 0
    echo "install failed, $([ $delay = 0 ] && echo giving up || echo trying again): $1" >&2
    sleep $delay
  done
  exit 1
}
${attempts.join('\n')}
`
}
