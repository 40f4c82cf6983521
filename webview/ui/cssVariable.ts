import { Directive, directive, type ElementPart, type PartInfo, PartType } from 'lit/directive.js';
import { noChange } from 'lit/html.js';

/** Sets a custom property on the element: `<i ${cssVariable('--at', '40%')}>`. The page's policy refuses style attributes, which lit's own styleMap writes first. */
export const cssVariable = directive(
  class extends Directive {
    constructor(part: PartInfo) {
      super(part);
      if (part.type !== PartType.ELEMENT) throw new Error('cssVariable belongs on an element.');
    }

    render(_name: `--${string}`, _value: string): unknown {
      return noChange;
    }

    override update(part: ElementPart, [name, value]: [`--${string}`, string]): unknown {
      (part.element as HTMLElement).style.setProperty(name, value);
      return noChange;
    }
  },
);
