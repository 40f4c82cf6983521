import DOMPurify from 'dompurify';

const tags = [
  ...['p', 'br', 'hr', 'em', 'strong', 's', 'code', 'pre', 'blockquote', 'ul', 'ol', 'li', 'a', 'span', 'div'],
  ...['h3', 'h4', 'h5', 'h6', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
];
const ownClass = /^(?:math-inline|math-display|language-[\w+#-]{1,30}|hljs-[\w-]{1,40}(?: [\w-]{1,40}_?)*)$/;

const purify = DOMPurify(window);
purify.addHook('uponSanitizeAttribute', (_node, attribute) => {
  if (attribute.attrName === 'class') attribute.keepAttr = ownClass.test(attribute.attrValue);
});

/**
 * HTML made by our own Markdown parser or highlighter, as nodes. The parser already lets nothing through; this is the
 * second fence: an explicit list of tags and attributes, parsed in an inert document, so nothing is fetched or run.
 */
export function safeNodes(html: string): DocumentFragment {
  return purify.sanitize(html, {
    ALLOWED_TAGS: tags,
    ALLOWED_ATTR: ['href', 'class', 'start'],
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    RETURN_DOM_FRAGMENT: true,
  });
}
