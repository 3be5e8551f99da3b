import { RegoEngine, TemplateFile } from '@aws/cloudformation-validate';

/** A compiled CloudFormation template, as far as the lint reads it. */
export interface Template {
  readonly Resources: Readonly<Record<string, TemplateResource>>;
}

export interface TemplateResource {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/**
 * What the packager writes by itself and cannot be told to leave out: a DependsOn that a GetAtt implies
 * already, and function versions that outlive the stack.
 */
const packagersOwn = [
  { ruleId: 'W3005', resourceType: 'AWS::Lambda::Function' },
  { ruleId: 'W3011', resourceType: 'AWS::Lambda::Version' },
];

/**
 * Errors and warnings of AWS's own validator (cfn-lint's rules and the resource schemas) on a template file.
 * Its advice (severity INFO: "supports Tags but none are configured") is not reported.
 */
export function templateFindings(path: string): readonly string[] {
  const engine = new RegoEngine();
  try {
    return engine
      .validateStandard(new TemplateFile(path))
      .diagnostics.filter(({ severity }) => severity !== 'INFO' && severity !== 'DEBUG')
      .filter(
        ({ ruleId, entity }) =>
          !packagersOwn.some((own) => own.ruleId === ruleId && own.resourceType === entity?.resourceType),
      )
      .map(({ ruleId, message, entity }) => `${entity?.logicalId ?? 'template'}: ${ruleId} ${message}`);
  } finally {
    engine.free();
  }
}
