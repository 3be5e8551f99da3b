import { AwsError } from '../aws-error.ts';

/** The largest page of Route 53's lists (API reference: "maxitems", 100; records have 300 of their own). */
const LARGEST_PAGE = 100;

export const noSuchZone = (id: string | undefined): AwsError =>
  new AwsError('NoSuchHostedZone', `No hosted zone found with ID: ${bareId(id ?? '')}`, { statusCode: 404 });

export const noSuchCheck = (id: string | undefined): AwsError =>
  new AwsError('NoSuchHealthCheck', `A health check with id ${id} does not exist.`, { statusCode: 404 });

export const invalidInput = (message: string): AwsError => new AwsError('InvalidInput', message);

/** An id without the resource's kind before it (`/hostedzone/Z1`, `/change/C1`). */
export const bareId = (id: string): string => id.slice(id.lastIndexOf('/') + 1);

/** The size of a page; a client's MaxItems is a number or its text. */
export function pageSize(asked: number | string | undefined, largest = LARGEST_PAGE): number {
  return Math.min(asked === undefined ? largest : Number(asked), largest);
}
