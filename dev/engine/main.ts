import { down } from './down.ts'
import { EngineError } from './engine-error.ts'
import { status } from './status.ts'
import { up } from './up.ts'

const usage = 'usage: node dev/engine/main.ts up [--yes] | down | status'

const main = async (args: readonly string[]): Promise<void> => {
  const yes = args.includes('--yes')
  const [verb, ...more] = args.filter((arg) => arg !== '--yes')
  if (more.length > 0) throw new EngineError(`unexpected argument ${more.join(' ')}`, usage)
  if (verb === 'up') return up({ yes })
  if (verb === 'down') return down()
  if (verb === 'status') return status()
  throw new EngineError(verb === undefined ? 'nothing to do' : `unknown command ${verb}`, usage)
}

main(process.argv.slice(2)).catch((error: unknown) => {
  if (!(error instanceof EngineError)) throw error
  console.error(`\nengine: ${error.message}\nNext: ${error.next}`)
  process.exitCode = 1
})
