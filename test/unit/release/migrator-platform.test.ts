import { describe, expect, it } from 'vitest'
import type { AwsPorts, LambdaFunction } from '../../../src/aws/ports.ts'
import { migratorPlatform } from '../../../src/release/migrator-platform.ts'
import { DrivenClock } from '../../fakes/driven-clock.ts'
import { stageOf } from '../../fakes/stage.ts'

/** Regions with their migrator's architecture; without one there is no function. */
function connect(architectures: Readonly<Record<string, string | undefined>>) {
  const of = (region: string): LambdaFunction | undefined => {
    const architecture = architectures[region]
    return architecture === undefined ? undefined : { name: 'migrator', arn: 'arn', packageType: 'Image', timeoutSeconds: 60, architecture }
  }
  return (region: string) => ({ region, lambda: { getFunction: () => Promise.resolve(of(region)), listFunctions: () => Promise.resolve([]) } }) as unknown as AwsPorts
}

const ask = (architectures: Readonly<Record<string, string | undefined>>, stage = stageOf({ regions: Object.keys(architectures) })) => migratorPlatform({ stage, connect: connect(architectures), clock: new DrivenClock() })

describe('migratorPlatform', () => {
  it.each([
    ['x86_64', 'linux/amd64'],
    ['arm64', 'linux/arm64'],
  ])('of a function that is %s is %s', async (architecture, platform) => {
    expect(await ask({ 'us-east-1': architecture })).toEqual({ platform, because: `function migrator is ${architecture}` })
  })

  it('is refused where the functions of two regions differ', async () => {
    await expect(ask({ 'us-east-1': 'arm64', 'eu-west-1': 'x86_64' })).rejects.toMatchObject({ code: 'CONFIG_INVALID', message: expect.stringContaining('migrator in eu-west-1 is x86_64') as string })
  })

  it('is not known where there is no function yet, and not asked for where none migrates', async () => {
    expect(await ask({ 'us-east-1': undefined })).toBeUndefined()
    const stage = stageOf({ regions: ['us-east-1'], deploy: { order: ['worker', 'api'] } })
    expect(await ask({ 'us-east-1': 'arm64' }, stage)).toBeUndefined()
  })
})
