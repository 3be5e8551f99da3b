import { dirname, join, normalize } from 'node:path';
import { writtenIn } from './product.ts';
import { ofType } from './resources.ts';
import { type Finding, type Reviewed, type Rule, unlessReviewed } from './rule.ts';
import { argumentsOf, calleeOf, importsOf, type Node, namesOf, nodesIn, syntaxOf } from './syntax.ts';

const LIST = 'scripts/rules/environment.ts';

/** Variables that Lambda sets itself (Lambda guide, "Defined runtime environment variables"). */
const OF_LAMBDA = /^(AWS_REGION|AWS_LAMBDA_\w+|_HANDLER|LAMBDA_\w+)$/;

/** Variables that other packages read, each with its reader. */
const READ_ELSEWHERE: Reviewed = {
  POWERTOOLS_SERVICE_NAME: 'Powertools, for each line of a log',
  POWERTOOLS_LOG_LEVEL: 'Powertools',
  AWS_DEFAULTS_MODE: 'The SDK',
};

/**
 * A declaration of a module: the names that it uses, of its own module and of others, and the variables that it
 * reads.
 */
interface Declared {
  readonly names: readonly string[];
  readonly variables: readonly string[];
}

interface Module {
  readonly declared: ReadonlyMap<string, Declared>;
  readonly imports: ReadonlyMap<string, { readonly name: string; readonly from: string }>;
}

function variablesIn(node: unknown): readonly string[] {
  return nodesIn(node).flatMap(({ node: call }) => {
    if (calleeOf(call).join('.') !== 'variable') return [];
    const [name] = argumentsOf(call);
    return name?.type === 'StringLiteral' ? [String(name.value)] : [];
  });
}

function moduleOf(text: string): Module {
  const tree = syntaxOf(text);
  const declared = new Map<string, Declared>();
  for (const statement of tree.body as readonly Node[]) {
    if (statement.type === 'ImportDeclaration') continue;
    const own = (statement.declaration as Node | undefined) ?? statement;
    const parts = own.type === 'VariableDeclaration' ? (own.declarations as readonly Node[]) : [own];
    for (const part of parts) {
      const [name = `statement-${declared.size}`] = namesOf(part.id ?? part.identifier);
      const names = nodesIn(part).flatMap(({ node }) =>
        node.type === 'Identifier' ? [String(node.value)] : [],
      );
      declared.set(name, { names, variables: variablesIn(part) });
    }
  }
  return { declared, imports: importsOf(tree) };
}

/** The variables that a handler may read, itself or anywhere in the code that it names. */
function readBy(handler: string, modules: ReadonlyMap<string, Module>): ReadonlySet<string> {
  const variables = new Set<string>();
  const reached = new Set(
    [...(modules.get(handler)?.declared.keys() ?? [])].map((name) => `${handler} ${name}`),
  );
  for (const one of reached) {
    const [file = '', name = ''] = one.split(' ');
    const module = modules.get(file);
    const found = module?.declared.get(name);
    for (const variable of found?.variables ?? []) variables.add(variable);
    for (const named of found?.names ?? []) {
      const imported = module?.imports.get(named);
      if (imported?.from.startsWith('.'))
        reached.add(`${normalize(join(dirname(file), imported.from))} ${imported.name}`);
      else if (module?.declared.has(named)) reached.add(`${file} ${named}`);
    }
  }
  return variables;
}

interface Lambda {
  readonly Handler?: string;
  readonly Environment?: { readonly Variables?: Readonly<Record<string, unknown>> };
}

/** A function is given each variable that it reads, and no function is given one that none reads. */
export const environment: Rule = {
  name: 'environment',
  why: 'a function fails at its first call in AWS for what no test of its code misses',
  check: (product) => {
    const modules = new Map([...product.sources].map(([file, text]) => [file, moduleOf(text)] as const));
    const found: (Finding & { readonly key: string })[] = [];
    const readAtAll = new Set(
      [...modules.values()].flatMap(({ declared }) =>
        [...declared.values()].flatMap(({ variables }) => variables),
      ),
    );
    for (const { logicalId, properties } of ofType(product.templates.regional, 'AWS::Lambda::Function')) {
      const { Handler = '', Environment } = properties as Lambda;
      const given = Object.keys(Environment?.Variables ?? {});
      const entry = logicalId.replace(/LambdaFunction$/, '');
      const file = writtenIn(product, entry.charAt(0).toLowerCase() + entry.slice(1));
      const missing = [...readBy(Handler.replace(/\.handler$/, '.ts'), modules)].filter(
        (name) => !given.includes(name) && !OF_LAMBDA.test(name),
      );
      for (const name of missing)
        found.push({
          key: '',
          file,
          place: logicalId,
          found: `no ${name}`,
          allowed: 'each variable that its code reads',
        });
      for (const name of given.filter((one) => !readAtAll.has(one)))
        found.push({
          key: name,
          file: 'serverless.yml',
          place: name,
          found: 'a variable that nothing reads',
          allowed: `what the code reads, or a row in ${LIST}`,
        });
    }
    return unlessReviewed(found, READ_ELSEWHERE, ({ key }) => key, LIST);
  },
};
