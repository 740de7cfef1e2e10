// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.model.trust;

import java.util.List;

/**
 * The end of those of this gateway's private keys that do not lie in its state directory, and so do
 * not end with it: they are in a token. JDK types only: the launcher calls it without sharing a
 * class.
 */
public interface KeyFarewell {

  /**
   * Names of this gateway's keys in the token, of every generation and also of none, the one in use
   * last. Empty if its keys are files.
   *
   * @throws TrustException {@code token-…} if the token cannot be asked
   */
  List<String> keysInToken() throws TrustException;

  /**
   * Destroys them and looks that they are gone. From then on no key is made there any more. Called
   * again after it failed in the middle, it completes that.
   *
   * @return what {@link #keysInToken} named before
   * @throws TrustException {@code not-decommissioning} unless a decommission is signed for; else
   *     {@code token-…} if the token cannot be asked, or holds on to one of them
   */
  List<String> destroyKeysInToken() throws TrustException;
}
