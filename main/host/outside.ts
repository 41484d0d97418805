// Links of messages that may be opened by another program. `xmpp:` is ours and never gets here; `tel:` only where no account knows a way to the telephone.
const MAY_OPEN: ReadonlySet<string> = new Set(['https:', 'http:', 'mailto:', 'geo:', 'tel:']);

/** The form of a link that may be handed to the operating system, put together anew by URL; undefined: refuse it. */
export function outsideHref(link: URL | string): string | undefined {
  if (typeof link === 'string' && !URL.canParse(link)) return undefined;
  const url = new URL(link);
  if (!MAY_OPEN.has(url.protocol)) return undefined;
  if (url.protocol === 'mailto:') {
    // Some mail programs take a file of the user's along when a link tells them to.
    for (const name of [...url.searchParams.keys()]) if (/^(attach|attachment|file)/i.test(name)) url.searchParams.delete(name);
  }
  return url.href;
}

/** The first link among the arguments of a start that is for this app. */
export const ownLinkIn = (args: readonly string[]): string | undefined => args.find(isOwnLink);

/** XEP-0147, RFC 3966. */
export function isOwnLink(text: string): boolean {
  return text.length <= 4096 && /^(xmpp|tel):/i.test(text) && URL.canParse(text);
}
