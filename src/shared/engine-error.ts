import { HatcheryError, isHatcheryError } from './errors.ts'

/** What is known of a failure inside the container engine. */
export interface EngineFailure {
  readonly message: string
  readonly command?: string
  readonly exitCode?: number
  /** What the command printed. */
  readonly output?: string
}

/**
 * Turn a failure of the container engine into one of our errors; ours pass as they are.
 *
 * The engine gives text only, so its text is read; what no rule knows is ENGINE_FAILED with that text.
 */
export function engineError(failure: EngineFailure, original: unknown): HatcheryError {
  if (isHatcheryError(original)) return original
  const { message } = failure
  if (original instanceof TypeError || original instanceof ReferenceError) {
    return new HatcheryError('INTERNAL', { what: `${original.name}: ${message}`, details: (original.stack ?? '').split('\n').slice(1, 4).map((line) => line.trim()), next: 'this is a fault of Hatchery; report it with this message' })
  }
  const image = /([a-z0-9][\w.-]*(?:[./:][\w.-]+)*[:@][\w.:-]+): (?:not found|manifest unknown|pull access denied)/.exec(message)
  if (image) {
    return new HatcheryError('IMAGE_NOT_FOUND', { where: `image ${image[1]?.replace(/^docker\.io\/(library\/)?/, '')}`, what: 'the registry has no such image', next: 'mend the name or the tag, or log in to its registry' })
  }
  if (/health ?check|unhealthy|not healthy/i.test(message)) {
    return new HatcheryError('SERVICE_NOT_READY', { what: `a service did not get ready: ${lastLine(message)}`, details: tail(failure.output), next: 'look at its image, env and healthcheck in hatchery.yaml' })
  }
  if (failure.command !== undefined) {
    return new HatcheryError('COMMAND_FAILED', {
      what: `\`${failure.command.slice(0, 200)}\` ended with exit code ${failure.exitCode}`,
      details: tail(failure.output),
      next: 'read the last lines above; they are the command’s own',
    })
  }
  return new HatcheryError('ENGINE_FAILED', { what: message.split('\n').slice(0, 5).join(' ').slice(0, 1000), next: 'run the same command again; where it fails twice, `dagger --progress=plain` shows the step' })
}

const lastLine = (text: string) => text.trim().split('\n').at(-1)?.slice(0, 300) ?? ''

function tail(output: string | undefined): readonly string[] {
  return (output ?? '').split('\n').map((line) => line.trimEnd()).filter(Boolean).slice(-20)
}
