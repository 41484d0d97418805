import { search, type Hit } from '../../preload/contract/search.ts';
import type { Service } from '../base/service.ts';
import type { FindQuery } from '../store/api.ts';
import type { WhenReady } from './core.ts';
import { readQuery } from './search-query.ts';

export function searchService(ready: WhenReady): Service<typeof search> {
  return {
    spec: search,
    handlers: {
      find: async ({ query, conversation, before, limit }) => {
        const core = await ready();
        const { ignored, ...read } = readQuery(query, core.clock.now());
        if (read.words.length + read.phrases.length === 0 && !read.hasLink && !read.from && !read.in) return { hits: [], more: false, ignored };
        const wanted: FindQuery = { ...read, conversation, olderThan: before };
        const { hits, more } = await core.store.find({ query: wanted, limit });
        const found = hits.map(({ message, peer, account, snippet }): Hit => ({ message, title: core.people.title(account, peer), snippet: cut(snippet) }));
        return { hits: found, more, ignored };
      },
    },
    attach: () => () => undefined,
  };
}

/** The store marks matches by U+0001 and U+0002, which no message can hold. */
function cut(snippet: string): Hit['snippet'] {
  return snippet.split('\u0001').flatMap((part, index) => {
    if (index === 0) return part === '' ? [] : [{ text: part, match: false }];
    const [inside = '', outside = ''] = part.split('\u0002');
    return [{ text: inside, match: true }, ...(outside === '' ? [] : [{ text: outside, match: false }])];
  });
}
