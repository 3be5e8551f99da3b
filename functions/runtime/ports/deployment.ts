import { perEnvironment, variable } from '../execution-environment.ts';

/** The deployment that the function belongs to. */
export const deployment = perEnvironment(() => ({
  stage: variable('STAGE'),
  region: variable('AWS_REGION'),
}));
