// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.runtime.demo.fleet;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.keys.KeyVault;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/** One generation, in memory, that nobody renews. */
record HeldKey(Identity identity) implements KeyVault {

  @Override
  public Optional<Identity> find() {
    return Optional.of(identity);
  }

  @Override
  public void requireUsable() {
    // It is.
  }

  @Override
  public Optional<Identity> previous() {
    return Optional.empty();
  }

  @Override
  public WaitingKey waiting() throws TrustException {
    throw notHere();
  }

  @Override
  public Optional<PublicKey> findWaiting() {
    return Optional.empty();
  }

  @Override
  public boolean awaits(PublicKey key) {
    return false;
  }

  @Override
  public void install(List<X509Certificate> chain) throws TrustException {
    throw notHere();
  }

  @Override
  public void settle(Identity worked) {
    // There is no other.
  }

  private static TrustException notHere() {
    return new TrustException("played", "A played gateway is not renewed.", "");
  }
}
