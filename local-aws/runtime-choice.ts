import { networkInterfaces } from 'node:os'
import { Balancer } from './balancer/proxy.ts'
import { httpProber } from './balancer/http-prober.ts'
import { daggerRuntime } from './dagger-runtime.ts'
import { containersDriver } from './drivers/containers.ts'
import { parseReference } from './ecr/resolve.ts'
import type { LocalAwsOptions } from './index.ts'
import { containerHost } from './lambda/container-host.ts'
import type { Plane } from './plane.ts'

type MakeRuntime = NonNullable<LocalAwsOptions['runtime']>

/**
 * Make what runs tasks and functions as containers of this Dagger session, told by the environment:
 *
 * - `LOCAL_AWS_VOLUME_ID` id of a cache volume mounted at `LOCAL_AWS_VOLUME_PATH`; a name would mean another volume to a module
 * - `LOCAL_AWS_REGISTRY_ID`, `LOCAL_AWS_REGISTRY_HOST` (default `localhost:5000`): the registry that stands for ECR
 * - `LOCAL_AWS_BINDINGS` JSON, name to service id: what containers reach by name
 * - `LOCAL_AWS_PLATFORM` runs all containers on one platform; `LOCAL_AWS_BALANCER_PORT` first port of the listeners
 * - `LOCAL_AWS_ADVERTISED_HOST` what containers reach this process by (default: its own address)
 */
export async function daggerRuntimeFrom(env: Readonly<Record<string, string | undefined>>): Promise<MakeRuntime> {
  const registryHost = env['LOCAL_AWS_REGISTRY_HOST'] ?? 'localhost:5000'
  const containers = await daggerRuntime({
    volumeId: required(env, 'LOCAL_AWS_VOLUME_ID'),
    volumePath: required(env, 'LOCAL_AWS_VOLUME_PATH'),
    registryId: env['LOCAL_AWS_REGISTRY_ID'],
    registryHost,
    bindings: JSON.parse(env['LOCAL_AWS_BINDINGS'] ?? '{}') as Record<string, string>,
  })
  const advertisedHost = env['LOCAL_AWS_ADVERTISED_HOST'] ?? ownAddress()
  const mapImage = (reference: string) => (parseReference(reference).host.includes('.dkr.ecr.') ? `${registryHost}${reference.slice(reference.indexOf('/'))}` : reference)
  return (plane, reports) => {
    const balancer = new Balancer(plane, { host: '0.0.0.0', firstPort: Number(env['LOCAL_AWS_BALANCER_PORT'] ?? 0) })
    const mapEnvironment = (value: string) => withBalancers(value, { plane: plane(), balancer, advertisedHost })
    const platform = env['LOCAL_AWS_PLATFORM'] as 'linux/amd64' | 'linux/arm64' | undefined
    return {
      driver: containersDriver(plane, reports, { containers, mapImage, mapEnvironment, platform }),
      prober: httpProber(plane),
      lambda: containerHost(plane, { advertisedHost, containers, mapImage, mapEnvironment, ...(platform === undefined ? {} : { platform }) }),
      balancer,
    }
  }
}

/** Put the address of the balancer's own port where a load balancer's DNS name stands: only AWS resolves that. */
export function withBalancers(value: string, options: { plane: Plane; balancer: Balancer; advertisedHost: string }): string {
  const { plane, balancer, advertisedHost } = options
  let changed = value
  for (const { elbv2 } of Object.values(plane.world.regions)) {
    for (const { arn, dnsName } of Object.values(elbv2.loadBalancers)) {
      const listeners = Object.values(elbv2.listeners).filter((listener) => listener.loadBalancerArn === arn)
      for (const listener of listeners) changed = changed.replaceAll(`${dnsName}:${listener.port}`, `${advertisedHost}:${balancer.portOf(listener.arn)}`)
      const [first] = listeners
      if (first !== undefined) changed = changed.replaceAll(dnsName, `${advertisedHost}:${balancer.portOf(first.arn)}`)
    }
  }
  return changed
}

function required(env: Readonly<Record<string, string | undefined>>, name: string): string {
  const value = env[name]
  if (value === undefined) throw new Error(`--driver dagger needs the environment variable ${name}`)
  return value
}

function ownAddress(): string {
  const found = Object.values(networkInterfaces())
    .flat()
    .find((one) => one?.family === 'IPv4' && !one.internal)
  return found?.address ?? '127.0.0.1'
}
