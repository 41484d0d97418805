/**
 * Runs in the page: the texts that are cut or stand outside their place. A text may be cut only by an ellipsis, and then its whole must stand in a
 * title. What scrolls is not cut, and what is hidden from sight on purpose is not looked at.
 */
export function cutTexts(): string[] {
  const SLACK = 2;
  const found: string[] = [];
  const scrolls = (value: string): boolean => value === 'auto' || value === 'scroll';
  const cuts = (value: string): boolean => value === 'hidden' || value === 'clip';
  const describe = (element: Element): string => `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}">`;
  const seen = (element: Element): boolean => {
    for (let at: Element | null = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      const box = at.getBoundingClientRect();
      if (style.visibility === 'hidden' || style.opacity === '0' || style.clipPath !== 'none') return false;
      if (style.position === 'absolute' && box.width <= 1 && box.height <= 1) return false;
    }
    return true;
  };
  const told = (element: Element): boolean => element.closest('[title]') !== null && getComputedStyle(element).textOverflow === 'ellipsis';

  const check = (element: Element, box: DOMRect): string | undefined => {
    for (let at: Element | null = element; at && at !== document.documentElement; at = at.parentElement) {
      const style = getComputedStyle(at);
      const inner = at.getBoundingClientRect();
      const wide = box.left < inner.left - SLACK || box.right > inner.right + SLACK;
      const high = box.top < inner.top - SLACK || box.bottom > inner.bottom + SLACK;
      if (wide && cuts(style.overflowX)) return told(at) ? undefined : `cut at the side by ${describe(at)}`;
      if (high && cuts(style.overflowY) && style.webkitLineClamp === 'none') return `cut above or below by ${describe(at)}`;
      if (scrolls(style.overflowX) || scrolls(style.overflowY)) {
        // Within what scrolls down, sideways is still outside.
        if (wide && !scrolls(style.overflowX)) return `outside of ${describe(at)}`;
        return at.scrollWidth > at.clientWidth + SLACK && !at.hasAttribute('data-sideways') ? `${describe(at)} scrolls sideways` : undefined;
      }
      if (style.position === 'fixed') break;
    }
    return box.left < -SLACK || box.right > innerWidth + SLACK || box.top < -SLACK || box.bottom > innerHeight + SLACK ? 'outside of the window' : undefined;
  };

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!element || (node.textContent ?? '').trim() === '' || !seen(element)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    const problem = check(element, box);
    if (problem !== undefined) found.push(`"${(node.textContent ?? '').trim().slice(0, 60)}" in ${describe(element)}: ${problem}`);
  }
  return found;
}
