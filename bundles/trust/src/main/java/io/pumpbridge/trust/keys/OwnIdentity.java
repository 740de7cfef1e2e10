// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import io.pumpbridge.model.trust.DeviceIdentity;
import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.chain.Certificates;
import io.pumpbridge.trust.chain.GatewayName;
import io.pumpbridge.trust.keys.KeyVault.Identity;
import io.pumpbridge.trust.refusal.Refusal;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Optional;

/** Who this gateway is: as configured, and as its certificate says. */
public final class OwnIdentity implements DeviceIdentity {
  private final GatewayName gateway;
  private final String hospital;
  private final KeyVault vault;

  public OwnIdentity(GatewayName gateway, String hospital, KeyVault vault) {
    this.gateway = gateway;
    this.hospital = hospital;
    this.vault = vault;
  }

  @Override
  public String gatewayId() {
    return gateway.id();
  }

  @Override
  public String hospital() {
    return hospital;
  }

  @Override
  public Optional<Instant> certificateEnds() {
    try {
      return vault.find().map(identity -> identity.leaf().getNotAfter().toInstant());
    } catch (TrustException damaged) {
      // Health says what is wrong with the store; here there is simply no certificate.
      return Optional.empty();
    }
  }

  /** Insists that there is one, and that it is for the configured gateway. */
  public Identity get() throws TrustException {
    Identity identity =
        vault
            .find()
            .orElseThrow(
                () ->
                    Refusal.NO_IDENTITY.because(
                        "This gateway has no certificate yet: run \"pump-bridge provision\", have"
                            + " the hospital's authority sign the request, and install what comes"
                            + " back."));
    if (!gateway.isIn(identity.leaf())) {
      String subject = Certificates.subjectOf(identity.leaf());
      throw Refusal.IDENTITY_WRONG_GATEWAY.because(
          "This gateway is configured as "
              + gateway.id()
              + ", but its certificate is for "
              + subject
              + ": correct gateway_id or provision it anew.",
          subject);
    }
    return identity;
  }

  /** As {@link KeyVault#requireUsable}. */
  public void requireUsable() throws TrustException {
    vault.requireUsable();
  }

  /** The generation before, if it is for the configured gateway and not settled yet. */
  public Optional<Identity> previous() throws TrustException {
    return vault.previous().filter(before -> gateway.isIn(before.leaf()));
  }

  /** As {@link KeyVault#findWaiting}. */
  public Optional<PublicKey> waiting() throws TrustException {
    return vault.findWaiting();
  }

  /**
   * A server has accepted this generation.
   *
   * @return whether that is news: there was one before it, which has gone now
   */
  boolean settle(Identity worked) throws TrustException {
    boolean hadPrevious = vault.previous().isPresent();
    vault.settle(worked);
    return hadPrevious && vault.previous().isEmpty();
  }
}
