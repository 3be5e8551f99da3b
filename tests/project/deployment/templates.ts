import { compileTemplates } from '../../../aws/deployment/compile-templates.ts';
import type { Resources } from '../../../scripts/rules/resources.ts';
import { root } from '../project-files.ts';

const { global, regional } = await compileTemplates({
  root,
  regions: ['us-east-2', 'us-east-1', 'us-west-2'],
  stage: 'prod',
});

export const texts = { global, regional };

/** The compiled templates, as they would be deployed. */
export const templates: { readonly global: Resources; readonly regional: Resources } = {
  global: (JSON.parse(global) as { readonly Resources: Resources }).Resources,
  regional: (JSON.parse(regional) as { readonly Resources: Resources }).Resources,
};
