import type { File } from './project.ts';

/** Terms that all templates use. Serverless fills in the stage, CloudFormation the rest. */

export const ref = (name: string) => ({ Ref: name });
export const at = (resource: string, attribute: string) => ({ 'Fn::GetAtt': [resource, attribute] });
export const named = (name: string): string => `eks-fleet-\${sls:stage}-${name}`;
/** The ARN of a role of the fleet's, by name: its template is another. */
export const ofRole = (name: string) => ({
  'Fn::Sub': `arn:\${AWS::Partition}:iam::\${AWS::AccountId}:role/eks-fleet/${named(name)}`,
});
/** `create/apply-addon` → `create-apply-addon` */
export const dashed = (task: string): string => task.replace('/', '-');

export const json = (path: string, value: unknown): File => [path, `${JSON.stringify(value, null, 2)}\n`];

/** A file that serverless.yml includes. */
export const included = (name: string, value: unknown): File =>
  json(`infrastructure/generated/${name}.json`, value);

export const ofResources = (
  name: string,
  resources: readonly (readonly [logicalId: string, object])[],
): File => included(name, { Resources: Object.fromEntries(resources) });
