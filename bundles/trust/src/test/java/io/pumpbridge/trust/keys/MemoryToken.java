// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.keys;

import io.pumpbridge.model.trust.TrustException;
import io.pumpbridge.trust.lab.FaultyDisk;
import io.pumpbridge.trust.lab.Keys;
import io.pumpbridge.trust.refusal.Refusal;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** A token without hardware: keeps to the same rules, and its power fails with that of a disk. */
record MemoryToken(Map<String, KeyPair> keys, FaultyDisk power) implements Token {
  /** More steps than any test takes. */
  static final int FOREVER = Integer.MAX_VALUE;

  private void step() throws TrustException {
    try {
      power.step();
    } catch (IOException e) {
      throw Refusal.TOKEN_FAILED.because("The power failed.");
    }
  }

  @Override
  public X509Certificate make(String name, Curve curve) throws TrustException {
    step();
    KeyPair pair = Keys.ec(curve.jdkName());
    if (keys.put(name, pair) != null) {
      throw new AssertionError("two keys of one name");
    }
    step();
    return DeviceKeys.placeholder(pair);
  }

  @Override
  public byte[] sign(String name, String algorithm, byte[] content) throws TrustException {
    KeyPair pair = keys.get(name);
    if (pair == null) {
      throw Refusal.TOKEN_KEY_MISSING.because("There is no key of this name.");
    }
    try {
      Signature signature = Signature.getInstance(algorithm, "SunEC");
      signature.initSign(pair.getPrivate());
      signature.update(content);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public Set<String> names() {
    return new TreeSet<>(keys.keySet());
  }

  @Override
  public void delete(String name) throws TrustException {
    step();
    keys.remove(name);
    step();
  }
}
