/** Where something stands in what its author wrote. */
import { isAbsolute, relative } from 'node:path';

export interface Location {
  /** As the user knows it. */
  readonly file: string;
  /** JSON pointer into that file. */
  readonly pointer: string;
  /** 1-based; `undefined` where the file cannot tell. */
  readonly line: number | undefined;
}

/** `token.openapi.yaml:120 (#/components/schemas/Token)`. */
export function locationText({ file, pointer, line }: Location): string {
  return `${file}${line === undefined ? '' : `:${line}`} (${pointer})`;
}

/** The path as people see it from where they stand; one that leads far away stays whole. */
export function fromHere(location: Location): Location {
  if (!isAbsolute(location.file)) return location;
  const short = relative(process.cwd(), location.file);
  return short.startsWith('..') ? location : { ...location, file: short };
}
