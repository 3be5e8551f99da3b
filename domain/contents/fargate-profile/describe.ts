import { userTags } from '../../adopt/observed.ts';
import { present } from '../../desired/template.ts';
import type { ObservedFargateProfile } from './decide.ts';

/** A Fargate profile as a document says it. */
export function describeFargateProfile(seen: ObservedFargateProfile) {
  return present({
    name: seen.fargateProfileName,
    podExecutionRoleARN: seen.podExecutionRoleArn,
    subnets: [...seen.subnets],
    selectors: seen.selectors.map(({ namespace, labels }) =>
      present({ namespace, labels: labels && Object.keys(labels).length > 0 ? labels : undefined }),
    ),
    tags: userTags(seen.tags),
  });
}
