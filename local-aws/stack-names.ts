import type { Plane } from './plane.ts'
import { balancerName, type Stack } from './stack.ts'
import { regionOf } from './world.ts'

/**
 * Give what puts the DNS name of a component's load balancer where its name stands as a host: `api:8000`,
 * `http://api:8000/v1`. The driver turns that into an address that answers here, as it does with every load balancer's name.
 */
export function reachable(plane: Plane, stack: Stack): (environment: Readonly<Record<string, string>>) => Record<string, string> {
  const { elbv2 } = regionOf(plane.world, stack.region)
  const names = stack.services.flatMap(({ component, port }) => {
    const dnsName = Object.values(elbv2.loadBalancers).find((one) => one.name === balancerName(stack, component))?.dnsName
    return port === undefined || dnsName === undefined ? [] : [{ host: new RegExp(`(?<=^|//|[@,\\s])${component.replaceAll('.', '\\.')}(?=:\\d|[/,\\s]|$)`, 'g'), dnsName }]
  })
  // A value that is nothing but the name may mean anything (`queue: api`), so a host needs a port, a scheme or a user before it.
  const isHost = (value: string) => /:\d|:\/\/|@/.test(value)
  const rewrite = (value: string) => (isHost(value) ? names.reduce((text, { host, dnsName }) => text.replace(host, dnsName), value) : value)
  return (environment) => Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, rewrite(value)]))
}
