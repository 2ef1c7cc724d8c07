import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm, rmdir, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** The AWS CLI decides the botocore that it comes with; both are judges that the stand-in's authors did not write. */
export const AWSCLI = 'awscli==1.46.3'
export const BOTOCORE = 'botocore==1.44.8'

export interface Judges {
  /** Folder that has a folder for each service model. */
  readonly models: string
  readonly aws: string
  readonly python: string
}

/** Install botocore and the AWS CLI once into the user's cache, in a virtual environment of their own. */
export async function installJudges(): Promise<Judges> {
  const home = await installPackages([AWSCLI, BOTOCORE])
  const python = join(home, 'bin/python')
  const { stdout } = await run(python, ['-c', 'import botocore, os; print(os.path.join(os.path.dirname(botocore.__file__), "data"))'])
  return { models: stdout.trim(), aws: join(home, 'bin/aws'), python }
}

/** Make a virtual environment with pinned packages in the user's cache, unless it is there; gives its folder. */
export async function installPackages(packages: readonly string[]): Promise<string> {
  const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'hatchery')
  const home = join(cache, packages.join('-').replaceAll('=', ''))
  await mkdir(cache, { recursive: true })
  if (!existsSync(home)) await alone(`${home}.lock`, () => install(home, packages))
  return home
}

async function install(home: string, packages: readonly string[]): Promise<void> {
  if (existsSync(home)) return
  const parts = `${home}.parts-${process.pid}`
  await run('python3', ['-m', 'venv', parts])
  await run(join(parts, 'bin/python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...packages], { timeout: 540_000 })
  // Scripts of a virtual environment name the place where they were made.
  await run('python3', ['-c', `import pathlib,sys\nfor f in pathlib.Path(sys.argv[1],'bin').iterdir():\n  if f.is_file() and not f.is_symlink() and f.read_bytes()[:2]==b'#!': f.write_text(f.read_text().replace(sys.argv[1], sys.argv[2]))`, parts, home])
  await rename(parts, home)
}

/** Test files run side by side: one installs, the others wait. A lock that is older than ten minutes was left behind. */
async function alone(lock: string, act: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await mkdir(lock)
      break
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause
      const age = await stat(lock).then((found) => Date.now() - found.mtimeMs, () => 0)
      if (age > 600_000) await rm(lock, { recursive: true, force: true })
      else await new Promise((resolve) => setTimeout(resolve, 500))
    }
  }
  try {
    await act()
  } finally {
    await rmdir(lock)
  }
}
