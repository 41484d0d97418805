import { NS } from '../ns.ts';
import { XmlViolation } from './xml-violation.ts';

/** Namespaces in force at one element. The chain is as deep as the elements, so at most `limits.depth`. */
export interface Scope {
  readonly up: Scope | undefined;
  readonly plain: string;
  readonly prefixes: ReadonlyMap<string, string> | undefined;
}
export const OUTERMOST: Scope = { up: undefined, plain: '', prefixes: new Map([['xml', NS.xml]]) };

/** @throws XmlViolation */
export function split(name: string): readonly [prefix: string | undefined, local: string] {
  const at = name.indexOf(':');
  if (at < 0) return [undefined, name];
  const local = name.slice(at + 1);
  if (at === 0 || local === '' || local.includes(':')) throw new XmlViolation('bad-namespace-prefix', 'a malformed qualified name');
  return [name.slice(0, at), local];
}

export function scopeOf(attributes: Readonly<Record<string, string>>, names: readonly string[], up: Scope): Scope {
  let prefixes: Map<string, string> | undefined;
  for (const name of names) {
    if (!name.startsWith('xmlns:')) continue;
    const [, prefix] = split(name);
    const uri = attributes[name] ?? '';
    if (uri === '' || prefix === 'xmlns' || (prefix === 'xml') !== (uri === NS.xml))
      throw new XmlViolation('bad-namespace-prefix', 'a prefix that may not be bound so');
    prefixes ??= new Map();
    prefixes.set(prefix, uri);
  }
  return { up, plain: attributes['xmlns'] ?? up.plain, prefixes };
}

/** @throws XmlViolation when it is bound to nothing */
export function resolve(prefix: string, scope: Scope): string {
  for (let at: Scope | undefined = scope; at; at = at.up) {
    const uri = at.prefixes?.get(prefix);
    if (uri !== undefined) return uri;
  }
  throw new XmlViolation('bad-namespace-prefix', 'an unbound prefix');
}

/** Sets the attributes that are kept: without declarations of namespaces, but for those of attributes' own prefixes. */
export function keepAttributes(attributes: Readonly<Record<string, string>>, names: readonly string[], scope: Scope, kept: Record<string, unknown>): void {
  for (const name of names) {
    // ltx keeps attributes in a plain object and calls its methods.
    if (name === 'xmlns' || name in Object.prototype) continue;
    if (name.includes(':')) {
      const [prefix] = split(name);
      if (prefix === 'xmlns') continue;
      if (prefix !== undefined && prefix !== 'xml') kept[`xmlns:${prefix}`] = resolve(prefix, scope);
    }
    kept[name] = attributes[name];
  }
}
