// inspect answers what is wrong with a page by our own rules, a line each: what
// axe lets pass, such as a placeholder in place of a label.
export function inspect(page) {
  return page.evaluate(() => {
    const name = (element) => {
      const html = element.cloneNode(false).outerHTML;
      return html.length > 120 ? `${html.slice(0, 120)}…` : html;
    };
    const seen = (element) =>
      element.checkVisibility({ checkOpacity: true, checkVisibilityCSS: true }) &&
      element.getClientRects().length > 0;
    const all = (selector) => [...document.querySelectorAll(selector)].filter(seen);
    const worded = (element) => {
      const { width, height } = element.getBoundingClientRect();
      return seen(element) && width > 1 && height > 1 && element.innerText.trim() !== '';
    };

    const labels = () => {
      const fields = all('input:not([type=hidden], [type=submit], [type=button], [type=reset], [type=image]), select, textarea');
      const named = (field) =>
        [...(field.labels ?? [])].some(worded) ||
        (field.getAttribute('aria-labelledby') ?? '').split(/\s+/)
          .map((id) => document.getElementById(id))
          .some((element) => element && worded(element));
      return fields.filter((field) => !named(field)).map((field) => `no visible label: ${name(field)}`);
    };

    const box = (element) => {
      const rects = [element, ...(element.labels ?? [])].filter(seen).map((e) => e.getBoundingClientRect());
      const edge = (pick, side) => pick(...rects.map((rect) => rect[side]));
      return {
        width: edge(Math.max, 'right') - edge(Math.min, 'left'),
        height: edge(Math.max, 'bottom') - edge(Math.min, 'top'),
      };
    };
    // WCAG 2.2, 2.5.8 excepts a link inside a sentence.
    const inSentence = (element) =>
      getComputedStyle(element).display === 'inline' &&
      element.parentElement.innerText.trim().length > element.innerText.trim().length;
    const targets = () =>
      all('a[href], button, select, summary, input:not([type=hidden]), [role=button], [role=link], [role=tab], [role=switch]')
        .filter((element) => !inSentence(element))
        .map((element) => ({ element, ...box(element) }))
        .filter(({ width, height }) => width > 1 && height > 1 && (width < 23.9 || height < 23.9))
        .map(({ element, width, height }) => `target of ${width.toFixed(1)} × ${height.toFixed(1)} px: ${name(element)}`);

    // For whoever asked for less motion: a style that wins over the one that
    // stops it moves on. What only appears late doesn't move.
    const moving = () => {
      if (!matchMedia('(prefers-reduced-motion: reduce)').matches) return [];
      const fades = [...document.querySelectorAll('*')].filter((element) =>
        getComputedStyle(element).transitionDuration.split(',').some((span) => parseFloat(span) > 0));
      const ways = ({ offset, computedOffset, easing, composite, visibility, ...rest }) => Object.keys(rest);
      const runs = document.getAnimations().filter(({ effect }) => effect.getKeyframes().some((frame) => ways(frame).length > 0));
      return [...fades, ...runs.map(({ effect }) => effect.target)].map((element) => `it moves: ${name(element)}`);
    };

    const found = [...labels(), ...targets(), ...moving()];
    const headings = all('h1').length;
    if (headings !== 1) found.push(`${headings} h1 on the page`);
    if (document.activeElement === document.body) found.push('focus is on the body');
    const { scrollWidth, clientWidth } = document.scrollingElement;
    if (scrollWidth > clientWidth) found.push(`scrolls sideways: ${scrollWidth} px in ${clientWidth} px`);
    return found;
  });
}
