import { expect, it } from '@jest/globals';
import { withContentKeys } from '../../../aws/deployment/package-fleet.ts';
import { templates } from './templates.ts';

const FILE = 'accessForwardRequest.zip';
const KEY = 'functions/accessForwardRequest/0123.zip';

it("the forwarders' code is that of the function that is deployed beside them, by its content", () => {
  const maker = templates.regional.AccessEnsureForwarderLambdaFunction?.Properties as {
    readonly Environment: { readonly Variables: Readonly<Record<string, unknown>> };
  };
  const named = maker.Environment.Variables.FORWARDER_KEY;
  // As the packager writes the function's own key.
  const packaged = {
    named,
    S3Key: `serverless/eks-fleet/prod/1764000000000-2026-11-24T08:00:00.000Z/${FILE}`,
  };
  const deployed = withContentKeys(JSON.stringify(packaged), new Map([[FILE, KEY]]));
  expect(JSON.parse(deployed)).toEqual({ named: KEY, S3Key: KEY });
});
