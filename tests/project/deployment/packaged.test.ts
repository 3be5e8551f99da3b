import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { packageBundles } from '../../../scripts/package-bundles.ts';
import { root } from '../project-files.ts';
import { type Resources, templates } from './templates.ts';

it('the template that is rehearsed is the one that is deployed, but for where the code lies', () => {
  const path = join(root, packageBundles(), 'cloudformation-template-update-stack.json');
  const packaged = (JSON.parse(readFileSync(path, 'utf8')) as { readonly Resources: Resources }).Resources;
  expect(withoutCode(packaged)).toEqual(withoutCode(templates.regional));
}, 60_000);

function withoutCode(resources: Resources): Resources {
  return Object.fromEntries(
    Object.entries(resources).map(([logicalId, resource]) =>
      resource.Type === 'AWS::Lambda::Function'
        ? [logicalId, { ...resource, Properties: { ...resource.Properties, Code: undefined } }]
        : [logicalId, resource],
    ),
  );
}
