/** The values that settings take, read from text. A problem never quotes the text: it may be a secret. */

import { existsSync, statSync } from 'node:fs';
import { isIP } from 'node:net';
import { nearNames } from './near-names.js';

/** What is wrong with a value, and what to write instead. */
export interface Complaint {
  readonly wrong: string;
  readonly instead: string;
}

export type Reading<T> = { readonly value: T } | Complaint;

export type Reader<T> = (text: string) => Reading<T>;

const unitsOfTime: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };

export const text: Reader<string> = (given) => ({ value: given });

export function wholeNumber(least: number, most: number, example: string): Reader<number> {
  return (given) => {
    const value = /^\d+$/.test(given) ? Number(given) : Number.NaN;
    return value >= least && value <= most
      ? { value }
      : { wrong: `is not a whole number from ${least} to ${most}`, instead: example };
  };
}

/** A name or an IP address, without port and brackets. */
export const hostName: Reader<string> = (given) =>
  isIP(given) !== 0 || /^[a-z\d]([a-z\d.-]*[a-z\d])?$/i.test(given)
    ? { value: given }
    : { wrong: 'is no name or address of a host', instead: 'a host such as 192.0.2.7' };

/** `5s`, `500ms`, `2m`; a plain number counts seconds. Milliseconds come out. */
export function duration(least: number, most: number): Reader<number> {
  return (given) => {
    const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m)?$/i.exec(given);
    if (!match) return { wrong: 'is not a duration', instead: '5s, 500ms or a number of seconds' };
    const value = Math.round(Number(match[1]) * (unitsOfTime[match[2]?.toLowerCase() ?? 's'] ?? 1000));
    return value >= least && value <= most
      ? { value }
      : { wrong: 'is out of range', instead: `a duration from ${least}ms to ${most / 1000}s` };
  };
}

/** `5/s`, `100/m`, `1000/h` or `none`. The milliseconds between two requests come out. */
export const rate: Reader<number> = (given) => {
  if (given.toLowerCase() === 'none') return { value: 0 };
  const match = /^(\d+)\s*\/\s*(s|m|h)$/i.exec(given);
  const count = Number(match?.[1] ?? 0);
  return count > 0
    ? { value: (unitsOfTime[match?.[2]?.toLowerCase() ?? 's'] ?? 1000) / count }
    : { wrong: 'is not a rate', instead: '5/s, 100/m or none' };
};

export function oneOf<T extends string>(...values: readonly T[]): Reader<T> {
  return (given) => {
    const value = values.find((candidate) => candidate === given.toLowerCase());
    if (value !== undefined) return { value };
    const near = nearNames(given, values)[0];
    const all = values.join(', ');
    return {
      wrong: `is none of ${all}`,
      instead: near === undefined ? `one of ${all}` : `${near} (did you mean that?)`,
    };
  };
}

/** The same for values whose letter case is part of them. */
export function exactlyOneOf<T extends string>(...values: readonly T[]): Reader<T> {
  const any = oneOf(...values.map((value) => value.toLowerCase()));
  return (given) => {
    const value = values.find((candidate) => candidate.toLowerCase() === given.toLowerCase());
    return value === undefined ? (any(given) as Complaint) : { value };
  };
}

/** Some of the values, separated by commas; each counts once. */
export function someOf<T extends string>(...values: readonly T[]): Reader<readonly T[]> {
  const one = oneOf(...values);
  return (given) => {
    const chosen = new Set<T>();
    for (const part of given.split(',')) {
      const reading = one(part.trim());
      if ('wrong' in reading)
        return { wrong: `names something that ${reading.wrong}`, instead: `some of ${values.join(',')}` };
      chosen.add(reading.value);
    }
    return { value: [...chosen] };
  };
}

export const yesOrNo: Reader<boolean> = (given) => {
  const word = given.toLowerCase();
  if (['true', 'yes', 'on', '1'].includes(word)) return { value: true };
  if (['false', 'no', 'off', '0'].includes(word)) return { value: false };
  return { wrong: 'is neither true nor false', instead: 'true or false' };
};

export function existingFile(instead: string): Reader<string> {
  return (given) =>
    existsSync(given) && statSync(given).isFile() ? { value: given } : { wrong: 'names no file', instead };
}

/** Paths with commas between them. */
export function existingFiles(instead: string): Reader<readonly string[]> {
  const one = existingFile(instead);
  return (given) => {
    const files: string[] = [];
    for (const part of given.split(',')) {
      const reading = one(part.trim());
      if ('wrong' in reading) return { wrong: `names no file in place ${files.length + 1}`, instead };
      files.push(reading.value);
    }
    return { value: files };
  };
}

export const folder: Reader<string> = (given) =>
  existsSync(given) && !statSync(given).isDirectory()
    ? { wrong: 'names a file', instead: 'the path of a folder; it is made when absent' }
    : { value: given };

/** Only shapes that cannot carry a secret into a log are taken. A slash at the end is dropped. */
export const baseUrl: Reader<string> = (given) => {
  const instead = 'a URL such as https://api.example.com';
  if (!URL.canParse(given)) return { wrong: 'is not an absolute URL', instead };
  const url = new URL(given);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return { wrong: 'is not an http(s) URL', instead };
  if (url.username !== '' || url.password !== '')
    return {
      wrong: 'contains a user name or password, which a URL must not carry (it is not repeated here)',
      instead: 'the URL without them, and the credentials as TOKEN_ variables of their own',
    };
  if (given.includes('?') || given.includes('#'))
    return { wrong: 'contains a query or a fragment (it is not repeated here)', instead };
  return { value: url.href.replace(/\/+$/, '') };
};

/** The host itself, or this machine: nothing that is sent there crosses a network. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return /^(127(\.\d+){3}|\[::1\]|localhost|.+\.localhost)$/i.test(hostname);
}
