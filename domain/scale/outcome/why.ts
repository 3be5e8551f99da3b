import type { ScalingRequest } from '../request.ts';

/** The reason why a cluster was scaled, in words. */
export function whyOf(request: ScalingRequest): string {
  if (request.action === 'return') return `the time of operation ${request.operationId} is up`;
  const { schedule } = request;
  if (!schedule) return 'somebody asked for it';
  return `${schedule.entry} of fleet ${schedule.fleet} is scheduled for ${schedule.scheduledAt}`;
}
