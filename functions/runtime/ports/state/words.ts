import { S3Client } from '@aws-sdk/client-s3';
import { S3Words } from '../../../../aws/s3/words.ts';
import { wordsBucketOf } from '../../../../domain/failover/names.ts';
import { perEnvironment } from '../../execution-environment.ts';
import { IMPATIENT } from '../../impatient.ts';
import { deployment } from '../account/deployment.ts';

/** The words of plans, in any region. */
export const words = perEnvironment(() => {
  const clients = new Map<string, S3Client>();
  const clientOf = (region: string): S3Client => {
    const known = clients.get(region) ?? new S3Client({ region, ...IMPATIENT });
    clients.set(region, known);
    return known;
  };
  return new S3Words(clientOf, (region) => wordsBucketOf(deployment(), region));
});
