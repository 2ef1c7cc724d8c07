import type { ContainerHealthCheck } from './drivers/driver.ts'

/**
 * What runs around a container's command where the engine that runs containers tells nothing about a started one: it keeps the
 * exit code, the output and the health in a folder that this process sees too, and passes on SIGTERM when a file asks for it.
 * It needs `/bin/sh` in the image.
 */
export const SUPERVISOR = `#!/bin/sh
dir="$1"
shift
"$@" >>"$dir/log" 2>&1 &
child=$!
trap 'kill -TERM "$child" 2>/dev/null' TERM INT
(
  while kill -0 "$child" 2>/dev/null; do
    if [ -e "$dir/stop" ]; then kill -TERM "$child" 2>/dev/null; break; fi
    sleep 0.2
  done
) &
if [ -f "$dir/health-loop" ]; then sh "$dir/health-loop" "$dir" "$child" & fi
wait "$child"
code=$?
while [ "$code" -gt 128 ] && kill -0 "$child" 2>/dev/null; do
  wait "$child"
  code=$?
done
echo "$code" >"$dir/exit.new"
mv "$dir/exit.new" "$dir/exit"
exit "$code"
`

/**
 * The health check of a container definition as a loop. Failures within the start period do not count.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_HealthCheck.html
 */
export function healthLoop(check: ContainerHealthCheck): string {
  return `dir="$1"
child="$2"
failures=0
begun=$(date +%s)
say() { echo "$1" >"$dir/health.new"; mv "$dir/health.new" "$dir/health"; }
while kill -0 "$child" 2>/dev/null; do
  sleep ${check.intervalSeconds}
  if timeout ${check.timeoutSeconds} sh "$dir/health-check" >/dev/null 2>&1; then
    failures=0
    say HEALTHY
  elif [ $(( $(date +%s) - begun )) -ge ${check.startPeriodSeconds} ]; then
    failures=$(( failures + 1 ))
    if [ "$failures" -ge ${check.retries} ]; then say UNHEALTHY; fi
  fi
done
`
}

/** The command of a health check as a script: `CMD-SHELL` gives it to the shell, `CMD` runs it as it is. */
export function healthCheckScript(command: readonly string[]): string {
  const [kind, ...rest] = command
  if (kind === 'CMD-SHELL') return `${rest.join(' ')}\n`
  const words = kind === 'CMD' ? rest : command
  return `exec ${words.map((word) => `'${word.replaceAll("'", `'\\''`)}'`).join(' ')}\n`
}
