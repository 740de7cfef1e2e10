// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.chain;

import io.pumpbridge.trust.refusal.Refusal;

/** What a chain is judged for, and with which codes it is refused. */
public enum Purpose {
  SERVER(
      Refusal.SERVER_CHAIN_UNTRUSTED,
      Refusal.SERVER_CERTIFICATE_EXPIRED,
      Refusal.SERVER_CERTIFICATE_NOT_YET_VALID,
      Refusal.SERVER_KEY_PURPOSE,
      Refusal.SERVER_KEY_WEAK),
  DEVICE(
      Refusal.DEVICE_CHAIN_UNTRUSTED,
      Refusal.DEVICE_CERTIFICATE_EXPIRED,
      Refusal.DEVICE_CERTIFICATE_NOT_YET_VALID,
      Refusal.DEVICE_KEY_PURPOSE,
      Refusal.DEVICE_KEY_WEAK),
  SIGNER(
      Refusal.CHAIN_UNTRUSTED,
      Refusal.CERTIFICATE_EXPIRED,
      Refusal.CERTIFICATE_NOT_YET_VALID,
      Refusal.KEY_PURPOSE,
      Refusal.ALGORITHM_WEAK),
  /** The hospital's certificate for key escrow: it neither signs nor serves. */
  ESCROW(
      Refusal.ESCROW_CHAIN_UNTRUSTED,
      Refusal.ESCROW_CERTIFICATE_EXPIRED,
      Refusal.ESCROW_CERTIFICATE_NOT_YET_VALID,
      Refusal.ESCROW_KEY_PURPOSE,
      Refusal.ESCROW_KEY_WEAK),
  /** A path for its own sake: what the leaf may be used for is not asked. */
  PATH(
      Refusal.CHAIN_UNTRUSTED,
      Refusal.CERTIFICATE_EXPIRED,
      Refusal.CERTIFICATE_NOT_YET_VALID,
      Refusal.KEY_PURPOSE,
      Refusal.ALGORITHM_WEAK);

  /** Extended key usage of TLS servers, RFC 5280 4.2.1.12. */
  public static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";

  /** Extended key usage of TLS clients. */
  public static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

  /** Key escrow; the eighth below the arc of {@code SignerRole}, whose roles all sign. */
  public static final String KEY_ESCROW = "2.25.147690646269422333906582625601308031504.8";

  /** Any extended key usage: enough for an authority, never for a leaf. */
  static final String ANY = "2.5.29.37.0";

  final Refusal untrusted;
  final Refusal expired;
  final Refusal notYetValid;
  final Refusal wrongUse;
  final Refusal weak;

  /** Whether its leaf signs something, be it a handshake; and must be allowed to. */
  boolean signs() {
    return this != ESCROW;
  }

  Purpose(Refusal untrusted, Refusal expired, Refusal notYetValid, Refusal wrongUse, Refusal weak) {
    this.untrusted = untrusted;
    this.expired = expired;
    this.notYetValid = notYetValid;
    this.wrongUse = wrongUse;
    this.weak = weak;
  }
}
