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
 * Rules that do not apply. The packager adds a DependsOn that a GetAtt implies already, and function versions
 * that outlive the stack. Roles are in the global template (IAM is global), so the regional one composes their
 * ARNs from names, which the validator takes for hardcoded ones.
 */
const outOfScope: readonly { readonly ruleId: string; readonly resourceType?: string }[] = [
  { ruleId: 'W3005', resourceType: 'AWS::Lambda::Function' },
  { ruleId: 'W3011', resourceType: 'AWS::Lambda::Version' },
  { ruleId: 'W9002' },
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
          !outOfScope.some(
            (rule) =>
              rule.ruleId === ruleId && (rule.resourceType ?? entity?.resourceType) === entity?.resourceType,
          ),
      )
      .map(({ ruleId, message, entity }) => `${entity?.logicalId ?? 'template'}: ${ruleId} ${message}`);
  } finally {
    engine.free();
  }
}
