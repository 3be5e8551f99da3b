import { compileTemplates } from '../../../../aws/deployment/compile-templates.ts';
import type { Resources } from '../../../../scripts/rules/resources.ts';
import { root } from '../../project-files.ts';

/** A stage's two stacks in its home region, taken together: a start by one of them counts for both. */
export interface Stage {
  readonly name: string;
  readonly resources: Resources;
}

export async function compileStage(name: string): Promise<Stage> {
  const { global, regional } = await compileTemplates({ root, regions: ['us-east-2'], stage: name });
  const resourcesOf = (body: string) => (JSON.parse(body) as { readonly Resources: Resources }).Resources;
  return { name, resources: { ...resourcesOf(global), ...resourcesOf(regional) } };
}

/** The stage with a property of one of its resources as it should not be. */
export const withProperty = (
  { name, resources }: Stage,
  logicalId: string,
  property: string,
  value: unknown,
): Stage => {
  const found = resources[logicalId];
  if (!found) throw new Error(`the templates have no ${logicalId}`);
  const Properties = { ...found.Properties, [property]: value };
  return { name, resources: { ...resources, [logicalId]: { ...found, Properties } } };
};
