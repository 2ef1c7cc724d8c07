import { execFileSync, spawnSync } from 'node:child_process'

const name = 'hatchery-demo-registry'
const address = 'localhost:5050'

/** Start the registry that the demo publishes to, or find it running; it stays so that its images can be looked at. */
export function demoRegistry(): string {
  const running = spawnSync('docker', ['start', name], { stdio: 'ignore' }).status === 0
  if (!running) execFileSync('docker', ['run', '-d', '--name', name, '-p', '127.0.0.1:5050:5000', 'registry:2'], { stdio: ['ignore', 'ignore', 'inherit'] })
  return address
}
