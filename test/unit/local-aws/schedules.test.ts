import { StopServiceDeploymentCommand, UpdateServiceCommand } from '@aws-sdk/client-ecs'
import type { ECSClient } from '@aws-sdk/client-ecs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Control } from '../../../local-aws/index.ts'
import { createService, describe, primaryOf, register, startWithEcs } from './support.ts'

type Step =
  | { readonly kind: 'advance'; readonly seconds: number }
  | { readonly kind: 'deploy'; readonly exit: number | undefined; readonly image: 'v1' | 'v2' | 'missing' }
  | { readonly kind: 'scale'; readonly count: number }
  | { readonly kind: 'rollback' }
  | { readonly kind: 'snapshot' }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('advance' as const), seconds: fc.integer({ min: 1, max: 120 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('deploy' as const), exit: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }), image: fc.constantFrom('v1' as const, 'v2' as const, 'missing' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('scale' as const), count: fc.integer({ min: 0, max: 6 }) }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'rollback' as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: 'snapshot' as const }) },
)

async function take(step: Step, world: { control: Control; ecs: ECSClient }): Promise<void> {
  const { control, ecs } = world
  if (step.kind === 'advance') return control.advance(step.seconds)
  if (step.kind === 'snapshot') return control.restore(JSON.parse(JSON.stringify(control.snapshot())) as ReturnType<Control['snapshot']>)
  if (step.kind === 'rollback') {
    const serviceDeploymentArn = (await describe(ecs)).currentServiceDeployment
    const stoppable = serviceDeploymentArn !== undefined && control.world.regions['us-east-1']!.ecs.serviceDeployments[serviceDeploymentArn]!.status === 'IN_PROGRESS'
    if (stoppable) await ecs.send(new StopServiceDeploymentCommand({ serviceDeploymentArn, stopType: 'ROLLBACK' }))
    return
  }
  if (step.kind === 'scale') return void (await ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', desiredCount: step.count })))
  const taskDefinition = await register(ecs, { tag: step.image })
  if (step.exit !== undefined) control.addBehaviour({ match: { family: 'web', revision: Number(taskDefinition.split(':').at(-1)) }, exit: { code: 1, afterSeconds: step.exit } })
  await ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', taskDefinition }))
}

test('whatever happens in whatever order, there is one PRIMARY, and no more tasks than the maximum allows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
      const { control, ecs } = await startWithEcs()
      await register(ecs)
      await createService(ecs, { desiredCount: 3 })
      await control.settle()
      let most = 3
      for (const one of steps) {
        await take(one, { control, ecs })
        const service = await describe(ecs)
        most = Math.max(most, service.desiredCount!)
        expect(service.deployments!.filter((deployment) => deployment.status === 'PRIMARY')).toHaveLength(1)
        expect(service.runningCount! + service.pendingCount!).toBeLessThanOrEqual(2 * most + 3)
        const tasks = Object.values(control.world.regions['us-east-1']!.ecs.tasks).filter((task) => task.desiredStatus === 'RUNNING')
        expect(tasks.length).toBeLessThanOrEqual(2 * most)
        expect(new Set(control.world.regions['us-east-1']!.ecs.services[service.serviceArn!]!.taskArns).size).toBe(control.world.regions['us-east-1']!.ecs.services[service.serviceArn!]!.taskArns.length)
      }
    }),
    { numRuns: 40 },
  )
})

test('once its tasks are well, a service always comes to rest with what it wants', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async (steps) => {
      const { control, ecs } = await startWithEcs()
      await register(ecs)
      await createService(ecs, { desiredCount: 2 })
      for (const one of steps) await take(one, { control, ecs })
      control.removeRules()
      const taskDefinition = await register(ecs, { tag: 'v3' })
      await ecs.send(new UpdateServiceCommand({ cluster: 'main', service: 'web', taskDefinition }))
      await control.advance(1800)
      const service = await describe(ecs)
      expect(service.deployments).toHaveLength(1)
      expect(primaryOf(service)).toMatchObject({ rolloutState: 'COMPLETED', taskDefinition, runningCount: service.desiredCount!, pendingCount: 0 })
      const records = Object.values(control.world.regions['us-east-1']!.ecs.serviceDeployments)
      expect(records.filter((record) => record.finishedAt === undefined)).toEqual([])
      expect(records.at(-1)!.status).toBe('SUCCESSFUL')
    }),
    { numRuns: 40, examples: [[[{ kind: 'scale', count: 0 }, { kind: 'rollback' }]]] },
  )
})
