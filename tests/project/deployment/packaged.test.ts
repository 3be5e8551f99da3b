import { expect, it } from '@jest/globals';
import { readTemplate, runPackager } from '../../../aws/deployment/run-packager.ts';
import type { Resources } from '../../../scripts/rules/resources.ts';
import { root } from '../project-files.ts';
import { templates } from './templates.ts';

// Packaging takes seconds; minutes where other work holds the machine.
it('the template that is rehearsed is the one that is deployed, but for where the code lies', async () => {
  const packaged = await runPackager({ root, config: 'serverless.yml', stage: 'prod' }, readTemplate);
  const { Resources: deployed } = JSON.parse(packaged) as { readonly Resources: Resources };
  expect(withoutCode(deployed)).toEqual(withoutCode(templates.regional));
}, 300_000);

function withoutCode(resources: Resources): Resources {
  return Object.fromEntries(
    Object.entries(resources).map(([logicalId, resource]) =>
      resource.Type === 'AWS::Lambda::Function'
        ? [logicalId, { ...resource, Properties: { ...resource.Properties, Code: undefined } }]
        : [logicalId, resource],
    ),
  );
}
