import { AwsError } from '../aws-error.ts';

/**
 * EventBridge Scheduler's refusals. Texts about what exists or does not are from the user guide ("Deleting a schedule
 * group") and public issue threads; the statuses (402, 404, 409) are the service model's.
 */
export const validationError = (message: string): AwsError => new AwsError('ValidationException', message);

export const noSuchSchedule = (name: string): AwsError =>
  new AwsError('ResourceNotFoundException', `Schedule ${name} does not exist.`);

export const noSuchGroup = (name: string): AwsError =>
  new AwsError('ResourceNotFoundException', `Schedule group ${name} does not exist.`);

export const scheduleExists = (name: string): AwsError =>
  new AwsError('ConflictException', `Schedule ${name} already exists.`);

export const groupExists = (name: string): AwsError =>
  new AwsError('ConflictException', `Schedule group ${name} already exists.`);

/** AWS's own words are not known; ConflictException is the model's error for these operations. */
export const groupIsDeleting = (name: string): AwsError =>
  new AwsError('ConflictException', `Schedule group ${name} is being deleted.`);

export const quotaExceeded = (quota: string): AwsError =>
  new AwsError('ServiceQuotaExceededException', `The request exceeds the quota for the ${quota}.`);
