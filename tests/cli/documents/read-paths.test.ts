import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readDocuments } from '../../../cli/documents/read-paths.ts';

describe('reading documents from files', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'eks-fleet-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('reads the YAML and JSON files of a folder by name, and nothing else', async () => {
    await writeFile(join(folder, 'b.json'), '{"b": 2}');
    await writeFile(join(folder, 'a.yaml'), 'a: 1');
    await writeFile(join(folder, 'notes.txt'), 'no');
    const { documents, problems } = await readDocuments([folder]);
    expect(problems).toEqual([]);
    expect(documents.map(({ value }) => value)).toEqual([{ a: 1 }, { b: 2 }]);
  });

  it('says which path is not there, and that there is nothing to read', async () => {
    expect((await readDocuments([join(folder, 'none.yaml')])).problems[0]?.message).toContain('no such file');
    expect((await readDocuments([folder])).problems[0]?.message).toContain('no document');
  });
});
