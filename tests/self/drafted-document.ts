/** What `init` writes for a server, without the command: the document as a file. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { documentOf } from '../../src/init/document.js';
import type { Draft } from '../../src/init/draft.js';
import { openSurvey, type SurveyOptions } from '../../src/init/survey.js';
import { readSettings } from '../../src/settings/read-settings.js';

/**
 * @param environment the credentials, as `TOKEN_` variables
 * @param folder where the file is written
 */
export async function draftedDocument(
  environment: Readonly<Record<string, string>>,
  server: Partial<Pick<SurveyOptions, 'issuer' | 'tokenUrl' | 'grants'>>,
  folder: string,
): Promise<{ readonly spec: string; readonly draft: Draft }> {
  const settings = readSettings({ flags: {}, env: environment, dotenvFile: undefined });
  const survey = openSurvey({
    issuer: undefined,
    tokenUrl: undefined,
    grants: undefined,
    connection: {},
    allowedHost: undefined,
    timeout: 10_000,
    interval: 0,
    version: 'test',
    ...server,
  });
  try {
    const facts = await survey.facts();
    const draft = await survey.draft(
      facts,
      (name, grant) => settings.parameter(name, { grant }) ?? settings.parameter(name),
    );
    const spec = join(folder, 'token.openapi.yaml');
    writeFileSync(spec, documentOf(draft));
    return { spec, draft };
  } finally {
    survey.close();
  }
}
