import {
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeRadio,
  vsCodeRadioGroup,
  vsCodeTextArea,
  vsCodeTextField,
} from '@vscode/webview-ui-toolkit';

/**
 * Registers the elements of the webview toolkit that the views use. The toolkit is archived, so nothing else imports it:
 * another library takes its place by registering elements of the same names here.
 */
export function registerToolkit(): void {
  provideVSCodeDesignSystem(document.body).register(
    vsCodeButton(),
    vsCodeCheckbox(),
    vsCodeRadio(),
    vsCodeRadioGroup(),
    vsCodeTextArea(),
    vsCodeTextField(),
  );
  // The toolkit reads the theme's colours, and begins to watch for others, at the page's load event, which is over by now.
  window.dispatchEvent(new Event('load'));
}

/** The part of a text area or text field that the views rely on. */
export interface TextControl extends HTMLElement {
  value: string;
  readOnly: boolean;
  disabled: boolean;
}
