import { uuid } from '../ids.ts'
import type { Plane } from '../plane.ts'
import { lastPart } from './lookup.ts'
import type { Service } from './state.ts'

/**
 * Record a service event; DescribeServices gives the last 100, newest first.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-event-messages-list.html (the wording)
 */
export function addEvent(plane: Plane, options: { service: Service; text: string }): void {
  const { service, text } = options
  service.events.unshift({ id: uuid(plane.world.ids), createdAt: plane.timeline.now(), message: `(service ${service.name}) ${text}` })
  service.events.length = Math.min(service.events.length, 100)
}

/** `(task 0123...) (task 4567...)`, as events list tasks. */
export function taskList(taskArns: readonly string[]): string {
  return taskArns.map((arn) => `(task ${lastPart(arn)})`).join(' ')
}
