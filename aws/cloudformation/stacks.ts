import {
  type CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  paginateDescribeStacks,
  paginateListImports,
  type Stack,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { type Kept, templateBody } from '../../domain/decide/stack.ts';
import { type DesiredStack, type Resources, tagList } from '../../domain/desired/template.ts';
import type { DatedStack, FoundStack, StackPort } from '../../domain/ports/stacks.ts';
import { named } from '../errors.ts';
import { readLastAttempt } from './stack-events.ts';

const isBad = (status: string): boolean => status.includes('FAILED') || status.includes('ROLLBACK');

function foundOf({ StackName = '', StackStatus, Outputs = [], Tags = [] }: Stack): FoundStack {
  return {
    StackName,
    StackStatus: StackStatus ?? '',
    Outputs: Outputs.map(({ OutputKey = '', OutputValue = '' }) => ({ OutputKey, OutputValue })),
    tags: Object.fromEntries(Tags.map(({ Key = '', Value = '' }) => [Key, Value])),
  };
}

/** `StackPort` over CloudFormation; stacks are made as the service role, never as the function's own. */
export class CloudFormationStacks implements StackPort {
  readonly #client: CloudFormationClient;
  readonly #serviceRoleArn: string | undefined;

  constructor(client: CloudFormationClient, serviceRoleArn?: string) {
    this.#client = client;
    this.#serviceRoleArn = serviceRoleArn;
  }

  async describe(stackName: string): Promise<DatedStack | undefined> {
    const stack = await this.#find(stackName);
    return stack && this.#dated(stack);
  }

  async find(stackName: string): Promise<FoundStack | undefined> {
    const stack = await this.#find(stackName);
    return stack && foundOf(stack);
  }

  async namesOfCluster(clusterName: string): Promise<readonly string[]> {
    const own = await this.#all(({ Tags = [] }) =>
      Tags.some(({ Key, Value }) => Key === 'eks-fleet.dev/cluster' && Value === clusterName),
    );
    return own.flatMap(({ StackName }) => StackName ?? []);
  }

  async beginning(prefix: string): Promise<readonly FoundStack[]> {
    return (await this.#all(({ StackName = '' }) => StackName.startsWith(prefix))).map(foundOf);
  }

  /** DescribeStacks tells of all stacks but those that are gone. */
  async #all(isMeant: (stack: Stack) => boolean): Promise<readonly Stack[]> {
    const found: Stack[] = [];
    const read = async () => {
      for await (const { Stacks = [] } of paginateDescribeStacks({ client: this.#client }, {}))
        found.push(...Stacks.filter(isMeant));
    };
    await named(read());
    return found;
  }

  async #dated(stack: Stack): Promise<DatedStack> {
    const { StackId = '', StackStatusReason, CreationTime, LastUpdatedTime } = stack;
    const found = foundOf(stack);
    const failed = isBad(found.StackStatus) ? await named(readLastAttempt(this.#client, StackId)) : undefined;
    const changedAt = failed?.begunAt ?? LastUpdatedTime ?? CreationTime ?? new Date(0);
    return {
      ...found,
      StackId,
      ...(StackStatusReason === undefined ? {} : { StackStatusReason }),
      ...(failed?.firstFailure ? { firstFailure: failed.firstFailure } : {}),
      changedAt: changedAt.toISOString(),
    };
  }

  async importersOf(exportName: string): Promise<readonly string[]> {
    try {
      const importers: string[] = [];
      const pages = paginateListImports({ client: this.#client }, { ExportName: exportName });
      for await (const { Imports = [] } of pages) importers.push(...Imports);
      return importers;
    } catch (error) {
      // Nobody, and no such export: a ValidationError either way, for which CloudFormation has no code of its own.
      if (error instanceof Error && error.name === 'ValidationError') return [];
      return named(Promise.reject(error));
    }
  }

  async create(stack: DesiredStack, token: string): Promise<void> {
    // A stack that fails stays for its reason to be read; the next apply clears it away.
    await named(
      this.#client.send(new CreateStackCommand({ ...this.#request(stack, token), OnFailure: 'ROLLBACK' })),
    );
  }

  async resources(stackName: string): Promise<Resources> {
    const { TemplateBody = '{}' } = await named(
      this.#client.send(new GetTemplateCommand({ StackName: stackName, TemplateStage: 'Original' })),
    );
    const { Resources = {} } = JSON.parse(TemplateBody) as { Resources?: Resources };
    return Resources;
  }

  async update(stack: DesiredStack, token: string, kept: Resources = {}): Promise<void> {
    await named(this.#client.send(new UpdateStackCommand(this.#request(stack, token, kept))));
  }

  async delete(stackName: string, token: string): Promise<void> {
    const role = this.#serviceRoleArn === undefined ? {} : { RoleARN: this.#serviceRoleArn };
    await named(
      this.#client.send(new DeleteStackCommand({ StackName: stackName, ClientRequestToken: token, ...role })),
    );
  }

  #request(stack: DesiredStack, token: string, kept?: Kept) {
    return {
      StackName: stack.stackName,
      TemplateBody: templateBody(stack, kept),
      Capabilities: [...stack.capabilities],
      Tags: tagList(stack.tags),
      ClientRequestToken: token,
      ...(this.#serviceRoleArn === undefined ? {} : { RoleARN: this.#serviceRoleArn }),
    };
  }

  async #find(stackName: string): Promise<Stack | undefined> {
    try {
      const { Stacks } = await this.#client.send(new DescribeStacksCommand({ StackName: stackName }));
      return Stacks?.[0];
    } catch (error) {
      // A missing stack is a ValidationError: CloudFormation has no code of its own for it.
      if (error instanceof Error && error.name === 'ValidationError') return undefined;
      return named(Promise.reject(error));
    }
  }
}
