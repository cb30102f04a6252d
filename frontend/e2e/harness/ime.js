// Composition types into the focused field as an input method does: unfinished
// text stands underlined in the field until the person picks the word.
export class Composition {
  static async open(page, text) {
    const composition = new Composition(await page.context().newCDPSession(page));
    await composition.show(text);
    return composition;
  }

  constructor(session) {
    this.session = session;
  }

  // show replaces the unfinished text.
  async show(text) {
    await this.session.send('Input.imeSetComposition', {
      text,
      selectionStart: text.length,
      selectionEnd: text.length,
    });
  }

  // commit ends the composition with the text that the person picked.
  async commit(text) {
    await this.session.send('Input.insertText', { text });
    await this.session.detach();
  }
}
