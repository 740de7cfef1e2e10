// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import io.pumpbridge.model.trust.TrustException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * Where this gateway's private keys are: the generation in use, the one before it as long as the
 * one in use has not worked yet, and at most one key that waits for a certificate.
 *
 * <p>After a power cut at any moment there is the old or the new generation, whole, and never a
 * certificate beside a key that is not its own. What another process changed is seen at the next
 * call. Any number of threads.
 */
public interface KeyVault {

  /**
   * One generation.
   *
   * @param key signs; what it is made of may lie elsewhere ({@code getEncoded()} is then null)
   * @param chain leaf first; without its root if the authority did not send it
   */
  record Identity(PrivateKey key, List<X509Certificate> chain) {
    public Identity {
      chain = List.copyOf(chain);
    }

    public X509Certificate leaf() {
      return chain.get(0);
    }
  }

  /** What a certificate is asked for. */
  record WaitingKey(PrivateKey key, PublicKey publicKey) {}

  /** The generation in use; empty before the first certificate is installed. */
  Optional<Identity> find() throws TrustException;

  /**
   * Says why a key could not be used when it was last tried; does not try it again.
   *
   * @throws TrustException {@code token-…}
   */
  void requireUsable() throws TrustException;

  /** The generation before, which is kept until the one in use has worked. */
  Optional<Identity> previous() throws TrustException;

  /**
   * The key that waits for a certificate: always another one than the key in use. It is made now if
   * none waits yet, and stays the same until a certificate for it is installed.
   */
  WaitingKey waiting() throws TrustException;

  /** The key that waits for a certificate, if there is one; makes none. */
  Optional<PublicKey> findWaiting() throws TrustException;

  /** Whether a certificate for this key could be installed: it waits for one, or is in use. */
  boolean awaits(PublicKey key) throws TrustException;

  /**
   * Takes a chain that has been judged. For the waiting key it becomes the generation in use; for
   * the key in use it takes the place of its present chain. What was in use becomes the previous
   * generation, unless it has not worked yet either: then the one before it stays that.
   *
   * @param chain leaf first
   * @throws TrustException {@code certificate-not-ours} if it is for neither key
   */
  void install(List<X509Certificate> chain) throws TrustException;

  /**
   * A server has accepted this generation, so the previous one may go. Does nothing if it is not
   * the one in use, and costs next to nothing if there is nothing to do.
   */
  void settle(Identity worked) throws TrustException;
}
