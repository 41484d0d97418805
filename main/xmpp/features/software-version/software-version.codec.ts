// XEP-0092: Software Version, version 1.1 (2007-02-15)
import { child, el, textOf, type Element } from '../../element.ts';
import { NS } from '../../ns.ts';

export interface SoftwareVersion {
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly os: string | undefined;
}
const short = (text: string | undefined): string | undefined => text?.trim().slice(0, 200);

/** Reads an answer, given as the whole `iq` or its `query`. */
export function readSoftwareVersion(element: Element): SoftwareVersion | undefined {
  const query = element.is('query', NS.version) ? element : child(element, 'query', NS.version);
  return query && { name: short(textOf(query, 'name')), version: short(textOf(query, 'version')), os: short(textOf(query, 'os')) };
}

const line = (name: string, text: string | undefined): Element | undefined => (text === undefined ? undefined : el(name, undefined, {}, text));

export const softwareVersionElement = (software: SoftwareVersion): Element =>
  el('query', NS.version, {}, line('name', software.name), line('version', software.version), line('os', software.os));
