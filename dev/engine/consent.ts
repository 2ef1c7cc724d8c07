import { createInterface } from 'node:readline/promises'
import { EngineError } from './engine-error.ts'
import { cacheDir } from './paths.ts'
import { missingPackages } from './steps/packages.ts'
import { cliPath } from './steps/cli.ts'

const announcement = async (): Promise<string> => {
  const missing = await missingPackages()
  return [
    'No Dagger engine and no image registry answer here, so an engine will be built on this machine:',
    `- Debian packages: ${missing.length === 0 ? 'all there' : missing.join(' ')}`,
    `- dockerd is started if none runs; two containers: the engine and a local image registry on port 5000`,
    `- ${cliPath}, and about 4 GB under ${cacheDir} and in docker's volumes`,
    '- arm64 emulation is switched on in the kernel',
    'It takes about 10 minutes on 2 cores. "down" stops what this starts.',
  ].join('\n')
}

/** Say what will be installed and, on a terminal, ask first. */
export const askBeforeBuilding = async (options: { yes: boolean }): Promise<void> => {
  console.log(await announcement())
  if (options.yes || process.env['CI'] !== undefined || !process.stdin.isTTY) return
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question('Go on? [y/N] ')
  terminal.close()
  if (!/^y(es)?$/i.test(answer.trim())) throw new EngineError('stopped: nothing was installed', 'answer "y", or give --yes')
}
