// SPDX-License-Identifier: Apache-2.0
package io.pumpbridge.trust.clock;

import io.pumpbridge.model.event.EventRecord;
import io.pumpbridge.model.measure.Bytes;
import java.security.cert.X509Certificate;
import java.util.regex.Pattern;

/**
 * Who says what time it is: the machine's own clock, or an anchor, told by the hash of its key. All
 * that stands below one anchor is one witness: a root can make as many authorities and responders
 * as it likes, and so can whoever has stolen one of its authorities.
 *
 * @param name 1 to 64 of a-z 0-9
 */
record Witness(String name) implements Comparable<Witness> {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]{1,64}");

  /** However it was set, by a battery, a time service or somebody's hand. */
  static final Witness MACHINE = new Witness(ClockState.MACHINE);

  Witness {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("a witness's name is 1 to 64 of a-z 0-9");
    }
  }

  static Witness of(X509Certificate anchor) {
    return new Witness(EventRecord.hashOf(Bytes.of(anchor.getPublicKey().getEncoded())));
  }

  @Override
  public int compareTo(Witness other) {
    return name.compareTo(other.name);
  }
}
