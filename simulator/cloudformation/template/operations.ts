import { AwsError, NotSimulated } from '../../aws-error.ts';
import type { ModelledOperation } from '../../modelled-members.ts';
import type { Engine } from '../engine.ts';
import { validationError } from '../errors.ts';
import { existingStack } from '../stacks/operations.ts';
import { checkInlineBody, readTemplate, type Template } from './template.ts';

const isTrue = (value: unknown): boolean => value === true || value === 'true';

function capabilitiesOf(template: Template): { Capabilities?: string[]; CapabilitiesReason?: string } {
  const iam = Object.entries(template.Resources).filter(([, { Type }]) => Type.startsWith('AWS::IAM::'));
  if (iam.length === 0) return {};
  const named = iam.some(([, { Properties = {} }]) =>
    Object.keys(Properties).some((name) => /^[A-Z]\w+Name$/.test(name)),
  );
  const types = [...new Set(iam.map(([, { Type }]) => Type))];
  return {
    Capabilities: [named ? 'CAPABILITY_NAMED_IAM' : 'CAPABILITY_IAM'],
    CapabilitiesReason: `The following resource(s) require capabilities: [${types.join(', ')}]`,
  };
}

export function templateOperations(engine: Engine): Record<string, ModelledOperation> {
  return {
    GetTemplate: {
      members: ['StackName', 'ChangeSetName', 'TemplateStage'],
      run: (input: { StackName?: string; ChangeSetName?: string }) => {
        const body = bodyOf(engine, input);
        const json = /^\s*\{/.test(body);
        return { TemplateBody: json ? body : body, StagesAvailable: ['Original', 'Processed'] };
      },
    },
    ValidateTemplate: {
      members: ['TemplateBody', 'TemplateURL'],
      run: ({ TemplateBody, TemplateURL }: { TemplateBody?: string; TemplateURL?: string }) => {
        if (TemplateBody === undefined && TemplateURL === undefined) {
          throw validationError('Either Template URL or Template Body must be specified.');
        }
        if (TemplateURL !== undefined)
          throw new NotSimulated('TemplateURL of cloudformation:ValidateTemplate');
        checkInlineBody(TemplateBody ?? '');
        const template = readTemplate(TemplateBody ?? '');
        return {
          Parameters: Object.entries(template.Parameters).map(([ParameterKey, definition]) => ({
            ParameterKey,
            ...(definition.Default === undefined ? {} : { DefaultValue: String(definition.Default) }),
            NoEcho: isTrue(definition.NoEcho),
            ...(definition.Description === undefined ? {} : { Description: definition.Description }),
          })),
          ...(template.Description === undefined ? {} : { Description: template.Description }),
          ...capabilitiesOf(template),
        };
      },
    },
  };
}

function bodyOf(
  engine: Engine,
  { StackName, ChangeSetName }: { StackName?: string; ChangeSetName?: string },
): string {
  if (ChangeSetName?.startsWith('arn:')) {
    for (const { changeSets } of engine.store.stacks.values()) {
      const changeSet = [...changeSets.values()].find(({ id }) => id === ChangeSetName);
      if (changeSet) return changeSet.deployment.body;
    }
    throw new AwsError('ChangeSetNotFound', `ChangeSet [${ChangeSetName}] does not exist`, {
      statusCode: 404,
    });
  }
  if (StackName === undefined) throw validationError('StackName is a required parameter.');
  const stack = existingStack(engine, StackName);
  if (ChangeSetName !== undefined) {
    const changeSet = stack.changeSets.get(ChangeSetName);
    if (changeSet) return changeSet.deployment.body;
    throw new AwsError('ChangeSetNotFound', `ChangeSet [${ChangeSetName}] does not exist`, {
      statusCode: 404,
    });
  }
  if (!stack.deployment) throw validationError(`Template for stack ${StackName} does not exist`);
  return stack.deployment.body;
}
