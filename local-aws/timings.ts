/**
 * How long things take, in seconds of the stand-in's clock.
 *
 * AWS promises none of these, apart from `countedAfterSeconds`
 * (https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html: a task without health checks
 * counts towards the minimum healthy percent 40 seconds after RUNNING) and `longestLaunchPauseSeconds`
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/service-throttle-logic.html: 27 minutes).
 */
export interface Timings {
  provisioningSeconds: number
  pullSeconds: number
  startSeconds: number
  activatingSeconds: number
  stopSeconds: number
  deprovisioningSeconds: number
  /** Between something happening to a service and its scheduler acting on it. */
  schedulerSeconds: number
  countedAfterSeconds: number
  /** Pause after the second launch in a row that never reached RUNNING; doubled by each further one. */
  launchPauseSeconds: number
  longestLaunchPauseSeconds: number
  /** How long a failed deployment stays in the list beside the one that replaces it; a rollback is not complete before. */
  failedVisibleSeconds: number
  /** How long DescribeTasks still knows a stopped task; AWS: about an hour. */
  stoppedTaskSeconds: number
  lambdaUpdateSeconds: number
  lambdaCreateSeconds: number
}

export const DEFAULT_TIMINGS: Readonly<Timings> = {
  provisioningSeconds: 8,
  pullSeconds: 10,
  startSeconds: 2,
  activatingSeconds: 1,
  stopSeconds: 1,
  deprovisioningSeconds: 5,
  schedulerSeconds: 3,
  countedAfterSeconds: 40,
  launchPauseSeconds: 10,
  longestLaunchPauseSeconds: 27 * 60,
  failedVisibleSeconds: 20,
  stoppedTaskSeconds: 3600,
  lambdaUpdateSeconds: 15,
  lambdaCreateSeconds: 10,
}
