import type { LabelSelector, StoredObject } from './objects.ts';
import { badRequest } from './status.ts';

type Labels = Readonly<Record<string, string>>;
type Requirement = (labels: Labels) => boolean;

const SET_BASED = /^\s*([^\s!=,()]+)\s+(in|notin)\s+\(([^)]*)\)\s*$/;
const EQUALITY = /^\s*([^\s!=,()]+)\s*(==|=|!=)\s*([^\s!=,()]*)\s*$/;
const EXISTENCE = /^\s*(!?)\s*([^\s!=,()]+)\s*$/;

function requirement(text: string): Requirement {
  const set = SET_BASED.exec(text);
  if (set) {
    const [, key = '', operator, list = ''] = set;
    const values = list.split(',').map((value) => value.trim());
    return (labels) => values.includes(labels[key] ?? '\0') === (operator === 'in');
  }
  const equality = EQUALITY.exec(text);
  if (equality) {
    const [, key = '', operator, value] = equality;
    return (labels) => (labels[key] === value) === (operator !== '!=');
  }
  const existence = EXISTENCE.exec(text);
  if (!existence) throw badRequest(`unable to parse requirement: found '${text}', expected: identifier`);
  const [, negation, key = ''] = existence;
  return (labels) => key in labels === (negation === '');
}

/** A `labelSelector` of a list (Kubernetes, "Labels and Selectors"); all of its requirements must hold. */
export function labelSelector(text: string): Requirement {
  const parts = text.split(/,(?![^(]*\))/).filter((part) => part.trim() !== '');
  const requirements = parts.map(requirement);
  return (labels) => requirements.every((holds) => holds(labels));
}

/** A selector inside of an object; one without members selects everything. */
export function selects({ matchLabels = {}, matchExpressions = [] }: LabelSelector, labels: Labels): boolean {
  const expressed = matchExpressions.every(({ key, operator, values = [] }) => {
    if (operator === 'Exists') return key in labels;
    if (operator === 'DoesNotExist') return !(key in labels);
    return values.includes(labels[key] ?? '\0') === (operator === 'In');
  });
  return expressed && Object.entries(matchLabels).every(([key, value]) => labels[key] === value);
}

/** Fields that pods can be selected by, of those that the API supports (Kubernetes, "Field Selectors"). */
const FIELDS: Readonly<Record<string, (object: StoredObject) => string>> = {
  'metadata.name': ({ metadata }) => metadata.name,
  'metadata.namespace': ({ metadata }) => metadata.namespace ?? '',
};
const POD_FIELDS: typeof FIELDS = {
  ...FIELDS,
  'spec.nodeName': (pod) => (pod as { spec?: { nodeName?: string } }).spec?.nodeName ?? '',
  'spec.schedulerName': (pod) =>
    (pod as { spec?: { schedulerName?: string } }).spec?.schedulerName ?? 'default-scheduler',
  'status.phase': (pod) => (pod as { status?: { phase?: string } }).status?.phase ?? '',
};

/** A `fieldSelector` of a list: `spec.nodeName=a,status.phase!=Failed`. */
export function fieldSelector(text: string, plural: string): (object: StoredObject) => boolean {
  const fields = plural === 'pods' ? POD_FIELDS : FIELDS;
  const requirements = text
    .split(',')
    .filter((part) => part !== '')
    .map((part) => {
      const [, name = '', operator, value] = /^([^=!]+)(==|=|!=)(.*)$/.exec(part) ?? [];
      const field = fields[name];
      if (!field) throw badRequest(`field label not supported: ${name || part}`);
      return (object: StoredObject) => (field(object) === value) === (operator !== '!=');
    });
  return (object) => requirements.every((holds) => holds(object));
}
