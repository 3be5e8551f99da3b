import { ref } from '../../desired/template.ts';
import { checksStackOf, type Deployed, wordsBucketOf } from '../names.ts';
import { standbyWordOf, wordKeyOf } from '../word.ts';

/** The fastest that Route 53 checks at, and the first failure counts: an object says one thing or the other. */
const INTERVAL_SECONDS = 10;

/** Looks for the standby's word in an object, and is healthy while it is not there: an object that nobody can read says nothing. */
export const wordCheck = (deployed: Deployed, plan: string, region: string) => ({
  Type: 'AWS::Route53::HealthCheck',
  Properties: {
    HealthCheckConfig: {
      Type: 'HTTPS_STR_MATCH',
      FullyQualifiedDomainName: `${wordsBucketOf(deployed, region)}.s3.${region}.amazonaws.com`,
      Port: 443,
      ResourcePath: `/${wordKeyOf(plan)}`,
      SearchString: standbyWordOf(plan),
      Inverted: true,
      EnableSNI: true,
      RequestInterval: INTERVAL_SECONDS,
      FailureThreshold: 1,
    },
    HealthCheckTags: [{ Key: 'Name', Value: `${checksStackOf(deployed, plan)} ${region}` }],
  },
});

/** The calculated check that is healthy only while both checks of words are. */
export const bothWords = (name: string, ...checks: readonly string[]) => ({
  Type: 'AWS::Route53::HealthCheck',
  Properties: {
    HealthCheckConfig: {
      Type: 'CALCULATED',
      ChildHealthChecks: checks.map(ref),
      HealthThreshold: checks.length,
    },
    HealthCheckTags: [{ Key: 'Name', Value: name }],
  },
});
