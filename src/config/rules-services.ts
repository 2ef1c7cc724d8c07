import { parseImageReference } from './image-reference.ts'
import type { ConfigIssue } from './issue.ts'
import { knownService, knownServiceImages } from './known-services.ts'
import { normalizeService } from './normalize-service.ts'
import { unknownName, type RuleContext } from './rules-context.ts'

export function knownServices({ written, names }: RuleContext): ConfigIssue[] {
  return Object.entries(written.components).flatMap(([name, { services }]) =>
    services.flatMap((service, at) =>
      names.services.includes(service) ? [] : [{ path: ['components', name, 'services', at], message: unknownName('service', { name: service, names: names.services }) }],
    ),
  )
}

export function serviceImages({ written }: RuleContext): ConfigIssue[] {
  return Object.entries(written.services).flatMap(([name, service]) => {
    const image = typeof service === 'string' ? service : service.image
    const at = ['services', name, ...(typeof service === 'string' ? [] : ['image'])]
    if (!parseImageReference(image)) return [{ path: at, message: `"${image}" is not an image name; expected one such as postgres:15 or ghcr.io/acme/search:2.1` }]
    if (knownService(image)) return []
    const lacking = (['port', 'healthcheck'] as const).filter((key) => typeof service === 'string' || service[key] === undefined)
    if (lacking.length === 0) return []
    return [{ path: at, message: `give ${lacking.join(' and ')} for ${image}; they are known only for ${knownServiceImages.join(' and ')}` }]
  })
}

/** Two services of one component must not give it the same variable. */
export function connectionConflicts({ written }: RuleContext): ConfigIssue[] {
  return Object.entries(written.components).flatMap(([name, component]) => {
    const givers = new Map<string, string>()
    return component.services.flatMap((serviceName, at) => {
      const service = written.services[serviceName]
      if (service === undefined || component.services.indexOf(serviceName) !== at) return []
      const clash = Object.keys(normalizeService(serviceName, service).connection).flatMap((variable) => {
        const other = givers.get(variable)
        givers.set(variable, serviceName)
        return other === undefined ? [] : [`${variable} comes from ${other} and from ${serviceName}; write connection on one of them`]
      })
      return clash.map((message) => ({ path: ['components', name, 'services', at], message }))
    })
  })
}
