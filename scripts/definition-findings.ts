import states from 'amazon-states-language-service';
import validate from 'asl-validator';

/** `${Name}` in a definition, which CloudFormation replaces when it creates the state machine. */
const placeholder = /\$\{(\w+)\}/g;

/** A stand-in for an ARN or a name, while a definition is checked by itself. */
const standIn = (name: string): string =>
  name === 'Partition' ? 'aws' : 'arn:aws:lambda:us-east-1:123456789012:function:stand-in';

/**
 * Findings on a state machine as the compiled template holds it: Definition and DefinitionSubstitutions.
 * Two validators judge the text, because each misses faults that the other finds.
 */
export async function definitionFindings(
  definition: unknown,
  substitutions: Readonly<Record<string, unknown>>,
): Promise<readonly string[]> {
  const text = JSON.stringify(definition, null, 2);
  const used = new Set([...text.matchAll(placeholder)].map(([, name]) => name ?? ''));
  const given = Object.keys(substitutions);
  const substituted = text.replace(placeholder, (_, name: string) => standIn(name));
  return [
    ...[...used].filter((name) => !given.includes(name)).map((name) => `\${${name}} has no substitution`),
    ...given.filter((name) => !used.has(name)).map((name) => `the substitution ${name} is not used`),
    ...(await schemaFindings(JSON.parse(substituted))),
    ...(await languageFindings(substituted)),
    ...(await actionFindings(substituted)),
  ];
}

async function schemaFindings(definition: unknown): Promise<readonly string[]> {
  const { isValid, errors } = await validate(definition, { checkPaths: true, checkArn: true });
  return isValid ? [] : errors.map((error) => `${error['Error code']}: ${error.Message}`);
}

async function languageFindings(text: string): Promise<readonly string[]> {
  const service = states.getLanguageService({});
  const document = states.TextDocument.create('definition.asl.json', 'asl', 1, text);
  const diagnostics = await service.doValidation(document, service.parseJSONDocument(document));
  return diagnostics.map(({ range, message }) => `line ${range.start.line + 1}: ${message}`);
}

/** SDK integrations whose action the service's client does not have. */
async function actionFindings(text: string): Promise<readonly string[]> {
  const findings: string[] = [];
  for (const [resource, service = '', action = ''] of text.matchAll(
    /arn:aws:states:::aws-sdk:(\w+):(\w+)/g,
  )) {
    const command = `${action.charAt(0).toUpperCase()}${action.slice(1)}Command`;
    const client = (await import(`@aws-sdk/client-${service}`)) as Readonly<Record<string, unknown>>;
    if (!(command in client)) findings.push(`${resource}: the service has no such action`);
  }
  return findings;
}
