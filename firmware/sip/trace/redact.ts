// Blanks what must not be shown out of a SIP message: digest answers and media keys.

const credentials = /^((?:proxy-)?authorization[ \t]*:[ \t]*)[^\r\n]*(?:\r\n[ \t][^\r\n]*)*/gim;
const inlineKey = /^(a=crypto:[^\r\n]*?inline:)[^\s|;\r\n]*/gim;
const keyManagement = /^(a=key-mgmt:|k=)[^\r\n]*/gim;

export function redactMessage(text: string): string {
  return text.replace(credentials, '$1***').replace(inlineKey, '$1***').replace(keyManagement, '$1***');
}
