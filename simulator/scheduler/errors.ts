import { AwsError } from '../aws-error.ts';

/**
 * EventBridge Scheduler's refusals. Texts of what exists and does not are the user guide's ("Deleting a schedule
 * group") and those of public issue threads; their statuses (402, 404, 409) are the service model's.
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

/** AWS's own words are not known: ConflictException is what the model gives these operations for it. */
export const groupIsDeleting = (name: string): AwsError =>
  new AwsError('ConflictException', `Schedule group ${name} is being deleted.`);

export const quotaExceeded = (quota: string): AwsError =>
  new AwsError('ServiceQuotaExceededException', `The request exceeds the quota for the ${quota}.`);
