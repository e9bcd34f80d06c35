/** How the target is reached, from the settings that say so. */
import { readFileSync } from 'node:fs';
import type { ClientCertificate, ConnectionOptions, Proxies } from '../http/connection-options.js';
import { matchingKey } from './certificates.js';
import { exceptions, proxyUrl, proxyVariables } from './proxies.js';
import { type SettingName, settingTable } from './setting-table.js';
import type { Complaint, Reading } from './setting-values.js';

type ValueOf<Name extends SettingName> =
  ReturnType<(typeof settingTable)[Name]['read']> extends Reading<infer T> ? T : never;

export interface ConnectionSources {
  read<Name extends SettingName>(name: Name): ValueOf<Name> | undefined;
  /** Value of a variable that is no setting of ours. */
  variable(name: string): string | undefined;
  complain(variable: string, complaint: Complaint): void;
}

/** Node adds these only where no authority is named, so that naming one would take them away. */
function extraAuthorities(file: string | undefined): string {
  try {
    return file === undefined ? '' : readFileSync(file, 'latin1');
  } catch {
    return ''; // Node warns of it by itself.
  }
}

function clientCertificateOf({ read, variable, complain }: ConnectionSources): ClientCertificate | undefined {
  const certificate = read('clientCertificate');
  const key = read('clientKey');
  const passphrase = read('clientKeyPassphrase');
  if (!certificate) {
    if (key && variable(settingTable.clientCertificate.variable) === undefined)
      complain(settingTable.clientKey.variable, {
        wrong: 'is set without a certificate that it belongs to',
        instead: `${settingTable.clientCertificate.variable} as well`,
      });
    return undefined;
  }
  const hasKey = variable(settingTable.clientKey.variable) !== undefined;
  const holder = hasKey ? key : certificate;
  // What is wrong with the file of the key was said.
  if (!holder) return undefined;
  if (holder.keys.length === 0) {
    complain(settingTable.clientCertificate.variable, {
      wrong: 'names a file without the private key of its certificate',
      instead: `${settingTable.clientKey.variable}, the path of the key, as well`,
    });
    return undefined;
  }
  const reading = matchingKey(certificate, holder, passphrase);
  if ('value' in reading)
    return { certificate: certificate.certificates.join('\n'), key: reading.value, passphrase };
  const { setting, ...complaint } = reading;
  const name = setting === 'passphrase' ? 'clientKeyPassphrase' : key ? 'clientKey' : 'clientCertificate';
  complain(settingTable[name].variable, complaint);
  return undefined;
}

function proxiesOf({ variable, complain }: ConnectionSources): Proxies | undefined {
  const first = (names: readonly string[]) => names.find((name) => variable(name));
  const proxy = (names: readonly string[]): URL | undefined => {
    const name = first(names);
    if (name === undefined) return undefined;
    const reading = proxyUrl(variable(name) ?? '');
    if ('value' in reading) return reading.value;
    complain(name, reading);
    return undefined;
  };
  const [http, https] = [proxy(proxyVariables.http), proxy(proxyVariables.https)];
  if (!http && !https) return undefined;
  return { http, https, except: exceptions(variable(first(proxyVariables.except) ?? '')) };
}

/** Everything that is wrong is handed to `complain`; what is not there is `undefined`. */
export function readConnection(sources: ConnectionSources): ConnectionOptions {
  const ca = sources.read('ca');
  return {
    ca: ca === undefined ? undefined : `${ca}\n${extraAuthorities(sources.variable('NODE_EXTRA_CA_CERTS'))}`,
    clientCertificate: clientCertificateOf(sources),
    proxies: proxiesOf(sources),
  };
}
