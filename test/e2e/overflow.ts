/**
 * Runs in the page: the texts that are cut or stand outside their place. A text may be cut only by an ellipsis, and then its whole must stand in a
 * title. What scrolls is not cut, and what is hidden from sight on purpose is not looked at.
 */
export function cutTexts(): string[] {
  const scrolls = (value: string): boolean => value === 'auto' || value === 'scroll';
  const cuts = (value: string): boolean => value === 'hidden' || value === 'clip';
  const describe = (element: Element): string => `<${element.tagName.toLowerCase()} class="${element.getAttribute('class') ?? ''}">`;
  const told = (element: Element): boolean => element.closest('[title]') !== null && getComputedStyle(element).textOverflow === 'ellipsis';
  // A space at the end of a line of preserved text hangs out of its box, and nobody sees it.
  const slackOf = (style: CSSStyleDeclaration): number => 2 + (style.whiteSpace.startsWith('pre') ? Number.parseFloat(style.fontSize) * 0.4 : 0);

  /** Whether a box reaches out of another, sideways and upright. */
  const beyond = (box: DOMRect, of: DOMRect, slack: number): readonly [boolean, boolean] => [
    box.left < of.left - slack || box.right > of.right + slack,
    box.top < of.top - slack || box.bottom > of.bottom + slack,
  ];

  const hidden = (element: Element): boolean => {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    const unseen = style.visibility === 'hidden' || style.opacity === '0' || style.clipPath !== 'none';
    return unseen || (style.position === 'absolute' && box.width <= 1 && box.height <= 1);
  };
  const ancestors = (element: Element | null): Element[] => (element ? [element, ...ancestors(element.parentElement)] : []);

  /** What one element around a text does to it: undefined: nothing; `''`: whatever is further out does not matter. */
  const at = (element: Element, box: DOMRect, slack: number): string | undefined => {
    const style = getComputedStyle(element);
    const inner = element.getBoundingClientRect();
    const [wide, high] = beyond(box, inner, slack);
    if (wide && cuts(style.overflowX)) return told(element) ? '' : `cut at the side by ${describe(element)}`;
    if (high && cuts(style.overflowY)) return `cut above or below by ${describe(element)}`;
    if (!scrolls(style.overflowX) && !scrolls(style.overflowY)) return undefined;
    // Down is where things scroll; sideways only where the view says that it is meant.
    const sideways = element.scrollWidth > element.clientWidth + 2 && !element.hasAttribute('data-sideways');
    return wide && sideways ? `${describe(element)} scrolls sideways` : '';
  };
  const problemOf = (element: Element, box: DOMRect): string => {
    const slack = slackOf(getComputedStyle(element));
    for (const around of ancestors(element)) {
      const problem = at(around, box, slack);
      if (problem !== undefined) return problem;
    }
    return beyond(box, new DOMRect(0, 0, innerWidth, innerHeight), slack).includes(true) ? 'outside of the window' : '';
  };

  const found: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const text = (node.textContent ?? '').trim();
    const element = node.parentElement;
    if (!element || text === '' || ancestors(element).some(hidden)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const box = range.getBoundingClientRect();
    const problem = box.width > 0 && box.height > 0 ? problemOf(element, box) : '';
    if (problem !== '') found.push(`"${text.slice(0, 60)}" in ${describe(element)}: ${problem}`);
  }
  return found;
}
