import { type Finding, type Reviewed, type Rule, unlessReviewed } from './rule.ts';
import { inputMembers, type SdkCall, sdkCallsIn } from './sdk-calls.ts';
import { type Node, namesOf, nodesIn, syntaxOf } from './syntax.ts';

const LIST = 'scripts/rules/tokens.ts';
const CONDITIONED = 'Each item has a condition, by which a second write is refused';
const BY_A_PERSON = 'Asked for by a person at a terminal; of one name, so that a second one is refused';

/** Changes that go without the token which AWS would take, each with its reason. */
const WITHOUT: Reviewed = {
  'aws/dynamodb/cluster-registry.ts write TransactWriteItems':
    'The same items under the same keys: written twice they are the same',
  'aws/dynamodb/conditional-writes.ts writeAll TransactWriteItems': CONDITIONED,
  'aws/dynamodb/pauses.ts writeAll TransactWriteItems': CONDITIONED,
  'aws/dynamodb/conditional-writes.ts refusedOf TransactWriteItems': CONDITIONED,
  'aws/dynamodb/operation-store.ts recordReport TransactWriteItems': CONDITIONED,
  'aws/deployment/deploy.ts deployStack CreateStack': BY_A_PERSON,
  'aws/deployment/deploy.ts updateStack UpdateStack': BY_A_PERSON,
  'aws/deployment/remove-failovers.ts removeSchedules DeleteSchedule': BY_A_PERSON,
  'aws/deployment/remove-failovers.ts removeStack DeleteStack': BY_A_PERSON,
  'aws/deployment/remove-forwarders.ts remove DeleteStack': BY_A_PERSON,
  'aws/deployment/remove.ts removeStack DeleteStack': BY_A_PERSON,
  'aws/deployment/stack-status.ts bringToRest DeleteStack': BY_A_PERSON,
};

const TOKEN = /^(idempotency|client(request)?)token$/i;
const tokenOf = async (client: string, operation: string): Promise<string | undefined> =>
  (await inputMembers(client, operation)).find((member) => TOKEN.test(member));

type Keyed = Finding & { readonly key: string };

async function callFinding(call: SdkCall): Promise<readonly Keyed[]> {
  const { file, within, operation, client, members } = call;
  const token = await tokenOf(client, operation);
  if (token === undefined || members.has(token)) return [];
  return [
    {
      key: `${file} ${within} ${operation}`,
      file,
      place: `${within}, ${operation}`,
      found: `no ${token}: the SDK makes up another one for each try`,
      allowed: `a ${token} that is the same for the same change, or a row in ${LIST} that says why there is none`,
    },
  ];
}

/** The commands of EKS are in two tables, by whether they take a token. */
const EKS_CHANGES = 'aws/eks/changes.ts';

function tableIn(tree: Node, name: string): readonly string[] {
  const table = nodesIn(tree).find(
    ({ node }) => node.type === 'VariableDeclarator' && namesOf(node.id)[0] === name,
  );
  return nodesIn(table?.node).flatMap(({ node }) =>
    node.type === 'KeyValueProperty' ? namesOf(node.key) : [],
  );
}

async function eksFindings(text: string | undefined): Promise<readonly Keyed[]> {
  const tree = syntaxOf(text ?? '');
  const found: Keyed[] = [];
  for (const [name, takes] of [
    ['WITH_TOKEN', true],
    ['WITHOUT_TOKEN', false],
  ] as const) {
    const operations = tableIn(tree, name);
    const wrong = await Promise.all(
      operations.map(async (one) => ((await tokenOf('@aws-sdk/client-eks', one)) !== undefined) !== takes),
    );
    const places = operations.length === 0 ? ['no operation'] : operations.filter((_, index) => wrong[index]);
    for (const place of places)
      found.push({
        key: '',
        file: EKS_CHANGES,
        place: `${name}, ${place}`,
        found: takes ? 'EKS takes no token of it' : 'EKS takes a token of it',
        allowed: 'WITH_TOKEN for what has clientRequestToken, WITHOUT_TOKEN for the rest',
      });
  }
  return found;
}

/** A change that AWS is asked for twice is made once: the token is the same for the same change. */
export const tokens: Rule = {
  name: 'tokens',
  why: 'a reply that is lost makes a second update, stack or schedule',
  check: async (product) => {
    const calls = await Promise.all(sdkCallsIn(product).map(callFinding));
    const eks = await eksFindings(product.sources.get(EKS_CHANGES));
    return unlessReviewed([...calls.flat(), ...eks], WITHOUT, ({ key }) => key, LIST);
  },
};
