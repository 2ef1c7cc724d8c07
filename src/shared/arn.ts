/** Name what an ARN is about by its last part: `web:7` of a task definition, the id of a task. */
export function shortArn(arn: string): string {
  return arn.slice(arn.lastIndexOf('/') + 1)
}
