import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from '../paths.ts'
import { run } from '../shell.ts'

/** Fetch an npm package at an exact version through the machine's npm and return the folder that it lies unpacked in. */
export const npmPackage = async (name: string, version: string): Promise<string> => {
  const home = join(cacheFolder('npm'), `${name.replace('/', '+')}-${version}`)
  if (existsSync(home)) return join(home, 'package')
  const fresh = `${home}.new`
  rmSync(fresh, { recursive: true, force: true })
  mkdirSync(fresh)
  const file = (await run(['npm', 'pack', '--silent', `${name}@${version}`], { cwd: fresh, next: 'does "npm ping" work on this machine? npm packages must be reachable' })).trim().split('\n').at(-1)
  await run(['tar', '-C', fresh, '--no-same-owner', '-xzf', join(fresh, file ?? '')])
  rmSync(join(fresh, file ?? ''))
  renameSync(fresh, home)
  return join(home, 'package')
}
