import { afterEach, expect, it } from 'vitest'
import { startLocalAws, type LocalAws } from '../../../local-aws/index.ts'
import { balancerName, type Stack } from '../../../local-aws/stack.ts'
import { regionOf } from '../../../local-aws/world.ts'

let aws: LocalAws
afterEach(() => aws.stop())

const stack: Stack = {
  region: 'local', name: 'app-local', cluster: 'app-local', table: 'hatchery-app', placeholder: `localhost:5000/hatchery/placeholder@sha256:${'a'.repeat(64)}`,
  services: [
    { component: 'frontend', service: 'app-frontend', container: 'frontend', port: 8080, environment: { API_UPSTREAM: 'api:8000', MODE: 'api', DATABASE_URL: 'postgresql://api@postgres:5432/api' } },
    { component: 'api', service: 'app-api', container: 'api', port: 8000, environment: { CALLBACK: 'http://frontend/back' } },
    { component: 'worker', service: 'app-worker', container: 'worker', environment: {} },
  ],
  migrator: { kind: 'lambda', name: 'app-local-migrator', container: 'migrator', timeoutSeconds: 60, environment: { DATABASE_URL: 'postgresql://postgres/app' } },
}
const create = async (wanted: Stack): Promise<void> => {
  const answer = await fetch(`${aws.url}/_local/stack`, { method: 'POST', body: JSON.stringify(wanted) })
  expect(answer.status, await answer.clone().text()).toBe(200)
}
const start = async () => {
  aws = await startLocalAws({ world: { localRegistry: 'localhost:5000' } })
  await create(stack)
  await aws.control.settle()
  return regionOf(aws.control.world, 'local')
}
const service = (region: ReturnType<typeof regionOf>, name: string) => Object.values(region.ecs.services).find((one) => one.name === name)
const environment = (region: ReturnType<typeof regionOf>, family: string) => Object.fromEntries((region.ecs.taskDefinitions[family]?.at(-1)?.containerDefinitions[0]?.environment ?? []).map(({ name, value }) => [name, value]))

it('makes services that run, a balancer for each with a port, a table and a migrator', async () => {
  const region = await start()
  expect(Object.values(region.ecs.services).map(({ name, steady }) => [name, steady])).toEqual([['app-frontend', true], ['app-api', true], ['app-worker', true]])
  expect(Object.values(region.elbv2.loadBalancers).map(({ name }) => name)).toEqual([balancerName(stack, 'frontend'), balancerName(stack, 'api')])
  expect(Object.keys(region.dynamodb.tables)).toEqual(['hatchery-app'])
  expect(region.lambda.functions['app-local-migrator']).toMatchObject({ state: 'Active', timeoutSeconds: 60 })
})

it('puts a balancer where a component is named as a host, and nowhere else', async () => {
  const region = await start()
  const { dnsName: api } = Object.values(region.elbv2.loadBalancers)[1]!
  const { dnsName: frontend } = Object.values(region.elbv2.loadBalancers)[0]!
  expect(environment(region, 'app-frontend')).toMatchObject({ API_UPSTREAM: `${api}:8000`, MODE: 'api', DATABASE_URL: 'postgresql://api@postgres:5432/api' })
  expect(environment(region, 'app-api')).toMatchObject({ CALLBACK: `http://${frontend}/back` })
})

it('changes nothing when it is made again, and rolls a changed environment out', async () => {
  const region = await start()
  const before = JSON.stringify(region)
  await create(stack)
  await aws.control.settle()
  expect(JSON.stringify(region)).toBe(before)
  await create({ ...stack, services: stack.services.map((one) => (one.component === 'worker' ? { ...one, environment: { QUEUE: 'fast' } } : one)) })
  await aws.control.settle()
  expect(service(region, 'app-worker')?.taskDefinition).toMatch(/app-worker:2$/)
  expect(environment(region, 'app-worker')).toEqual({ QUEUE: 'fast' })
  expect(service(region, 'app-api')?.taskDefinition).toMatch(/app-api:1$/)
})
