import type { ContentKind } from '../kind.ts';
import { decideFargateProfile, type ObservedFargateProfile } from './decide.ts';
import type { DesiredFargateProfile } from './desired.ts';
import { fargateProfiles } from './desired.ts';

/** A Fargate profile: EKS makes or deletes one of a cluster at a time, and changes none. */
export const fargateProfile: ContentKind<DesiredFargateProfile, ObservedFargateProfile> = {
  port: 'contents',
  task: 'apply-fargate-profile',
  admits: 'podExecutionRoleArn',
  desired: fargateProfiles,
  read: (clusterName, name, { contents }) => contents.read('fargateProfile', clusterName, name),
  decide: decideFargateProfile,
  create: ({ request }) => ({ operation: 'CreateFargateProfile', request }),
  title: ({ request }) => `Create Fargate profile ${request.fargateProfileName}`,
  // Logs of Terraform.
  expected: () => ({ minSeconds: 60, maxSeconds: 150 }),
  deletion: {
    task: 'delete-fargate-profile',
    expected: { minSeconds: 60, maxSeconds: 240 },
    inTurn: true,
    title: (name) => `delete Fargate profile ${name}`,
    change: (clusterName, fargateProfileName) => ({
      operation: 'DeleteFargateProfile',
      request: { clusterName, fargateProfileName },
    }),
  },
};
