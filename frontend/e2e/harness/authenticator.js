// Authenticator is a person's device or security key, as Chromium simulates one
// for a page (the WebAuthn domain of the DevTools protocol).
export class Authenticator {
  // plugIn gives the page one. kind is 'internal' (the device itself) or 'usb';
  // synced says whether its passkeys are kept beyond it.
  static async plugIn(page, { kind = 'internal', synced = false } = {}) {
    const wire = await page.context().newCDPSession(page);
    await wire.send('WebAuthn.enable', { enableUI: false });
    const out = new Authenticator();
    out.wire = wire;
    const { authenticatorId } = await wire.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        ctap2Version: 'ctap2_1',
        transport: kind,
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
        automaticPresenceSimulation: true,
        defaultBackupEligibility: synced,
        defaultBackupState: synced,
      },
    });
    out.id = authenticatorId;
    return out;
  }

  // unplug takes it away; its passkeys are gone with it.
  unplug() {
    return this.#tell('removeVirtualAuthenticator');
  }

  // touched says whether somebody is there to touch it when it is asked.
  touched(enabled) {
    return this.#tell('setAutomaticPresenceSimulation', { enabled });
  }

  // verified says whether its fingerprint or PIN is right.
  verified(isUserVerified) {
    return this.#tell('setUserVerified', { isUserVerified });
  }

  async credentials() {
    return (await this.#tell('getCredentials')).credentials;
  }

  // keep puts a passkey onto it that another one had.
  keep(credential) {
    return this.#tell('addCredential', { credential });
  }

  #tell(what, params = {}) {
    return this.wire.send(`WebAuthn.${what}`, { authenticatorId: this.id, ...params });
  }
}
