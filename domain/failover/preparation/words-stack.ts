import { type DesiredStack, getAtt, join, ref, template } from '../../desired/template.ts';
import { type Deployed, wordsBucketOf, wordsStackOf } from '../names.ts';
import { wordKeyOf } from '../word.ts';
import { FAILOVER_TAG } from './stack-tags.ts';

/**
 * The bucket of a region's words: only Route 53's checkers may read them from outside. A policy whose `aws:SourceIp` are fixed
 * ranges is not public to S3, so all of Block Public Access stays on (S3 guide, "The meaning of 'public'"). Ranges that
 * AWS publishes anew update the stack.
 */
export function wordsStack(
  deployed: Deployed,
  region: string,
  checkerRanges: readonly string[],
): DesiredStack {
  const bucket = {
    Type: 'AWS::S3::Bucket',
    Properties: {
      BucketName: wordsBucketOf(deployed, region),
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        IgnorePublicAcls: true,
        BlockPublicPolicy: true,
        RestrictPublicBuckets: true,
      },
    },
  };
  const statement = {
    Sid: 'HealthCheckersReadWords',
    Effect: 'Allow',
    Principal: '*',
    Action: 's3:GetObject',
    Resource: join([getAtt('Words', 'Arn'), `/${wordKeyOf('*')}`], ''),
    Condition: { IpAddress: { 'aws:SourceIp': [...checkerRanges].sort() } },
  };
  const policy = {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: ref('Words'),
      PolicyDocument: { Version: '2012-10-17', Statement: [statement] },
    },
  };
  return {
    key: 'failover/words',
    stackName: wordsStackOf(deployed),
    template: template(
      'eks-fleet: which side of a failover plan serves',
      { Words: bucket, Policy: policy },
      {},
    ),
    tags: { [FAILOVER_TAG]: 'words' },
    capabilities: [],
  };
}
