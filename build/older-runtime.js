/* oxlint-disable unicorn/no-array-sort, unicorn/no-array-reverse -- these are what the newer ones are made of */
// What the tests' older Electron lacks of the language, put before each bundle by `build/bundle.ts --older`. Never a part of the product.
(() => {
  const add = (target, name, value) => {
    if (!(name in target)) Object.defineProperty(target, name, { value, writable: true, configurable: true });
  };
  add(URL, 'canParse', (url, base) => {
    try {
      return Boolean(new URL(url, base));
    } catch {
      return false;
    }
  });
  add(URL, 'parse', (url, base) => (URL.canParse(url, base) ? new URL(url, base) : null));
  add(Array.prototype, 'toSorted', function toSorted(compare) {
    return [...this].sort(compare);
  });
  add(Array.prototype, 'toReversed', function toReversed() {
    return [...this].reverse();
  });
  add(Array.prototype, 'toSpliced', function toSpliced(...args) {
    const copy = [...this];
    copy.splice(...args);
    return copy;
  });
  add(Array.prototype, 'with', function withItem(index, value) {
    const copy = [...this];
    copy[index < 0 ? copy.length + index : index] = value;
    return copy;
  });
  add(Array, 'fromAsync', async items => {
    const all = [];
    for await (const item of items) all.push(item);
    return all;
  });
  add(Promise, 'withResolvers', () => {
    const made = {};
    made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
    return made;
  });
  add(Promise, 'try', (work, ...args) => new Promise(resolve => resolve(work(...args))));
  add(Object, 'groupBy', (items, keyOf) => {
    const groups = Object.create(null);
    let index = 0;
    for (const item of items) (groups[keyOf(item, index++)] ??= []).push(item);
    return groups;
  });
  add(Map, 'groupBy', (items, keyOf) => {
    const groups = new Map();
    let index = 0;
    for (const item of items) {
      const key = keyOf(item, index++);
      groups.set(key, [...(groups.get(key) ?? []), item]);
    }
    return groups;
  });
  const has = (other, item) => other.has(item);
  const ofSets = {
    union: (one, other) => new Set([...one, ...other.keys()]),
    intersection: (one, other) => new Set([...one].filter(item => has(other, item))),
    difference: (one, other) => new Set([...one].filter(item => !has(other, item))),
    symmetricDifference: (one, other) => new Set([...[...one].filter(item => !has(other, item)), ...[...other.keys()].filter(item => !one.has(item))]),
    isSubsetOf: (one, other) => [...one].every(item => has(other, item)),
    isSupersetOf: (one, other) => [...other.keys()].every(item => one.has(item)),
    isDisjointFrom: (one, other) => ![...one].some(item => has(other, item)),
  };
  for (const [name, work] of Object.entries(ofSets)) {
    add(Set.prototype, name, function ofSet(other) {
      return work(this, other);
    });
  }
  const iterators = Object.getPrototypeOf(Object.getPrototypeOf([][Symbol.iterator]()));
  const ofIterators = {
    *map(items, change) {
      let index = 0;
      for (const item of items) yield change(item, index++);
    },
    *filter(items, keep) {
      let index = 0;
      for (const item of items) if (keep(item, index++)) yield item;
    },
    *take(items, count) {
      if (count <= 0) return;
      for (const item of items) {
        yield item;
        if (--count === 0) return;
      }
    },
    *drop(items, count) {
      for (const item of items) if (count-- <= 0) yield item;
    },
    *flatMap(items, change) {
      for (const item of items) yield* change(item);
    },
    toArray: items => [...items],
    forEach: (items, work) => [...items].forEach(work),
    some: (items, test) => [...items].some(test),
    every: (items, test) => [...items].every(test),
    find: (items, test) => [...items].find(test),
    reduce: (items, ...args) => [...items].reduce(...args),
  };
  for (const [name, work] of Object.entries(ofIterators)) {
    add(iterators, name, function ofIterator(...args) {
      return work(this, ...args);
    });
  }
  if (typeof require === 'function') {
    if (typeof crypto === 'undefined') globalThis.crypto = require('node:crypto').webcrypto;
    // Newer ones read NODE_EXTRA_CA_CERTS themselves.
    const [tls, extra] = [require('node:tls'), process.env['NODE_EXTRA_CA_CERTS']];
    const make = tls.createSecureContext;
    tls.createSecureContext = options =>
      make(options?.ca === undefined && extra ? { ...options, ca: [...tls.rootCertificates, require('node:fs').readFileSync(extra, 'utf8')] } : options);
  }
  add(Symbol, 'dispose', Symbol('Symbol.dispose'));
  add(Symbol, 'asyncDispose', Symbol('Symbol.asyncDispose'));
})();
